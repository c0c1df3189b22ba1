"""The form about one dependency."""

from typing import Any

from releaseboard.domain import commands
from releaseboard.domain.fields import write_value
from releaseboard.domain.model import Link, Release
from releaseboard.domain.words import Agreement, LinkType, Strength
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, DateField, Field, Form, NumberField, Option, PickField, lettered
from .fieldsources import days_of, predecessors_of, stages_of

STRENGTHS = (
    Option(Strength.HARD.value, "hard: moves the forecast", "h"), Option(Strength.SOFT.value, "soft: only warns", "s"),
)  # fmt: skip
LINK_TYPES = (
    Option(LinkType.FS.value, "finish to start", "f"), Option(LinkType.SS.value, "start to start", "s"),
    Option(LinkType.FF.value, "finish to finish", "t"),
    Option(LinkType.SAME_STAGE.value, "same stage: not enter before it is left", "e"),
)  # fmt: skip
AGREEMENTS = lettered((word.value, word.value) for word in Agreement if word != Agreement.WAIVED)


def link_form(desk: Desk, release: Release, link: Link | None = None) -> Form:
    """What a release waits for: new, or (with `link`) changed."""
    known = link or Link("", release.id, "")
    stages = (Option("", "go-live: its last stage", "-"), *stages_of(desk, release))
    label = _end_text(desk, known) if link else ""

    def submit(values: dict[str, Any]) -> None:
        key = values.pop("predecessor")
        fields = {name: write_value(value) for name, value in values.items() if value not in (None, "")}
        add = commands.AddLink(release.key, key, fields)
        made = (commands.RemoveLink(link.id, "changed"), add) if link else (add,)
        desk.do(*made, said=f"{release.key} waits for {key}")

    fields = (
        PickField("predecessor", "Waits for", label, "key of a release, or a vendor, event or backlog", required=True,
                  source=lambda: predecessors_of(desk, release), what="release, vendor, event or backlog"),
        NumberField("lag", "Lag", str(known.lag), "working days between, may be negative", low=-250, high=250,
                    unit="working days"),
        ChoiceField("strength", "Strength", str(known.strength), options=STRENGTHS),
        Field("why", "Why", known.why, "one line: what is needed from it", required=True),
        ChoiceField("type", "Type", str(known.type), options=LINK_TYPES),
        ChoiceField("successor_stage", "Before stage", known.successor_stage, f"of {release.key}", options=stages),
        Field("point", "After stage", known.point, "stage of the other release; empty: its release"),
        DateField("needed_by", "Needed by", _day(known.needed_by), days=days_of(desk, release)),
        DateField("promised_by", "Promised by", _day(known.promised_by), days=days_of(desk, release)),
        ChoiceField("agreement", "Agreement", str(known.agreement), options=AGREEMENTS),
    )  # fmt: skip
    title = f"Dependency of {release.key}" if link else f"{release.key} waits for …"
    return Form(f"link {release.key} {known.id}", title, fields, submit, "predecessor", foresee=desk.foresee)


def _end_text(desk: Desk, link: Link) -> str:
    """How the other end is typed: a release by its key, others by their id."""
    release = desk.find(link.predecessor)
    return release.key if release is not None else link.predecessor


def _day(day: Any) -> str:
    return day.isoformat() if day is not None else ""
