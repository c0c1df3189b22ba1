"""The two forms of a what-if: apply it, keep it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from releaseboard.tui.desk import Desk
from releaseboard.tui.wording import count_of

from .fields import Field, Form

if TYPE_CHECKING:
    from releaseboard.trial import Trial


def apply_form(desk: Desk, trial: "Trial", done: Callable[[Any, str], None]) -> Form:
    """The decision: what was chosen and why. `done` gets the outcome and the title."""

    def submit(values: dict[str, Any]) -> None:
        done(trial.apply(values["title"], values["reason"]), values["title"])

    fields = (
        Field("title", "Decision", "", "what was chosen, one line", required=True),
        Field("reason", "Reason", "", "it stands in the history and in reports", required=True),
    )
    what = f"{count_of(trial.count, 'edit')} become one action that one {desk.key_of('undo')} takes back"
    return Form("apply what-if", "Apply the what-if", fields, submit, "title", what)


def keep_form(desk: Desk, trial: "Trial") -> Form:
    """A name; the same name keeps it anew."""

    def submit(values: dict[str, Any]) -> None:
        desk.on_change(trial.keep(values["name"], values["note"] or ""), f"kept as scenario {values['name']}")

    fields = (
        Field("name", "Name", "", "a few words", required=True),
        Field("note", "Note", "", "what speaks for it and against it"),
    )
    return Form("keep what-if", "Keep the what-if as a scenario", fields, submit, "name",
                "everybody at the board can open it; its dates are worked out anew each time")  # fmt: skip
