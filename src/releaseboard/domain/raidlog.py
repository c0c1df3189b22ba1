"""Decisions about the RAID log: one list, four kinds, each with its own states (domain.md 3.2).

An entry is called by its title within its kind: two of a kind never have the same, so that an import finds it again.
"""

from collections.abc import Mapping
from typing import Any

from releaseboard.errors import BadInput, Refused
from releaseboard.text import clean_line

from . import coordination, raiddetails, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, day_of, set_fields
from .fields import join_path, split_path
from .raid import Raid
from .raiddetails import with_article
from .records import find_record, require_readable
from .words import OVER_RAID_STATES, RAID_STATES, Answer, RaidKind, spoken

Drafts = tuple[Change, ...]

MOVES: dict[tuple[str, str], tuple[str, ...]] = {
    (RaidKind.RISK, "open"): ("mitigating", "closed", "became_issue"),
    (RaidKind.RISK, "mitigating"): ("open", "closed", "became_issue"),
    (RaidKind.RISK, "closed"): ("open",),
    (RaidKind.ISSUE, "open"): ("acting", "resolved", "closed"),
    (RaidKind.ISSUE, "acting"): ("open", "resolved", "closed"),
    (RaidKind.ISSUE, "resolved"): ("open", "closed"),
    (RaidKind.ISSUE, "closed"): ("open",),
    (RaidKind.DECISION, "open"): ("decided",),
    (RaidKind.DECISION, "decided"): ("superseded",),
    (RaidKind.REQUEST, "new"): ("passed_on", "answered"),
    (RaidKind.REQUEST, "passed_on"): ("passed_on", "answered"),
    (RaidKind.REQUEST, "answered"): ("passed_on", "done", "declined"),
}
BY_OTHER_COMMANDS = {
    "became_issue": "a risk becomes an issue by a command of its own", "decided": "say what was chosen, and why",
    "superseded": "name the decision that stands in its place", "passed_on": "say to whom",
    "answered": "say what the answer is", "done": "it is done when it has been reported back",
    "declined": "it is declined when that has been reported back",
}  # fmt: skip
OWN_FIELDS = ("title", "stage", "owner", "raised_by", "raised_on", "due")


def state_of(entry: Raid) -> str:
    """The entry's state; where the record has none of its kind (a request that is `open`), the one it begins in."""
    states = RAID_STATES.get(entry.kind, ("open",))
    return entry.state if entry.state in states else states[0]


def is_over(entry: Raid) -> bool:
    """Nothing is to be done about it any more."""
    return state_of(entry) in OVER_RAID_STATES


def find_entry(board: Board, ident: str, *kinds: str) -> Raid:
    """An entry by id. Raises UnknownKey; Refused where it is of none of the kinds."""
    entry: Raid = find_record(board, "raid", ident)
    if kinds and entry.kind not in kinds:
        raise Refused(
            f"{entry.title!r} is {with_article(entry.kind)}, not {' or '.join(with_article(kind) for kind in kinds)}"
        )
    return entry


def require_move(entry: Raid, state: str) -> None:
    """Raises Refused for a state that can't follow."""
    here = state_of(entry)
    if state not in MOVES.get((entry.kind, here), ()):
        after = ", ".join(spoken(word) for word in MOVES.get((entry.kind, here), ()))
        hint = f"from here: {after}" if after else "raise a new one"
        raise Refused(f"the {entry.kind} {entry.title!r} is {spoken(here)}: it can't be {spoken(state)}", hint)


def raise_entry(board: Board, command: coordination.RaiseEntry, context: Context) -> Drafts:
    """A new entry in the first state of its kind, raised by and on today unless said otherwise."""
    kind = rules.require_word(command.kind, RaidKind, "the kind of entry")
    plain = _clean_fields(board, kind, command.fields)
    plain["title"] = require_title(board, kind, command.title)
    plain = {"raised_by": context.by, "raised_on": context.today.isoformat(), **plain}
    plain |= {"kind": kind, "state": RAID_STATES[kind][0]}
    plain["releases"] = {board.release(key).id: True for key in command.keys}
    ident = context.new_id("i")
    drafts = create_record(board, "raid", ident, plain)
    require_readable(apply(board, drafts), "raid", ident)
    return drafts


