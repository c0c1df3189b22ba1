"""Meeting the shared file: lock, list, read everything, merge, put back what is missing, write, release (storage.md).

Safety rests on three things and not on the lock: a change is in its author's journal and outbox before the board file
is touched; whoever writes the board first reads every outbox; and the union of two boards is the same in any order.
"""

import os
import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from releaseboard.errors import BoardDamaged, BoardReadOnly

from . import archive, layout
from .access import shown, word_reading
from .backups import is_due, make_backup
from .contract import Content
from .copies import ConflictCopy, move_aside, name_copies, read_copies
from .files import DAY, Fingerprint, remove_orphans, take_fingerprint
from .history import History
from .image import Image, add_bodies, fold_anew, parse_image, replica_of
from .lines import read_body
from .localcopy import keep_copy, read_copy
from .lock import Hold, find_place, hold_lock
from .migrate import migrate
from .outbox import OutboxReader, append_outbox, make_net, trim_outboxes
from .outside import find_outside_edits
from .places import machine_folder
from .reading import require_same_board
from .recovery import keep_aside, newer_format, rebuild
from .replica import Replica, is_free, read_journals
from .storage import BoardStorage

ROUNDS = 6  # how often to start again when somebody wrote between our reading and our writing
LONGEST_HOLD = 5.0  # seconds; with an older lock somebody may have broken it: read anew before writing
FULL_LOOK = 30.0  # seconds after which the file is read whole even if nothing seems to be new
PAUSES = (0.05, 0.15, 0.3, 0.5, 1.0)  # seconds between attempts to read a file that makes no sense (2 s in all)


class SomebodyWrote(Exception):
    """The file is not the one that was read, or the lock has been held for too long: start again."""


class Met(NamedTuple):
    """What a meeting came to: the board as the file holds it now, the file's version, and what people should know."""

    image: Image
    fingerprint: Fingerprint
    told: tuple[str, ...] = ()

    def content(self) -> Content:
        """The same as the floors above see it."""
        return Content(self.image.docs, self.image.history, self.fingerprint, self.told)


