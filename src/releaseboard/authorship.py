"""Who wrote it, when and in which order: drafts sealed into changes, and the chance and names a session needs.

Floor 4 with session.py, which alone calls it: kept apart so that reading a board loads none of it.
"""

import getpass
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from releaseboard import __version__
from releaseboard.domain import commands
from releaseboard.domain.apply import apply
from releaseboard.domain.board import DEFAULT_STAGES, Board
from releaseboard.domain.changes import DELETED, Change, Context
from releaseboard.domain.decide import decide
from releaseboard.domain.drafting import BASE32, create_record
from releaseboard.domain.fields import write_record
from releaseboard.domain.merge import by_place, find_heads
from releaseboard.domain.stamp import format_instant, next_stamp
from releaseboard.domain.words import spoken
from releaseboard.errors import Refused, UnknownKey
from releaseboard.store.replica import Replica, random_id


class Author:
    """A person on a machine, writing as one replica of the board."""

    def __init__(self, user: str, host: str, replica: Replica | None = None) -> None:
        self.user = user
        self.host = host
        self.replica = replica or Replica(random_id())


def system_user() -> str:
    """`$RELEASEBOARD_USER`, else the login name, else `someone`."""
    try:
        return os.environ.get("RELEASEBOARD_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "someone"


def system_host() -> str:
    """This machine's name without its domain."""
    return os.uname().nodename.split(".")[0] or "localhost"


def new_id(prefix: str) -> str:
    """A random record id: the prefix and seven base32 characters, 35 bits."""
    return prefix + "".join(BASE32[byte & 31] for byte in os.urandom(7))


def decide_all(board: Board, asked: Iterable[Any], context: Context) -> tuple[Board, tuple[Change, ...]]:
    """The drafts of several commands, each decided on the board that the ones before leave."""
    drafts: list[Change] = []
    for command in asked:
        fresh = decide(board, command, context)
        drafts.extend(fresh)
        board = apply(board, fresh)
    return board, tuple(drafts)


def seal(drafts: Sequence[Change], author: Author, now: datetime, history: Sequence[Change]) -> tuple[Change, ...]:
    """Drafts as changes of one group: stamped after everything seen, each field naming the changes it replaces."""
    last = history[-1].id if history else ""
    groups = by_place(history, {item.place for item in drafts})
    replica = author.replica
    numbers = [change.seq for change in history if change.id.endswith(replica.id)]
    replica.next_seq = max([replica.next_seq, *(number + 1 for number in numbers)])
    sealed: list[Change] = []
    group = ""
    for item in drafts:
        last = next_stamp(last, now, replica.id)
        group = group or last
        heads = find_heads(groups.get(item.place, ()))
        paths = heads if item.set.get(DELETED) else item.set
        on = {path: [head.id for head in heads[path]] for path in paths if heads.get(path)}
        change = item._replace(
            id=last, at=format_instant(now), by=author.user, host=author.host, group=group, seq=replica.next_seq,
            on=on, app=__version__,
        )  # fmt: skip
        replica.next_seq += 1
        groups.setdefault(item.place, []).append(change)
        sealed.append(change)
    replica.keep()
    return tuple(sealed)


def start_board(author: Author, now: datetime, today: date, name: str, plan: dict[str, Any]) -> tuple[Change, ...]:
    """The first changes of a new board: what it is, its stages, and the records of a plan."""
    ident = os.urandom(16).hex()
    info = {"format": 1, "name": name or "Release board"}
    drafts = create_record(Board(), "board", ident, info)
    if not plan.get("stages"):
        for stage in DEFAULT_STAGES:
            drafts += create_record(Board(), "stages", stage.id, write_record("stages", stage))
    if name and plan.get("board"):
        plan = {**plan, "board": [{**record, "name": name} for record in plan["board"]]}
    board = apply(Board(), drafts)
    if plan:
        drafts += decide(board, commands.PutRecords(plan), Context(today, now, author.user, new_id))
    return seal(drafts, author, now, ())


def find_group(changes: Iterable[Change], group: str) -> tuple[Change, ...]:
    """The changes of a group, oldest first; an unambiguous beginning of its name will do. Raises UnknownKey."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.group.startswith(group):
            found.setdefault(change.group, []).append(change)
    if group in found:
        return tuple(found[group])
    if len(found) != 1:
        many = f"{group!r} fits {len(found)} groups of changes" if found else f"there is no group of changes {group!r}"
        raise UnknownKey(many, "`releaseboard history` names them")
    return tuple(next(iter(found.values())))


def last_group_of(changes: Sequence[Change], user: str) -> str:
    """The latest group by this person that is neither an undo nor undone already; '' when there is none."""
    undone: set[str] = set()
    for change in reversed(changes):
        if change.reason.startswith("undo "):
            undone.add(change.reason.removeprefix("undo "))
        elif change.by == user and change.group not in undone and not change.reason.startswith("redo "):
            group: str = change.group
            return group
    return ""


def describe_group(board: Board, changes: Iterable[Change], group: str) -> str:
    """What a group did, in a few words: `PAY-4.2: stage, state`."""
    parts: dict[str, set[str]] = {}
    for change in changes:
        if change.group == group:
            doc = board.docs.get(change.entity, {}).get(change.key, {})
            name = str(doc.get("key") or doc.get("name") or doc.get("title") or f"{spoken(change.entity)} {change.key}")
            fields = {"new"} if change.is_creation else {path.split(".")[0] for path in change.set}
            parts.setdefault(name, set()).update(fields)
    shown = [f"{name}: {', '.join(sorted(fields))}" for name, fields in list(parts.items())[:2]]
    return " · ".join(shown) + (f" and {len(parts) - 2} more" if len(parts) > 2 else "")


def require_undoable(changes: Sequence[Change]) -> None:
    """Raises Refused for the group that made the board itself."""
    if any(change.entity == "board" and change.is_creation for change in changes):
        raise Refused("that group made the board: it can't be undone", "remove the file instead")
