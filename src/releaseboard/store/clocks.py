"""Whose clock is wrong: told from what hosts wrote, when the share says they wrote it, and whom they answered.

Order never rests on clocks unless two edits did not know of each other, so a wrong clock loses nothing; but the times
it leaves in the history are wrong, and people should know.
"""

import os
from collections.abc import Iterable
from datetime import datetime

from releaseboard.domain.fields import Plain

from .files import DAY
from .image import Image, replica_of
from .lines import read_body, read_lines
from .lock import REPLICATED, find_place
from .outbox import outbox_folder

SKEW = 120.0  # seconds by which a clock may be wrong before people are told


def find_wrong_clocks(image: Image, net: str, now: float) -> dict[str, float]:
    """Hosts whose clock is wrong, and by how many seconds (positive: ahead).

    Args:
        image: the board.
        net: its safety net.
        now: seconds since 1970 by our own clock.
    """
    skews: dict[str, float] = {}
    for host, offset in (*_by_outbox(net), *_by_cause(image), *_by_future(image, now)):
        if abs(offset) > max(SKEW, abs(skews.get(host, 0.0))):
            skews[host] = offset
    return dict(sorted(skews.items()))


def word_span(seconds: float) -> str:
    """A length of time in one unit."""
    for size, unit in ((DAY, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _instant(change: Plain) -> float | None:
    try:
        return datetime.fromisoformat(str(change["at"])).timestamp()
    except (KeyError, ValueError):
        return None


def _by_outbox(net: str) -> Iterable[tuple[str, float]]:
    """The share's time of an append against the author's own; replicated folders keep the author's."""
    if find_place(net).kind == REPLICATED:
        return
    folder = outbox_folder(net)
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                bodies, written = read_lines(file.read()).bodies, os.fstat(file.fileno()).st_mtime
            last = read_body(bodies[-1])
        except (OSError, ValueError, IndexError):
            continue
        instant = _instant(last)
        if instant is not None and name.startswith(replica_of(last) or "-"):
            yield str(last.get("host", "?")), instant - written


def _by_cause(image: Image) -> Iterable[tuple[str, float]]:
    """An edit that names an edit of another host as seen, and says it was made before it: one of the clocks is wrong.

    The one to blame is the host that disagrees with more hosts; of two, the one that is ahead.
    """
    made = {str(change["id"]): change for change in image.history}
    offsets: dict[str, dict[str, float]] = {}
    for change in image.history:
        mine = _instant(change)
        for idents in (change.get("on") or {}).values():
            for cause in (made[ident] for ident in idents if ident in made):
                theirs = _instant(cause)
                one, other = str(change.get("host") or ""), str(cause.get("host") or "")
                if mine is None or theirs is None or not one or not other:
                    continue  # an outside edit has the time of the file, and no host
                if one != other and theirs - mine > SKEW:
                    offsets.setdefault(other, {})[one] = theirs - mine
                    offsets.setdefault(one, {})[other] = mine - theirs
    if offsets:
        host = max(offsets, key=lambda name: (len(offsets[name]), max(offsets[name].values())))
        yield host, max(offsets[host].values(), key=abs)


def _by_future(image: Image, now: float) -> Iterable[tuple[str, float]]:
    for change in image.history:
        instant = _instant(change)
        if instant is not None and instant - now > SKEW:
            yield str(change.get("host", "?")), instant - now