class Meeting:
    """The meetings of one handle with one shared file.

    Args:
        path: the real path of the board.
        home: the state folder; '' takes the user's own.
    """

    def __init__(self, path: str, home: str = "") -> None:
        self.path = path
        self.net = path + ".d"
        self.home = home
        self.outboxes = OutboxReader(self.net)
        self._is_tidy = False
        self._copied: Fingerprint | None = None
        self._seen: object = None
        self._met_at = 0.0

    def meet(self, board_id: str, replica: Replica, bodies: Iterable[bytes] = ()) -> Met:
        """Bring the file, the outboxes and this machine together, and write the file if it lacks anything.

        Args:
            board_id: the board that must lie there; '' takes the one that does.
            replica: who meets.
            bodies: changes that are to be on the board afterwards, besides those in journals and outboxes.

        Raises:
            BoardMissing: the file is gone. BoardReadOnly: it may not be written, or not by this program.
            BoardUnavailable: not now; or another board lies at the path.
            BoardDamaged: it makes no sense, and there is nothing to make it again from.
        """
        try:
            return self._meet(board_id, replica, list(bodies))
        except OSError as problem:
            raise word_reading(self.path, problem) from None

    def _meet(self, board_id: str, replica: Replica, bodies: list[bytes]) -> Met:
        self._make_net()
        with hold_lock(os.path.join(self.net, "lock"), find_place(self.path).kind) as hold:
            for left in reversed(range(ROUNDS)):
                try:
                    met = self._meet_once(board_id, replica, bodies, hold, is_last=left == 0)
                    break
                except SomebodyWrote:
                    hold.since = time.monotonic()
        if not self._is_tidy:
            self._is_tidy = True
            base = machine_folder(met.image.board_id, self.home)
            remove_orphans(self.path, lambda ident: ident != replica.id and is_free(ident, base))
        self._seen, self._met_at = self._look(), time.monotonic()
        return met

    def has_news(self) -> bool:
        """Whether there is anything to meet for since the last meeting; cheap, and now and then simply yes.

        A folder is listed first, so that an NFS client looks afresh; sshfs misses an edit of equal size within one
        second, so every 30 seconds the whole file is read.
        """
        if time.monotonic() - self._met_at > FULL_LOOK:
            return True
        return self._look() != self._seen

    def _look(self) -> object:
        names = os.listdir(os.path.dirname(self.path))
        copies = name_copies(os.path.basename(self.path), names)
        return take_fingerprint(self.path), self.outboxes.look(), copies

    def _make_net(self) -> None:
        try:
            if not os.path.isdir(self.net):
                make_net(self.net)
        except OSError:
            return  # the board can be met without its net; sharing says why there is none

    def _meet_once(self, board_id: str, replica: Replica, bodies: list[bytes], hold: Hold, *, is_last: bool) -> Met:
        names = os.listdir(os.path.dirname(self.path))  # an NFS client looks afresh after a listing
        storage = BoardStorage(self.path, replica.id)
        told: list[str] = []
        there = self._read(storage, board_id, told)
        is_whole = not told
        require_same_board(there.board_id, board_id, shown(self.path))
        if reason := newer_format(there):
            raise BoardReadOnly(reason, "install the newer program; edits made here are kept")
        _renew_if_cloned(replica, there, bodies)
        found, base = storage.found, machine_folder(there.board_id, self.home)
        is_older = there is not (there := migrate(there))
        if there.outside and (edits := find_outside_edits(there, found.fingerprint.mtime_ns)):
            what = "an older format was" if is_older else "another program's edits were"
            told.append(f"{what} taken into the history: {len(edits)} records")
            self._share_quietly(replica, there.board_id, edits)
            bodies = [*edits, *bodies]
        copies = self._read_copies(names, there)
        image = self._join(there, base, bodies, copies)
        if image.meta.get("stale") and image.meta["fold"] <= layout.FOLD:
            image = fold_anew(image)

        def check() -> None:
            if not is_last and (hold.age > LONGEST_HOLD or take_fingerprint(self.path) != found.fingerprint):
                raise SomebodyWrote

        if image is not there or not there.sound:
            if is_whole and (is_due(self.net, time.time()) or there.damage or is_older):
                image = self._look_after(there, image, found.raw, replica)
            storage.write_image(image, check)
        self._end(storage, image, replica, base, copies)
        return Met(image, storage.found.fingerprint, tuple(told))

    def _read(self, storage: BoardStorage, board_id: str, told: list[str]) -> Image:
        """The image of the file; one that makes no sense is kept aside and made again from what is kept."""
        for pause in (*PAUSES, 0.0):
            try:
                return storage.read_image()
            except BoardDamaged as problem:
                trouble = problem
            time.sleep(pause)  # somebody may be writing it in place, or a network file system shows half of it
        rebuilt = rebuild(self.path, board_id, self.home) if board_id and storage.found.fingerprint.inode else None
        if rebuilt is None:
            raise trouble
        aside = keep_aside(self.path, storage.replica)
        told.append(f"{trouble.message}: it is kept as {aside}, and the board was made again from what is kept here")
        return rebuilt._replace(sound=False)

    def _read_copies(self, names: list[str], image: Image) -> list[ConflictCopy]:
        name = os.path.basename(self.path)
        hosts: set[str] = set()
        if any(other.startswith(os.path.splitext(name)[0] + "-") for other in names):
            hosts = {str(change.get("host")) for change in image.history}
        likely = name_copies(name, names, hosts)
        return read_copies(self.path, likely, image.board_id) if likely else []

    def _join(self, image: Image, base: str, bodies: list[bytes], copies: list[ConflictCopy]) -> Image:
        """The image with everything that anybody has and it has not."""
        known = [*self.outboxes.read(image.board_id).values(), *read_journals(base), *bodies, *_missing_in(image, base)]
        for copy in copies:
            known += list_bodies(copy.image.history)
            if copy.image.outside:
                known += find_outside_edits(copy.image, copy.mtime_ns)
        return add_bodies(image, archive.drop_sealed(image, self.net, known))

    def _look_after(self, there: Image, image: Image, raw: bytes, replica: Replica) -> Image:
        """Once a day: a backup of the file as it was, outboxes that it covers deleted, old history sealed."""
        now = time.time()
        if not make_backup(self.path, self.net, raw, replica.id, now):
            return image
        archived = archive.read_archives(self.net, image.board_id)[0].lines if there.meta.get("sealed") else {}
        safe = {*there.history.lines, *archived}
        trim_outboxes(self.net, replica.id, image.board_id, safe.__contains__, now)
        before = time.strftime("%Y-%m-%dT", time.gmtime(now - archive.KEPT_DAYS * DAY))
        if archive.is_sealable(image, before):
            image = archive.seal(image, self.net, before, replica.id)
        return image

    def _share_quietly(self, replica: Replica, board_id: str, bodies: list[bytes]) -> None:
        try:
            append_outbox(self.net, replica.id, board_id, bodies)
        except OSError:
            return  # the next who meets this file finds the same edits

    def _end(
        self, storage: BoardStorage, image: Image, replica: Replica, base: str, copies: list[ConflictCopy]
    ) -> None:
        """After the file holds everything: move merged copies aside, keep our own copy, shorten the journal."""
        if copies:
            held = BoardStorage(self.path).read_image()
            safe = [copy for copy in copies if not held.history.find_fresh(list_bodies(copy.image.history))]
            move_aside(safe, self.net)
        if (
            not replica.folder
            or self._copied == storage.found.fingerprint
            or not layout.is_canonical(storage.found.raw)
        ):
            return
        is_long = replica.is_long()
        if keep_copy(base, storage.found.raw, replica.id, durable=is_long):
            self._copied = storage.found.fingerprint
            if is_long:
                replica.trim(image.history.lines)


def _renew_if_cloned(replica: Replica, there: Image, bodies: Iterable[bytes]) -> None:
    """Two machines go on under one identity (a cloned disk, a home copied back): ours takes a new one."""
    fresh = map(read_body, there.history.find_fresh(bodies).values())
    new = [plain for plain in fresh if replica_of(plain) == replica.id]
    replica.renew_if_cloned(there.meta.get("seen", {}), [plain.get("seq", 0) for plain in new])


def covers(seen: Mapping[str, int], ours: Mapping[str, int]) -> bool:
    """Whether one side has seen every replica's row of changes at least as far as the other."""
    return all(seen.get(replica, 0) >= number for replica, number in ours.items())


def list_bodies(history: History) -> list[bytes]:
    """Every change of a history as it stands in the file."""
    return [body for name in history.lines if (body := history.body(name))]


def _missing_in(image: Image, base: str) -> list[bytes]:
    """What our own copy has and the file may have lost: a restored backup, a sync tool that took the other side."""
    copy = read_copy(base)
    if copy is None:
        return []
    meta = layout.read_meta(copy.raw)
    seen = image.meta.get("seen")
    ours = meta.get("seen")
    if image.sound and isinstance(seen, dict) and isinstance(ours, dict) and covers(seen, ours):
        return []
    try:
        kept = parse_image(copy.raw, "the copy on this machine")
    except BoardDamaged:
        return []
    return [
        body for name in kept.history.lines if name not in image.history.lines and (body := kept.history.body(name))
    ]
