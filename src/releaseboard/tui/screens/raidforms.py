"""The forms to raise an entry of the RAID log, and to edit one; those that settle it are in entryforms.py."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.coordination import BecomeIssue, EditEntry, EstimateStage, RaiseEntry
from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.raiddetails import FIELDS, list_options
from releaseboard.domain.words import LEVELS, OPEN_STATES, RESPONSES, RaidKind, spoken
from releaseboard.reports.dayslost import add_days_lost, find_stage
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, DateField, Field, Form, NumberField, Option, PickField, lettered
from .fieldsources import CAUSES, days_of, people_of, teams_of

MOST_DAYS = 10_000
SEVERITIES = tuple(Option(str(at), f"{at} {word}", str(at)) for at, word in
                   enumerate(("stops the release", "serious", "can be worked around", "small"), 1))  # fmt: skip
PROBABILITIES = lettered((word, spoken(word)) for word in LEVELS)
ANSWERS_TO_RISK = lettered((word, word) for word in RESPONSES)
ON_TOP = (
    Option("add", "on top of what is left of its stage", "a"),
    Option("", "not: the lead has counted them", "n"),
)


def issue_form(desk: Desk, releases: Sequence[Release], risk: Raid | None = None) -> Form:
    """An issue about releases; with `risk` the one that the risk has become."""
    fields = [*_fields(desk, RaidKind.ISSUE, risk)]
    if any(find_stage(release) for release in releases):
        fields.append(ChoiceField("plan", "Days count", "add", "do the days lost move the forecast?", options=ON_TOP))
    fields += _release_field(desk, releases) if risk is None else ()

    def submit(values: dict[str, Any]) -> None:
        about = _about(desk, releases, values)
        title, lost = values["title"], values["days_lost_est"]
        plain = _plain(RaidKind.ISSUE, values)
        made: list[Any] = [RaiseEntry(RaidKind.ISSUE, title, [release.key for release in about], plain)]
        if risk is not None:
            made = [BecomeIssue(risk.id, {"title": title, **plain})]
        added = _add_days(desk, about, lost, title, values) if lost and values.get("plan") else []
        more = "".join(f"; {step.key}: {step.days} days left of {desk.board.stage_name(step.stage)}" for step in added)
        desk.do(*made, *added, said=f"issue logged: {title}{more}")

    verb = f"{risk.title[:40]} has come true" if risk is not None else f"Issue{_say_about(releases)}"
    ident = f"issue {risk.id}" if risk is not None else f"raise issue {_say_about(releases)}"
    return Form(ident, verb, fields, submit, "title", foresee=desk.foresee)


def _add_days(
    desk: Desk, about: Sequence[Release], lost: int, title: str, values: Mapping[str, Any]
) -> list[EstimateStage]:
    found = (
        add_days_lost(desk.board, release, lost, f"issue: {title}", desk.today, values["cause"] or "")
        for release in about
    )
    return [step for step in found if step is not None]


def raise_form(desk: Desk, kind: str, releases: Sequence[Release]) -> Form:
    """A new entry of any kind. A request is called by what is asked."""
    if kind == RaidKind.ISSUE:
        return issue_form(desk, releases)
    fields = [*_fields(desk, kind, None), *_release_field(desk, releases)]

    def submit(values: dict[str, Any]) -> None:
        keys = [release.key for release in _about(desk, releases, values)]
        title = values["title"] if "title" in values else values["ask"]
        desk.do(RaiseEntry(kind, title, keys, _plain(kind, values)), said=f"{kind} raised: {title}")

    blame = "ask" if kind == RaidKind.REQUEST else "title"
    title = f"{kind.capitalize()}{_say_about(releases)}"
    return Form(f"raise {kind} {_say_about(releases)}", title, fields, submit, blame)


def edit_form(desk: Desk, entry: Raid) -> Form:
    """The fields of an entry; its state moves by other keys."""
    fields = _fields(desk, entry.kind, entry)
    if entry.kind == RaidKind.REQUEST:
        fields = [Field("title", "Title", entry.title, "one line", required=True), *fields]
    fields += _release_field(desk, [desk.board.releases[each] for each in entry.releases if desk.find(each)])
    texts = {item.name: item.value for item in fields}

    def submit(values: dict[str, Any]) -> None:
        known = {name: value for name, value in values.items() if _typed(name, value) != texts[name]}
        plain = {"title": known["title"]} if "title" in known else {}
        plain |= {"releases": [known["release"]] if known["release"] else []} if "release" in known else {}
        plain |= _plain(entry.kind, known, whole=True, entry=entry)
        desk.do(EditEntry(entry.id, plain), said=f"{entry.title} changed")

    return Form(f"edit entry {entry.id}", f"Edit the {entry.kind}", fields, submit, "title")


def _typed(name: str, value: Any) -> str:
    """A value as its text was offered, to see whether it was touched."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _fields(desk: Desk, kind: str, entry: Raid | None) -> list[Field]:
    """The fields of a kind with what is known; those of a new issue are what a risk said."""
    known: Mapping[str, Any] = entry.details if entry is not None else {}
    blank = entry or Raid("", kind, "")
    days = days_of(desk)

    def text(name: str, other: str = "") -> str:
        return str(known.get(name) or known.get(other) or "")

    title = Field("title", "Title", blank.title, "one line that says what it is about", required=True)
    owner = PickField("owner", "Owner", blank.owner, "a few letters: who sees to it", source=lambda: people_of(desk),
                      is_free=True, what="person")  # fmt: skip
    due = DateField("due", "Due", blank.due.isoformat() if blank.due else "", days=days)
    if kind == RaidKind.ISSUE:
        return [
            title,
            NumberField("days_lost_est", "Days lost", text("days_lost_est", "impact_days"),
                        "working days it costs, such as +3", high=MOST_DAYS, unit="working days"),
            owner, ChoiceField("cause", "Cause", text("cause"), "press a letter", options=CAUSES),
            ChoiceField("severity", "Severity", text("severity"), "1 is worst", options=SEVERITIES), due,
        ]  # fmt: skip
    if kind == RaidKind.RISK:
        return [
            title, ChoiceField("probability", "Probability", text("probability"), options=PROBABILITIES),
            NumberField("impact_days", "Days at stake", text("impact_days"), "working days it would cost",
                        high=MOST_DAYS, unit="working days"),
            owner, Field("trigger", "Trigger", text("trigger"), "how it would show"),
            ChoiceField("response", "Response", text("response"), options=ANSWERS_TO_RISK), due,
        ]  # fmt: skip
    if kind == RaidKind.DECISION:
        return [
            title, Field("options", "Options", "; ".join(list_options(blank)), "what could be chosen: cut; wait; move"),
            DateField("needed_by", "Needed by", text("needed_by"), days=days), owner,
        ]  # fmt: skip
    return [
        PickField("from", "From", text("from"), "who of management asks", source=lambda: people_of(desk), is_free=True,
                  what="person"),
        PickField("to", "To", text("to"), "the team or lead it is for", source=lambda: whom_of(desk), is_free=True,
                  what="team or person"),
        Field("ask", "Ask", text("ask"), "what is asked, one line", required=True), due,
    ]  # fmt: skip


