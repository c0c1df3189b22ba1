"""The forms about releases: what they ask, with a default for every field, and the commands they come to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from releaseboard.domain import commands
from releaseboard.domain.fields import join_path, write_value
from releaseboard.domain.model import Release, Window
from releaseboard.domain.when import format_date
from releaseboard.domain.words import State
from releaseboard.reports.releaseday import judge_release, say_short, say_whole
from releaseboard.reports.showtext import say_window
from releaseboard.reports.telling import draft_released
from releaseboard.tui.desk import Desk
from releaseboard.tui.wording import count_of

from .fields import ChoiceField, DateField, Field, Form, KeyField, PickField, StagesField, WindowField
from .fieldsources import CAUSES, OUTCOMES, PRIORITY, TYPES, days_of, people_of, stages_of, teams_of

WHY = "one line: it stands in the history and in reports"


def name_all(releases: Sequence[Release]) -> str:
    """`PAY-4.2`, or `3 releases`."""
    return releases[0].key if len(releases) == 1 else count_of(len(releases), "release")


def reason_form(
    title: str, make: Callable[[str], Sequence[Any]], desk: Desk, *, note: str = "", ident: str = "", said: str = ""
) -> Form:
    """One line, why. `make(reason)` gives the commands."""

    def submit(values: dict[str, Any]) -> None:
        desk.do(*make(values["reason"]), said=said)

    return Form(ident or title, title, (Field("reason", "Why", hint=WHY, required=True),), submit, "reason", note)


def new_form(desk: Desk, beside: str) -> Form:
    """A new draft. Only the key is needed; `beside` is the project under the cursor, for the example."""

    def submit(values: dict[str, Any]) -> None:
        made = values.pop("key")
        fields = {path: plain for name, value in values.items() for path, plain in _plain(name, value).items()}
        fields = {path: plain for path, plain in fields.items() if plain is not None}
        desk.do(
            commands.AddRelease(made, fields),
            said=f"{made} added as a draft: {desk.key_of('commit_release')} commits it",
        )

    projects = {ident: project.name for ident, project in desk.board.projects.items()}
    hint = f"project and version, such as {beside or next(iter(projects), 'PAY')}-4.2"
    fields = (
        KeyField("key", "Key", "", hint, required=True, projects=projects),
        *_plain_fields(desk, None),
        *_date_fields(desk, None),
    )
    return Form("new release", "New release", fields, submit, "key", "only the key is needed for a draft")


def edit_form(desk: Desk, release: Release) -> Form:
    """The plain fields; the dates too while nothing is promised."""
    is_draft = release.state == State.DRAFT
    fields = (*_plain_fields(desk, release), *(_date_fields(desk, release) if is_draft else ()))

    def submit(values: dict[str, Any]) -> None:
        texts = {item.name: item.value for item in fields}
        changed: dict[str, Any] = {}
        for name, value in values.items():
            if _as_text(value) != texts[name]:
                changed |= {**_plain(name, value), **_gone(name, value, release)}
        desk.do(commands.EditFields(release.key, changed), said=f"{release.key} changed")

    note = "" if is_draft else f"window, target and days move by a re-plan: {desk.key_of('replan')}"
    return Form(f"edit {release.key}", f"Edit {release.key}", fields, submit, note=note, foresee=desk.foresee,
                renew=lambda: edit_form(desk, _as_now(desk, release)))  # fmt: skip


def _as_now(desk: Desk, release: Release) -> Release:
    """A release as the board has it now; as it was where it is gone."""
    return desk.find(release.id) or release


def _plain_fields(desk: Desk, release: Release | None) -> tuple[Field, ...]:
    blank = release or Release("", "")
    return (
        Field("title", "Title", blank.title, "what people call it"),
        Field("goal", "Goal", blank.goal, "one line; needed to commit"),
        ChoiceField("type", "Type", str(blank.type), options=TYPES),
        ChoiceField("priority", "Priority", str(blank.priority), options=PRIORITY),
        PickField("rm", "Manager", blank.rm or (desk.session.user if release is None else ""), "needed to commit",
                  source=lambda: people_of(desk), is_free=True, what="person"),
        PickField("lead", "Lead", blank.lead, "needed to commit", source=lambda: people_of(desk), is_free=True,
                  what="person"),
        PickField("team", "Team", blank.team, "a few letters will do", source=lambda: teams_of(desk), is_free=True,
                  what="team"),
        Field("tags", "Tags", " ".join(blank.tags), "words with spaces between"),
    )  # fmt: skip


def _date_fields(desk: Desk, release: Release | None) -> tuple[Field, ...]:
    days = days_of(desk, release)
    blank = release or Release("", "")
    stages = " ".join(f"{plan.stage}={plan.planned_days}" for plan in blank.stages)
    default = " ".join(f"{stage.id}={stage.default_days}" for stage in desk.board.stages)
    return (
        WindowField("window", "Window", window_text(blank.window), days=days),
        DateField("target", "Target", blank.target.isoformat() if blank.target else "", days=days),
        StagesField("stages", "Stages", stages or default, "working days by stage", known=desk.board.stage_ids),
    )


def window_text(window: Window | None) -> str:
    """A window as it is typed."""
    return f"{window.start.isoformat()}..{window.end.isoformat()}" if window else ""


def _as_text(value: Any) -> str:
    """A field's value in the form in which its text was offered, to see whether it was touched."""
    if value is None:
        return ""
    if isinstance(value, Window):
        return window_text(value)
    if isinstance(value, Mapping):
        return " ".join(f"{stage}={days}" for stage, days in value.items())
    return str(value)


