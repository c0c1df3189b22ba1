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


def seal(
    drafts: Sequence[Change], author: Author, now: datetime, last: str, seen: Iterable[Change]
) -> tuple[Change, ...]:
    """Drafts as changes of one group, each field naming the changes it replaces.

    Args:
        drafts: what was decided.
        author: who writes, where, as which replica.
        now: the wall clock; the stamps follow it but never go back.
        last: the latest stamp seen; '' when there is none.
        seen: at least all changes of the records that the drafts touch, oldest first.
    """
    groups = by_place(seen, {item.place for item in drafts})
    replica = author.replica
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
    return seal(drafts, author, now, "", ())