def require_title(board: Board, kind: str, title: str, own: str = "") -> str:
    """A title that no other entry of the kind has. Raises BadInput or Refused."""
    cleaned = clean_line(title)
    if not cleaned:
        raise BadInput(f"{with_article(kind)} needs a title", "one line that says what it is about")
    for known in board.raid.values():
        if (known.kind, known.title) == (kind, cleaned) and known.id != own:
            raise Refused(
                f"there is {with_article(kind)} {cleaned!r} already ({spoken(state_of(known))})",
                "edit that one, or say more",
            )
    return cleaned


def _clean_fields(board: Board, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the entry itself and, under `details`, of its kind; all by paths that one person sets at a time."""
    plain: dict[str, Any] = {}
    for path, value in fields.items():
        name, *rest = split_path(path)
        if name == "details" and isinstance(value, Mapping) and not rest:
            plain |= raiddetails.clean_details(kind, value)
        elif name == "details" and rest:
            plain |= raiddetails.clean_details(kind, {rest[0]: value})
        elif name in OWN_FIELDS:
            plain[name] = board.stage(str(value)).id if name == "stage" and value else value
        elif name == "releases" and rest:
            key = ".".join(rest)  # the dots of a release key need no escaping here
            plain[join_path("releases", board.release(key).id)] = True if value else None
        elif name == "releases":
            plain |= {join_path("releases", board.release(key).id): True for key in value}
        elif name == "state":
            raise BadInput("a state is not set by hand", "advance, resolve, decide, answer …")
        else:
            plain |= raiddetails.clean_details(kind, {name: value})
    return plain


def edit_entry(board: Board, command: coordination.EditEntry, context: Context) -> Drafts:
    """Fields of an entry; what was decided or answered is not edited."""
    entry = find_entry(board, command.id)
    settled = set(raiddetails.SETTLED) & {split_path(path)[-1] for path in command.fields}
    if settled:
        raise BadInput(f"{min(settled)} is not set by hand", "decide, answer or report back")
    values = _clean_fields(board, entry.kind, command.fields)
    if "releases" in command.fields:
        values = {**{join_path("releases", ident): None for ident in entry.releases}, **values}
    if "title" in values:
        values["title"] = require_title(board, entry.kind, str(values["title"] or ""), entry.id)
    drafts = set_fields(board, "raid", entry.id, values, command.reason)
    if drafts:
        require_readable(apply(board, drafts), "raid", entry.id)
    return drafts


def advance_entry(board: Board, command: coordination.AdvanceEntry, context: Context) -> Drafts:
    """To another state of its kind that asks for nothing more."""
    entry = find_entry(board, command.id)
    state = rules.require_word(
        command.state, RAID_STATES.get(entry.kind, ()), f"the state of {with_article(entry.kind)}"
    )
    if state in BY_OTHER_COMMANDS:
        raise BadInput(f"{with_article(entry.kind)} can't just be {spoken(state)}", BY_OTHER_COMMANDS[state])
    require_move(entry, state)
    if is_over(entry):
        rules.require_reason(command.reason, f"opening the {entry.kind} {entry.title!r} again")
    return set_fields(board, "raid", entry.id, {"state": state}, command.reason)


def resolve_entry(board: Board, command: coordination.ResolveEntry, context: Context) -> Drafts:
    """The usual end of its kind."""
    entry = find_entry(board, command.id)
    if entry.kind == RaidKind.REQUEST:
        return report_back(board, coordination.ReportBack(entry.id, command.on), context)
    if entry.kind == RaidKind.DECISION:
        raise Refused(f"the decision {entry.title!r} is not resolved but decided", "say what was chosen, and why")
    state = "closed" if entry.kind == RaidKind.RISK else "resolved"
    require_move(entry, state)
    return set_fields(board, "raid", entry.id, {"state": state}, command.reason)


def become_issue(board: Board, command: coordination.BecomeIssue, context: Context) -> Drafts:
    """The risk is over; the issue takes over what is known of it, and each names the other."""
    risk = find_entry(board, command.id, RaidKind.RISK)
    require_move(risk, "became_issue")
    known = {
        "stage": risk.stage, "owner": risk.owner, "due": risk.due.isoformat() if risk.due else None,
        "days_lost_est": risk.details.get("impact_days"),
    }  # fmt: skip
    fields = {**{name: value for name, value in known.items() if value}, **command.fields}
    title = str(fields.pop("title", "") or risk.title)
    keys = [board.label(ident) for ident in risk.releases]
    drafts = raise_entry(board, coordination.RaiseEntry(RaidKind.ISSUE, title, keys, fields), context)
    issue = drafts[0].key
    drafts = (drafts[0]._replace(set={**drafts[0].set, join_path("links", risk.id): True}),)
    values = {"state": "became_issue", join_path("details", "became"): issue, join_path("links", issue): True}
    return drafts + set_fields(board, "raid", risk.id, values)


def decide_entry(board: Board, command: coordination.DecideEntry, context: Context) -> Drafts:
    """What was chosen, why, by whom and when."""
    entry = find_entry(board, command.id, RaidKind.DECISION)
    require_move(entry, "decided")
    rules.require_reason(command.why, f"deciding {entry.title!r}")
    on = command.on or context.today
    rules.require_past(on, context.today, "a decision")
    chosen = raiddetails.find_option(entry.title, raiddetails.list_options(entry), command.chosen)
    details = {"chosen": chosen, "why": command.why, "decided_by": context.by, "decided_on": day_of(on, context)}
    values = {join_path("details", name): value for name, value in details.items()}
    return set_fields(board, "raid", entry.id, {"state": "decided", **values}, command.why)


def supersede_decision(board: Board, command: coordination.SupersedeDecision, context: Context) -> Drafts:
    """The later decision stands; both name each other."""
    old, new = (find_entry(board, ident, RaidKind.DECISION) for ident in (command.id, command.by))
    if old.id == new.id:
        raise Refused(f"the decision {old.title!r} can't stand in its own place")
    require_move(old, "superseded")
    values = {"state": "superseded", join_path("links", new.id): True}
    drafts = set_fields(board, "raid", old.id, values, command.reason)
    return drafts + set_fields(board, "raid", new.id, {join_path("links", old.id): True}, command.reason)


def pass_on(board: Board, command: coordination.PassOn, context: Context) -> Drafts:
    """To a team or lead; an answered one goes on again when the answer was an offer of something else."""
    entry = find_entry(board, command.id, RaidKind.REQUEST)
    to = clean_line(command.to)
    if not to:
        raise BadInput(f"say to whom {entry.title!r} is passed on", "a team or a lead")
    require_move(entry, "passed_on")
    if state_of(entry) == "answered" and entry.details.get("answer") != Answer.COUNTERED:
        raise Refused(f"the request {entry.title!r} has its answer", "report it back")
    values = {"state": "passed_on", join_path("details", "to"): to}
    return set_fields(board, "raid", entry.id, values, command.reason)


def answer_request(board: Board, command: coordination.AnswerRequest, context: Context) -> Drafts:
    """Accepted, declined or countered, with what that does to the forecast."""
    entry = find_entry(board, command.id, RaidKind.REQUEST)
    require_move(entry, "answered")
    on = command.on or context.today
    rules.require_past(on, context.today, "an answer")
    details = {
        "answer": rules.require_word(command.answer, Answer, "the answer"),
        "effect_on_forecast": command.effect, "answered_on": on.isoformat(),
    }  # fmt: skip
    values = {join_path("details", name): value for name, value in details.items()}
    return set_fields(board, "raid", entry.id, {"state": "answered", **values}, command.reason)


def report_back(board: Board, command: coordination.ReportBack, context: Context) -> Drafts:
    """Whoever asked has been told: done, or declined."""
    entry = find_entry(board, command.id, RaidKind.REQUEST)
    state = "declined" if entry.details.get("answer") == Answer.DECLINED else "done"
    require_move(entry, state)
    on = command.on or context.today
    rules.require_past(on, context.today, "a report")
    values = {"state": state, join_path("details", "reported_back_on"): on.isoformat()}
    return set_fields(board, "raid", entry.id, values)
