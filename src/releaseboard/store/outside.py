"""Documents that another program changed in the board file (an editor, a script with stock TinyDB) as changes.

What two computers find in the same file must be the same change, so its stamp is made of the file's time and of what
was found, not of who found it.
"""

from collections.abc import Mapping
from typing import Any

from releaseboard.domain.board import Docs
from releaseboard.domain.changes import DELETED, Change, read_change, write_change
from releaseboard.domain.fields import Plain, flatten
from releaseboard.domain.merge import Place, by_place, find_heads, fold_record
from releaseboard.domain.stamp import format_instant, next_stamp
from releaseboard.errors import BadInput

from .image import Image, digest
from .lines import encode_body

BY = "outside edit"


def find_differences(wanted: Docs, image: Image) -> list[Change]:
    """Drafts that turn what the history adds up to into the wanted documents, in a fixed order.

    Documents that neither has are left alone; a wanted record that is gone is marked as deleted.
    """
    groups = by_place(map(read_change, _sound(image)))
    places = {(table, key) for table, records in wanted.items() for key in records} | set(groups)
    drafts = []
    for place in sorted(places):
        changes = groups.get(place, [])
        want = wanted.get(place[0], {}).get(place[1])
        values = _differences(place, want, fold_record(changes))
        if values:
            heads = find_heads(changes)
            paths = heads if values.get(DELETED) else values
            on = {path: [head.id for head in heads[path]] for path in paths if path in heads}
            was = {path: heads[path][0].set[path] for path in values if path in heads}
            drafts.append(Change("", *place, values, was={k: v for k, v in was.items() if v is not None}, on=on))
    return drafts


def _sound(image: Image) -> list[Plain]:
    found = []
    for plain in image.history:
        try:
            read_change(plain)
        except BadInput:
            continue
        found.append(plain)
    return found


def _differences(place: Place, want: Plain | None, have: Plain) -> dict[str, Any]:
    """Field paths to the values that differ; None empties a field."""
    if want is None:
        return {} if have.get(DELETED) or not have else {DELETED: True}
    new, old = _flat(place[0], want), _flat(place[0], have)
    values = {path: new.get(path) for path in sorted({*new, *old}) if new.get(path) != old.get(path)}
    if not have:
        values = {"id": place[1], **values}
    if have.get(DELETED) and not want.get(DELETED):
        values[DELETED] = None
    return values


def _flat(table: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in flatten(table, plain).items() if value is not None}


def find_outside_edits(image: Image, mtime_ns: int) -> list[bytes]:
    """A change for each difference that another program made in the documents; [] when it made none.

    Args:
        image: a board whose documents are not what its changes add up to.
        mtime_ns: when the file was written.
    """
    from datetime import UTC, datetime

    drafts = find_differences(image.docs, image)
    now = datetime.fromtimestamp(mtime_ns // 1_000_000 / 1000, UTC)
    mark = digest(b"".join(encode_body({**write_change(draft), "id": "x"}) for draft in drafts))[:8]
    last, group, bodies = "", "", []
    for number, draft in enumerate(drafts, 1):
        seen = max((ident for ids in draft.on.values() for ident in ids), default="")
        last = next_stamp(max(last, seen), now, f"out{mark}")
        group = group or last
        sealed = draft._replace(
            id=last, at=format_instant(now), by=BY, group=group, seq=number,
            reason="the file was changed by another program",
        )  # fmt: skip
        bodies.append(encode_body(write_change(sealed)))
    return bodies