def whom_of(desk: Desk) -> Sequence[Option]:
    """Teams, then people: whom a request can go to."""
    return [*teams_of(desk), *people_of(desk)]


def _release_field(desk: Desk, releases: Sequence[Release]) -> tuple[Field, ...]:
    """Which release it is about; not asked where several are marked."""
    if len(releases) > 1:
        return ()

    def source() -> Sequence[Option]:
        found = (each for each in desk.board.releases.values() if each.state in OPEN_STATES and not each.archived)
        return [Option(release.key, release.title) for release in sorted(found, key=lambda each: each.key)]

    value = releases[0].key if releases else ""
    return (PickField("release", "Release", value, "empty: about no release", source=source, what="release"),)


def _about(desk: Desk, releases: Sequence[Release], values: Mapping[str, Any]) -> list[Release]:
    if "release" not in values:
        return [*releases]
    return [desk.board.release(values["release"])] if values["release"] else []


def _plain(kind: str, values: Mapping[str, Any], *, whole: bool = False, entry: Raid | None = None) -> dict[str, Any]:
    """Values of a form as fields of an entry; `whole` keeps those that were emptied."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if name not in ("owner", "due", *FIELDS[kind]) or (value is None and not whole):
            continue
        if name == "options":
            plain[name] = _read_options(value or "", entry)
        elif isinstance(value, date):
            plain[name] = value.isoformat()
        else:
            plain[name] = int(value) if name == "severity" and value else value
    return plain


def _read_options(text: str, entry: Raid | None) -> list[Any]:
    """Options by their texts; what is known of one that stays is kept with it."""
    found = entry.details.get("options") if entry is not None else ()
    known = {str(one.get("text")): dict(one) for one in (found if isinstance(found, list | tuple) else ())}
    return [known.get(part.strip(), part.strip()) for part in text.split(";") if part.strip()]


def _say_about(releases: Sequence[Release]) -> str:
    if not releases:
        return ""
    return f" about {releases[0].key}" if len(releases) == 1 else f" about {len(releases)} releases"
