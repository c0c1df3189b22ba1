"""What can be wrong with a board and everything around it, one check each; doctor.py runs them all.

A check reads and tells; it changes nothing.
"""

import os
import stat
import time
from collections.abc import Iterable
from typing import NamedTuple

from releaseboard.errors import ReleaseboardError

from .access import find_bar
from .archive import read_archives
from .backups import list_backups, read_backup
from .copies import name_copies
from .files import DAY
from .history import History
from .image import Image, replica_of
from .lines import read_lines
from .lock import LOCAL, REPLICATED, find_place
from .outbox import outbox_folder
from .outside import find_differences
from .places import list_slots, machine_folder


class Finding(NamedTuple):
    """One thing that the doctor looked at.

    Attributes:
        part: file, history, replica, outboxes, copies, lock, clock, rights, backups.
        is_bad: something is wrong; else it is good to know.
        text: one sentence; hint: the way out, '' when there is none.
        can_mend: `doctor --repair` sets it right.
    """

    part: str
    is_bad: bool
    text: str
    hint: str = ""
    can_mend: bool = False


def check_documents(image: Image) -> Iterable[Finding]:
    """Whether the documents are what the changes add up to, and every change makes sense."""
    for sentence in image.damage:
        yield Finding("file", True, sentence, "a backup of the file as it is will be kept", can_mend=True)
    drafts = find_differences(image.docs, image)
    if drafts:
        names = ", ".join(sorted({f"{draft.entity} {draft.key}" for draft in drafts})[:5])
        text = f"{len(drafts)} records are not what the history adds up to: {names}"
        yield Finding(
            "file", True, text, "another program changed the file: its edits go into the history", can_mend=True
        )
    elif not image.sound:
        text = "the file was rewritten by another program; nothing in it is different"
        yield Finding("file", False, text, "the next save lays it out again", can_mend=True)


def check_history(image: Image, net: str, known: Iterable[bytes]) -> Iterable[Finding]:
    """Gaps in anybody's row of changes: a number that nobody has any more is proof of a loss."""
    archived, problems = read_archives(net, image.board_id)
    for sentence in problems:
        yield Finding("history", True, sentence, "look for this file in a backup of the disk")
    missing = [name for name in image.meta.get("sealed", {}) if not os.path.exists(os.path.join(net, "old", name))]
    for name in missing:
        yield Finding(
            "history", True, f"the archive {name} is gone: old history can't be shown", "look in a disk backup"
        )
    whole = image.history.with_bodies(archived.body(ident) or b"" for ident in archived.lines)
    elsewhere = whole.find_fresh(known)
    if elsewhere:
        text = f"{len(elsewhere)} changes are kept elsewhere (outboxes, copies, backups) and missing in the file"
        yield Finding("history", True, text, "they are put back", can_mend=True)
    for replica, numbers in find_gaps(whole.with_bodies(elsewhere.values())).items():
        who = next(iter(change for change in image.history if replica_of(change) == replica), {})
        text = f"changes {_ranges(numbers)} of {who.get('by', '?')} on {who.get('host', '?')} ({replica}) are lost"
        yield Finding("history", True, text, "open the board once on that machine: its own journal may have them")
    twice = sum(1 for name in image.history.lines if "~" in name)
    if twice:
        text = f"{twice} changes have the id of another one: both are kept"
        yield Finding("history", True, text, "two machines may share one identity (a cloned disk)")


def find_gaps(history: History) -> dict[str, list[int]]:
    """The numbers missing in each replica's row below its highest one."""
    rows: dict[str, set[int]] = {}
    for change in history:
        replica = replica_of(change)
        if replica and isinstance(change["seq"], int):
            rows.setdefault(replica, set()).add(change["seq"])
    gaps = {replica: sorted(set(range(1, max(row))) - row) for replica, row in rows.items()}
    return {replica: numbers for replica, numbers in sorted(gaps.items()) if numbers}


def _ranges(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in parts[:4]) + (" …" if len(parts) > 4 else "")


def check_machine(image: Image, home: str) -> Iterable[Finding]:
    """This machine's private place: there, private, and what waits in it."""
    base = machine_folder(image.board_id, home)
    if not os.path.isdir(base):
        yield Finding("replica", False, "this machine has no copy of the board yet; the first edit makes one")
        return
    for folder in [base, *list_slots(base)]:
        if os.stat(folder).st_mode & 0o077:
            yield Finding("replica", True, f"{folder} can be read by others", "its mode should be 0700", can_mend=True)


