"""An entry of the RAID log as people name it: its id, or its title, whole or its beginning."""

from collections.abc import Sequence

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Raid
from releaseboard.errors import UnknownKey, did_you_mean

KNOWN = 6  # entries that an error names


def find_named(board: Board, text: str, kinds: Sequence[str] = ()) -> Raid:
    """The one entry that is meant. Raises UnknownKey, with those it could be."""
    entries = [entry for entry in board.raid.values() if not kinds or entry.kind in kinds]
    fold = " ".join(text.split()).casefold()
    for entry in board.raid.values():
        if entry.id.casefold() == fold:
            return entry
    exact = [entry for entry in entries if entry.title.casefold() == fold]
    found = exact or [entry for entry in entries if fold and entry.title.casefold().startswith(fold)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{entry.id} ({entry.kind})" for entry in found[:KNOWN])
        raise UnknownKey(f"{text!r} can be {len(found)} entries of the log", f"say which: {names}")
    hint = did_you_mean(text, [entry.title for entry in entries]) or "`releaseboard raid list` shows their ids"
    raise UnknownKey(f"there is no entry {text!r} in the log", hint)