def _plain(name: str, value: Any) -> dict[str, Any]:
    """One form value as paths of a release; only what is there now, not what is to go."""
    if name == "stages":
        return {join_path("stages", stage, "planned_days"): days for stage, days in (value or {}).items()}
    if name == "tags":
        return {join_path("tags", tag): True for tag in str(value or "").split()}
    return {name: int(value) if name == "priority" else write_value(value)}


def _gone(name: str, value: Any, release: Release) -> dict[str, Any]:
    """The paths of stages and tags that are no longer named."""
    if name == "stages" and value:
        dropped = [plan.stage for plan in release.stages if plan.stage not in value]
        return {join_path("stages", stage, part): None for stage in dropped for part in ("planned_days", "team")}
    if name == "tags":
        return {join_path("tags", tag): None for tag in release.tags if tag not in str(value or "").split()}
    return {}


def replan_form(desk: Desk, release: Release) -> Form:
    """Move the date: the target is first, since that is what mostly moves."""
    days = days_of(desk, release)

    def submit(values: dict[str, Any]) -> None:
        values["stages"] = values["stages"] or {}
        desk.do(commands.Replan(release.key, **values), said=f"{release.key} re-planned")

    target = f"target {format_date(release.target)}" if release.target else "no target"
    times = f"re-planned {count_of(release.plan_revision, 'time')}"
    note = f"{target} · window {say_window(release.window) or 'none'} · {times}"
    stages = " ".join(f"{plan.stage}={plan.planned_days}" for plan in release.stages)
    fields = (
        DateField("target", "New target", "", days=days),
        ChoiceField("cause", "Cause", "", "press a letter", required=True, options=CAUSES),
        Field("reason", "Why", "", WHY, required=True),
        WindowField("window", "New window", "", days=days),
        StagesField("stages", "Stage days", "", f"only what changes; now {stages}", known=desk.board.stage_ids),
        DateField("start", "New start", "", "not before this day", days=days),
    )
    return Form(f"replan {release.key}", f"Re-plan {release.key}", fields, submit, "target", note, foresee=desk.foresee,
                renew=lambda: replan_form(desk, _as_now(desk, release)))  # fmt: skip


def block_form(desk: Desk, releases: Sequence[Release]) -> Form:
    """Why work stands still, and until when; what is known already stands there."""
    known = releases[0].blocked if len(releases) == 1 else None
    days = days_of(desk)

    def submit(values: dict[str, Any]) -> None:
        desk.do(
            *(commands.BlockRelease(release.key, values["cause"], values["reason"], values["until"],
                                    values["waiting_on"] or "") for release in releases),
            said=f"{name_all(releases)} blocked: {desk.key_of('toggle_block')} again when work goes on",
        )  # fmt: skip

    fields = (
        ChoiceField("cause", "Cause", known.cause if known else "", "press a letter", required=True, options=CAUSES),
        Field("reason", "What", known.reason if known else "", "what stands in the way, one line", required=True),
        DateField("until", "Free again", "", "the day it is expected to end; empty: nobody knows", days=days),
        Field("waiting_on", "Waiting on", known.waiting_on if known else "", "person, team or vendor"),
    )
    return Form(f"block {name_all(releases)}", f"Block {name_all(releases)}", fields, submit, foresee=desk.foresee)


def released_form(desk: Desk, release: Release, tell: Callable[[str], None]) -> Form:
    """The day and how it went; a reason only on a frozen day. `tell` is given the lines about the day and the rates."""
    days = days_of(desk, release)

    def submit(values: dict[str, Any]) -> None:
        command = commands.MarkReleased(release.key, values["on"], values["outcome"], values["reason"] or "")
        out = desk.session.preview(command).board
        found = judge_release(out, out.releases[release.id], desk.session.calendar)
        drafts = draft_released(out, release.id, desk.today)
        told = f"{count_of(len(drafts), 'notice')} drafted: {desk.key_of('show_notices')}" if drafts else ""
        desk.do(command, *drafts, said="; ".join(part for part in (say_short(found), told) if part))
        tell("\n".join([*say_whole(found), *([told] if told else [])]))

    fields = (
        DateField("on", "Day", "today", required=True, days=days),
        ChoiceField("outcome", "How it went", "success", options=OUTCOMES),
        Field("reason", "Why now", "", "only for a day in a freeze: it is recorded as out of rule"),
    )
    return Form(f"released {release.key}", f"{release.key} is released", fields, submit, "reason", first="outcome")


def rollback_form(desk: Desk, release: Release) -> Form:
    """Taken back, with the reason."""

    def submit(values: dict[str, Any]) -> None:
        desk.do(commands.RollBack(release.key, values["reason"], values["on"]), said=f"{release.key} rolled back")

    fields = (
        Field("reason", "Why", "", WHY, required=True),
        DateField("on", "Day", "today", days=days_of(desk, release)),
    )
    return Form(f"roll back {release.key}", f"Roll back {release.key}", fields, submit, "reason")


def back_form(desk: Desk, releases: Sequence[Release]) -> Form:
    """Rework: to the stage before, with the reason."""
    stage = stages_of(desk, releases[0])

    def submit(values: dict[str, Any]) -> None:
        moves = [commands.MoveRelease(release.key, "back", values["on"], values["reason"]) for release in releases]
        desk.do(*moves, said=f"{name_all(releases)} moved back")

    fields = (
        Field("reason", "Why", "", "what has to be done again", required=True),
        DateField("on", "Day", "today", days=days_of(desk)),
    )
    names = [option.value for option in stage]
    at = names.index(releases[0].stage) if releases[0].stage in names else 0
    goal = f" to {stage[at - 1].label}" if at > 0 and len(releases) == 1 and releases[0].state != State.READY else ""
    title = f"Move {name_all(releases)} back{goal}"
    return Form(f"back {name_all(releases)}", title, fields, submit, "reason", "moving back is rework: it is counted")