def check_outboxes(net: str) -> Iterable[Finding]:
    """Lines in anybody's outbox that do not match their checksum: a crash in mid-write, or a bad disk."""
    try:
        names = sorted(os.listdir(outbox_folder(net)))
    except OSError:
        return
    for name in names:
        try:
            with open(os.path.join(outbox_folder(net), name), "rb") as file:
                torn = read_lines(file.read()).torn
        except OSError as problem:
            yield Finding("outboxes", True, f"the outbox {name} can't be read: {problem.strerror}")
            continue
        if torn:
            yield Finding(
                "outboxes", False, f"the outbox {name} has {torn} lines that were cut short; nothing rests on them"
            )


def check_copies(path: str, image: Image) -> Iterable[Finding]:
    """Conflict copies beside the board, boards that were kept aside, temporary files of the dead."""
    folder, name = os.path.split(path)
    names = os.listdir(folder)
    hosts = {str(change.get("host")) for change in image.history}
    for copy in name_copies(name, names, hosts):
        yield Finding(
            "copies", True, f"{copy} is a conflict copy of this board", "it is merged and moved aside", can_mend=True
        )
    stem = os.path.splitext(name)[0]
    for other in sorted(names):
        if other.startswith(f"{stem}.corrupt-"):
            yield Finding(
                "copies", False, f"{other} is a broken board that was kept aside", "remove it when you are sure"
            )
        if other.startswith(f".~{name}.") and time.time() - os.stat(os.path.join(folder, other)).st_mtime > DAY:
            yield Finding("copies", False, f"{other} was left by a program that died", can_mend=True)


def check_lock(net: str) -> Iterable[Finding]:
    """A lock marker that stands for long."""
    marker = os.path.join(net, "lock.held")
    try:
        age = time.time() - os.stat(marker).st_mtime
    except OSError:
        return
    if age > 60:
        text = f"the lock has been held for {age / 60:.0f} minutes"
        yield Finding(
            "lock", True, text, "its holder may be dead; nobody waits for it longer than 3 seconds", can_mend=True
        )


def check_rights(path: str) -> Iterable[Finding]:
    """Whether this user, and the team, can write; what a save would break."""
    folder = os.path.dirname(path)
    file, over = os.stat(path), os.stat(folder)
    place = find_place(path)
    yield Finding("rights", False, f"the board lies on {place.system or 'an unknown file system'} ({place.kind})")
    if reason := find_bar(path).reason:
        yield Finding("rights", True, reason, "ask its owner or group for write permission")
    if over.st_mode & stat.S_IWGRP and not over.st_mode & stat.S_ISVTX and not file.st_mode & stat.S_IWGRP:
        text = "the folder is for the team, but the file's group may not write it"
        yield Finding("rights", True, text, f"chmod g+rw {path}", can_mend=os.geteuid() in (0, file.st_uid))
    if over.st_mode & stat.S_IWGRP and not over.st_mode & (stat.S_ISGID | stat.S_ISVTX):
        text = "new files in the folder get the group of whoever makes them"
        yield Finding("rights", False, text, f"chgrp TEAM {folder} && chmod 2770 {folder}")
    if file.st_nlink > 1:
        yield Finding("rights", False, "the file has a second hard link, which a save does not follow")
    if place.kind not in (LOCAL, REPLICATED):
        yield Finding("rights", False, "no two hosts on this share may have the same name: NFS servers mix them up")


def check_backups(net: str, board_id: str, now: float) -> Iterable[Finding]:
    """How old the last backup is, and whether it can be read."""
    found = list_backups(net)
    if not found:
        yield Finding("backups", False, "there is no backup yet; the next save of the day makes one", can_mend=True)
        return
    days = (now - found[-1].at) / DAY
    age = "of today" if days < 1 else f"{days:.0f} days old"
    many = "1 backup" if len(found) == 1 else f"{len(found)} backups, the last one"
    yield Finding("backups", False, f"{many} {age}")
    try:
        if read_backup(found[-1]).board_id != board_id:
            yield Finding("backups", True, "the last backup is of another board")
    except (ReleaseboardError, OSError) as problem:
        yield Finding("backups", True, f"the last backup can't be read: {problem}", can_mend=True)
