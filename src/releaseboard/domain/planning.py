"""Decisions about the plan of a release: new, its fields, commit, re-plan (domain.md invariants 1 to 3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from releaseboard.errors import BadInput, Refused

from . import commands, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields, to_paths
from .fields import flatten, join_path, split_path, write_value
from .model import Release, Window
from .words import ENDED_STATES, Cause, State

Drafts = tuple[Change, ...]

BY_OTHER_COMMANDS = {
    "id": "a record's id never changes", "state": "use start, hold, resume, cancel, release …", "stage": "use move",
    "baseline": "it is set on commit and never changes", "plan_revision": "it counts re-plans",
    "blocked": "use block and unblock", "flow": "use block and unblock", "released_on": "use release",
    "outcome": "use release", "reworks": "it counts moves to the left", "held_from": "use hold and resume",
    "archived": "use archive", "out_of_rule": "it is set on release",
}  # fmt: skip


def split_key(board: Board, key: str) -> tuple[str, str]:
    """Project key and version in a release key: a known project first, else what stands before the last hyphen."""
    known = sorted((name for name in board.projects), key=len, reverse=True)
    for project in known:
        if key.casefold().startswith(project.casefold() + "-"):
            return project, key[len(project) + 1 :]
    head, dash, tail = key.partition("-")
    if not dash or not head or not tail:
        raise BadInput(f"{key!r} is no release key", "project and version with a hyphen between, such as PAY-4.2")
    return head, tail


def add_release(board: Board, command: commands.AddRelease, context: Context) -> Drafts:
    """A draft with the board's stages where none are given; a missing project is made with it."""
    key = rules.require_key(board, command.key)
    fields = dict(command.fields)
    project, version = split_key(board, key)
    project = str(fields.pop("project", "") or project)
    _require_editable(fields)
    rules.require_known_fields("releases", fields)
    drafts: Drafts = ()
    if project not in board.projects:
        known = next((name for name in board.projects if name.casefold() == project.casefold()), "")
        drafts = () if known else create_record(board, "projects", project, {"name": project})
        project = known or project
    if not any(split_path(path)[0] == "stages" for path in fields):
        fields |= {join_path("stages", stage.id, "planned_days"): stage.default_days for stage in board.stages}
    fields = _clean_plan(board, key, fields)
    ident = context.new_id("r")
    plain = {"key": key, "project": project, "version": version, "state": State.DRAFT.value, **fields}
    drafts += create_record(board, "releases", ident, plain)
    made = apply(board, drafts).releases.get(ident)
    if made is None:
        raise BadInput(f"{key}: a field has not the form it needs", "; ".join(apply(board, drafts).problems))
    rules.require_target_in_window(key, made.window, made.target)
    return drafts


def edit_fields(board: Board, command: commands.EditFields, context: Context) -> Drafts:
    """Plain fields; what was promised moves by a re-plan only."""
    release = board.release(command.key)
    _require_editable(command.fields)
    rules.require_known_fields("releases", command.fields)
    fields = _clean_plan(board, release.key, dict(command.fields))
    if "key" in fields and str(fields["key"]).casefold() != release.key.casefold():
        fields["key"] = rules.require_key(board, str(fields["key"]))
    if "health_override" in fields and fields["health_override"] is not None:
        _require_override(release, fields["health_override"])
    if release.state != State.DRAFT:
        _require_no_promise(board, release, fields)
    drafts = set_fields(board, "releases", release.id, fields, command.reason)
    if drafts:
        _require_sound(board, release, drafts)
    return drafts


def _require_editable(fields: Mapping[str, Any]) -> None:
    for path in fields:
        name, *rest = split_path(path)
        if name in BY_OTHER_COMMANDS or (name == "stages" and rest[1:] in (["started"], ["finished"], ["skipped"])):
            hint = BY_OTHER_COMMANDS.get(name, "use move: it sets the days a stage started and finished")
            raise BadInput(f"{path!r} can't be set by hand", hint)


