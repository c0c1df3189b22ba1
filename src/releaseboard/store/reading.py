"""A board's bytes into content, with what was done on this machine and is not in the file yet on top.

This is the way of `status`: no database, no hashing; without history only the documents are parsed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from releaseboard.domain.fields import Plain
from releaseboard.errors import BadInput, BoardUnavailable

from . import layout
from .contract import Content, Docs
from .lines import id_of, read_body
from .places import machine_folder
from .replica import read_journals


class Reading(NamedTuple):
    """What came out of a file.

    Attributes:
        board_id: the id of its board record.
        newer: why this program may only look at it; '' when it may write.
        waiting: the journals' changes that the file does not hold yet.
    """

    content: Content
    board_id: str
    newer: str
    waiting: list[bytes]


def read_board(
    raw: bytes, path: str, fingerprint: object, home: str, *, history: bool, as_lines: bool = False
) -> Reading:
    """The content of a board file's bytes, its documents read or (`as_lines`) left as texts. Raises BoardDamaged."""
    image = None
    if history or as_lines:
        from .image import parse_image

        image = parse_image(raw, path)
        tables: layout.Tables = {"board": dict(image.docs["board"]), layout.META: {"": image.meta}}
    else:
        tables = layout.parse(raw, path, history=False)
    info = next(iter(tables["board"].values()))
    newer = layout.newer_format(tables)
    base = machine_folder(info["id"], home)
    mine = read_journals(base)
    meta = layout.meta_of(tables)
    seen = meta.get("seen")
    is_stale = bool(meta.get("stale")) and meta.get("fold", layout.FOLD) <= layout.FOLD
    if not history and not is_stale and (isinstance(seen, dict) or not mine):
        kept = {layout.CHANGES, layout.META}
        docs: Docs = {name: layout.by_record(table) for name, table in tables.items() if name not in kept}
        if image is not None:
            docs = image.docs
        waiting = find_waiting(mine, seen or {})
        return Reading(Content(put_on_top(docs, waiting), None, fingerprint), info["id"], newer, waiting)
    from .image import add_bodies, fold_anew, parse_image

    image = image or parse_image(raw, path)
    sealed = {id_of(body) for body in mine} - {id_of(body) for body in find_waiting(mine, seen or {})}
    until = str(meta.get("sealed_until", ""))
    fresh = image.history.find_fresh(mine)
    waiting = [body for ident, body in fresh.items() if ident > until or ident not in sealed]
    image = add_bodies(fold_anew(image) if is_stale else image, waiting)
    changes = image.history if history else None
    return Reading(Content(image.docs, changes, fingerprint, image.damage), info["id"], newer, waiting)


def require_same_board(there: str, board_id: str, path: str) -> None:
    """Raises BoardUnavailable when another board lies at the path than the one that was opened ('' = none yet)."""
    if board_id and there != board_id:
        raise BoardUnavailable(
            f"another board lies at {path} now: nothing was merged",
            "put the right file back, or open this one afresh; edits made here are kept",
        )


def find_waiting(bodies: Iterable[bytes], seen: Mapping[str, int]) -> list[bytes]:
    """The changes whose number is beyond what the file has seen of their replica, in the order of their stamps."""
    found: dict[str, bytes] = {}
    for body in bodies:
        plain = read_body(body)
        ident = str(plain.get("id"))
        if plain.get("seq", 0) > seen.get(ident.rpartition("-")[2], 0):
            found[ident] = body
    return [found[ident] for ident in sorted(found)]


def put_on_top(docs: Docs, bodies: Sequence[bytes]) -> Docs:
    """Documents with changes on top of them, without a look at the history: what they replaced was seen when made."""
    if not bodies:
        return docs
    from releaseboard.domain.apply import apply
    from releaseboard.domain.board import Board
    from releaseboard.domain.changes import read_change

    changes = []
    for plain in map(read_body, bodies):
        try:
            changes.append(read_change(plain))
        except BadInput:
            continue  # a newer program's: the board file will tell
    return apply(Board(docs), changes).docs if changes else docs


def count_groups(bodies: Iterable[bytes]) -> int:
    """How many edits the changes make up: their groups."""
    groups: set[str] = set()
    for plain in map(read_body, bodies):
        change: Plain = plain
        groups.add(str(change.get("group") or change.get("id")))
    return len(groups)
