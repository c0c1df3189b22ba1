"""The form that keeps what is seen as one of the views 1 to 9."""

from collections.abc import Callable
from typing import Any

from releaseboard.settings.configedit import save_view
from releaseboard.settings.fields import View
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, Field, Form, Option


def _name(view: View | None) -> str:
    return "free" if view is None else view.name or view.filter or "all"


def view_form(desk: Desk, view: View, say: Callable[[str], None]) -> Form:
    """A number and a name for a filter and an order."""
    taken = desk.config.views
    free = next((number for number in range(1, 10) if number not in taken), 1)
    options = tuple(Option(str(number), f"{number} {_name(taken.get(number))}", str(number)) for number in range(1, 10))

    def submit(values: dict[str, Any]) -> None:
        number = int(values["number"])
        kept = view._replace(name=values["name"] or "")
        save_view(desk.config.path, number, kept)
        desk.config = desk.config._replace(views={**taken, number: kept})
        say(f"kept as view {number}: key {number} brings it back")

    fields = (
        ChoiceField("number", "Number", str(free), options=options, required=True),
        Field("name", "Name", "", "a word or two"),
    )
    what = f"filter: {view.filter or 'none'} · sorted by {view.sort}"
    return Form("save view", "Keep this view", fields, submit, "number", what)