def _clean_plan(board: Board, key: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields flat, with known stages and words as stored."""
    flat = to_paths("releases", fields)
    for path in flat:
        name, *rest = split_path(path)
        if name == "stages" and rest:
            board.stage(rest[0])
        if path in ("key", "type") and not flat[path]:
            raise BadInput(f"{key}: {path} can't be empty")
    return rules.require_values("releases", flat)


def _require_override(release: Release, override: Mapping[str, Any]) -> None:
    missing = [name for name in ("colour", "reason", "by", "until") if not override.get(name)]
    if missing:
        raise BadInput(f"{release.key}: a health override needs {', '.join(missing)}", "invariant 11: reason and end")


def _require_no_promise(board: Board, release: Release, fields: Mapping[str, Any]) -> None:
    """Invariant 3: after commit, window, target and planned days move with cause and reason only."""
    doc = board.docs["releases"][release.id]
    flat = flatten("releases", doc)
    for path, value in fields.items():
        promised = path in ("window", "target", "start") or path.endswith(".planned_days")
        if promised and flat.get(path) != value:
            raise Refused(
                f"{release.key} is {release.state.replace('_', ' ')}: its {path} moves by a re-plan",
                f"`releaseboard replan {release.key} … --cause … --reason …`, or m on the board",
            )


def _require_sound(board: Board, release: Release, drafts: Drafts) -> None:
    after = apply(board, drafts).releases.get(release.id)
    if after is None:
        problems = apply(board, drafts).problems
        raise BadInput(f"{release.key}: {problems[-1] if problems else 'a field has not the form it needs'}")
    rules.require_target_in_window(after.key, after.window, after.target)


def commit_release(board: Board, command: commands.CommitRelease, context: Context) -> Drafts:
    """Draft → committed; what is promised now is the baseline for ever."""
    release = board.release(command.key)
    rules.require_state(release, (State.DRAFT,), "committed again" if release.baseline else "committed")
    missing = rules.missing_for_commit(release)
    if missing:
        raise Refused(
            f"{release.key} can't be committed without {_join_names(missing)}", f"`releaseboard set {release.key} …`"
        )
    rules.require_target_in_window(release.key, release.window, release.target)
    baseline = {
        "window": write_value(release.window), "target": write_value(release.target),
        "stages": {plan.stage: plan.planned_days for plan in release.stages},
        "committed_at": context.now.isoformat(timespec="seconds"), "committed_by": context.by,
    }  # fmt: skip
    return set_fields(board, "releases", release.id, {"state": State.COMMITTED.value, "baseline": baseline})


def _join_names(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def replan_release(board: Board, command: commands.Replan, context: Context) -> Drafts:
    """Window, target, start or stage days move; exactly one replan record says from what, why and by whom."""
    release = board.release(command.key)
    if release.state == State.DRAFT:
        raise Refused(f"{release.key} is a draft: nothing was promised yet", "set its dates freely")
    if release.state in ENDED_STATES:
        raise Refused(f"{release.key} is {release.state.replace('_', ' ')}: its plan can't move any more")
    cause = rules.require_word(command.cause, Cause, "the cause")
    rules.require_reason(command.reason, f"re-planning {release.key}")
    window = command.window or release.window
    target = command.target or release.target
    rules.require_target_in_window(release.key, window, target)
    values = _moved_fields(board, release, command)
    drafts = set_fields(board, "releases", release.id, values, command.reason, cause)
    if not drafts:
        raise Refused(f"{release.key}: the plan is like that already", "nothing to move")
    counted = {**values, "plan_revision": release.plan_revision + 1}
    drafts = set_fields(board, "releases", release.id, counted, command.reason, cause)
    stages = {board.stage(stage).id: days for stage, days in command.stages.items()}
    before = {stage: plan.planned_days for stage in stages if (plan := release.stage_plan(stage)) is not None}
    record = {
        "release": release.id, "cause": cause, "reason": command.reason, "by": context.by,
        "at": context.now.isoformat(timespec="seconds"), "origin": command.origin,
        "before": _plan_dates(release.window, release.target, before), "after": _plan_dates(window, target, stages),
    }  # fmt: skip
    return drafts + create_record(board, "replans", context.new_id("p"), record, command.reason)


def _moved_fields(board: Board, release: Release, command: commands.Replan) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in (("window", command.window), ("target", command.target), ("start", command.start)):
        if value is not None:
            values[name] = write_value(value)
    for stage, days in command.stages.items():
        if release.stage_plan(board.stage(stage).id) is None:
            own = ", ".join(plan.stage for plan in release.stages)
            raise Refused(f"{release.key} has no stage {stage}", f"its stages are {own}")
        values[join_path("stages", board.stage(stage).id, "planned_days")] = days
    return rules.require_values("releases", values)


def _plan_dates(window: Window | None, target: date | None, stages: Mapping[str, int]) -> dict[str, Any]:
    plain = {"window": write_value(window), "target": write_value(target), "stages": dict(stages)}
    return {name: value for name, value in plain.items() if value}
