"""Old history in files beside the board, without any loss of information or of merge safety.

    <board>.d/old/<from>-<to>-<sha8>.jsonl.gz      written once; all of each change, in lines.py's form

A change leaves the board file when it is old and nothing that stands rests on it. One of which a field still stands
stays, cut down to such fields and marked `"trimmed": true`: the names of the heads are all there, so that an edit that
arrives late, by somebody who was away for months, still meets what it replaced.
"""

import gzip
import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from releaseboard.domain.changes import Change, read_change
from releaseboard.domain.merge import by_place, find_heads
from releaseboard.errors import BadInput

from .files import create_file
from .history import History
from .image import Image, digest
from .lines import encode_body, id_of, name_board, of_board, read_lines

KEPT_DAYS = 90  # history younger than this stays in the board file
SEAL_AT = 10_000  # changes in the board file from which on old ones are sealed


def archive_folder(net: str) -> str:
    """The archives under the board's safety net."""
    return os.path.join(net, "old")


def list_archives(net: str) -> list[str]:
    """The archive files, oldest first."""
    try:
        names = sorted(name for name in os.listdir(archive_folder(net)) if name.endswith(".jsonl.gz"))
    except OSError:
        return []
    return [os.path.join(archive_folder(net), name) for name in names]


def read_archives(net: str, board_id: str) -> tuple[History, list[str]]:
    """All archived changes of a board, whole, and a sentence for each file that can't be read."""
    bodies: list[bytes] = []
    problems: list[str] = []
    for path in list_archives(net):
        try:
            with open(path, "rb") as file:
                lines = read_lines(gzip.decompress(file.read()))
        except (OSError, EOFError) as problem:
            problems.append(f"the archive {path} can't be read: {problem}")
            continue
        bodies += of_board(lines.bodies, board_id)
        if lines.torn:
            problems.append(f"the archive {path} has {lines.torn} damaged lines")
    return History({}).with_bodies(bodies), problems


def drop_sealed(image: Image, net: str, bodies: Iterable[bytes]) -> list[bytes]:
    """The bodies without those that lie in an archive already: they come back from old copies, backups, outboxes."""
    until = image.meta.get("sealed_until")
    if not until:
        return list(bodies)
    fresh = image.history.find_fresh(bodies)
    if all(ident > until for ident in fresh):
        return list(fresh.values())
    archived = read_archives(net, image.board_id)[0].lines
    return [body for ident, body in fresh.items() if ident not in archived]


def is_sealable(image: Image, before: str) -> bool:
    """Whether the board has enough history older than the stamp `before` to be worth an archive."""
    old = sum(1 for ident in image.history.lines if ident < before)
    return len(image.history) >= SEAL_AT and old >= SEAL_AT // 5


def seal(image: Image, net: str, before: str, replica: str) -> Image:
    """Move what is older than the stamp `before` into an archive; the image without it.

    Raises:
        BoardUnavailable, OSError: the archive could not be written; the board is as it was.
    """
    removed, trimmed = _sort_out(image, before)
    if not removed:
        return image
    whole = [body for ident in sorted({*removed, *trimmed}) if (body := image.history.body(ident)) and _is_whole(body)]
    name = _write_archive(net, image.board_id, whole, replica)
    lines = {ident: line for ident, line in image.history.lines.items() if ident not in removed}
    for ident, body in trimmed.items():
        lines[ident] = lines[ident][: lines[ident].index(b" ") + 1] + body
    sealed = {**image.meta.get("sealed", {}), name: len(whole)}
    until = max([*removed, image.meta.get("sealed_until", "")])
    return image._replace(history=History(lines), meta={**image.meta, "sealed": sealed, "sealed_until": until})


def _is_whole(body: bytes) -> bool:
    return b'"trimmed":true' not in body


def _sort_out(image: Image, before: str) -> tuple[set[str], dict[str, bytes]]:
    """Which changes go, and what is left of those of which some fields still stand."""
    removed: set[str] = set()
    trimmed: dict[str, bytes] = {}
    plain = {str(change["id"]): change for change in image.history}
    for changes in by_place(_readable(plain.values())).values():
        standing: dict[str, set[str]] = {}
        for path, heads in find_heads(changes).items():
            for head in heads:
                standing.setdefault(head.id, set()).add(path)
        for change in changes:
            if change.id >= before or change.id not in image.history.lines:
                continue
            paths = standing.get(change.id, set())
            if not paths:
                removed.add(change.id)
            elif paths != set(change.set):
                trimmed[change.id] = encode_body(_cut(plain[change.id], paths))
    return removed, trimmed


def _cut(plain: Mapping[str, Any], paths: Collection[str]) -> dict[str, Any]:
    kept = dict(plain)
    for name in ("set", "was"):
        if name in kept:
            kept[name] = {path: value for path, value in kept[name].items() if path in paths}
    return {**kept, "trimmed": True}


def _readable(changes: Iterable[dict[str, Any]]) -> Iterable[Change]:
    for plain in changes:
        try:
            yield read_change(plain)
        except BadInput:
            continue


def _write_archive(net: str, board_id: str, bodies: list[bytes], replica: str) -> str:
    from binascii import crc32

    raw = b"".join(b"%08x %s\n" % (crc32(body), body) for body in [name_board(board_id), *bodies])
    first, last = id_of(bodies[0])[:10], id_of(bodies[-1])[:10]
    name = f"{first.replace('-', '')}-{last.replace('-', '')}-{digest(raw)[:8]}.jsonl.gz"
    os.makedirs(archive_folder(net), exist_ok=True)
    try:
        create_file(os.path.join(archive_folder(net), name), gzip.compress(raw, compresslevel=6, mtime=0), replica)
    except BadInput:
        return name  # the same changes were sealed by somebody else: the file is the same, byte for byte
    return name


def unseal(history: History, archived: History) -> History:
    """The whole history: the board's, with the archived changes beside it and in the place of trimmed ones."""
    lines = {**history.lines, **archived.lines}
    return History(lines)
