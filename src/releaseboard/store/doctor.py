"""The doctor: looks at the board file and everything around it, says what is wrong, and mends it on request.

Mending never throws anything away: what is replaced is kept as a backup, what is merged is moved aside.
"""

import os
import time
from contextlib import suppress

from releaseboard.errors import BoardDamaged, BoardMissing, BoardUnavailable, ReleaseboardError

from . import checks, layout, localcopy
from .access import shown
from .archive import drop_sealed
from .backups import list_backups, make_backup, read_backup
from .checks import Finding
from .clocks import find_wrong_clocks, word_span
from .files import read_file, remove_orphans, resolve
from .image import Image, add_bodies, fold_anew, parse_image
from .localcopy import read_copy
from .lock import break_stale
from .outbox import OutboxReader
from .places import list_slots, machine_folder
from .recovery import newer_format, rebuild
from .replica import is_free, read_journals, take_replica
from .restore import recreate
from .storage import BoardStorage
from .sync import Meeting, list_bodies


def examine(path: str, home: str = "", now: float | None = None) -> list[Finding]:
    """Everything worth telling about the board at a path; changes nothing.

    Args:
        path: the board.
        home: the state folder; '' takes the user's own.
        now: seconds since 1970; None is the clock.
    """
    real, moment = resolve(path), time.time() if now is None else now
    net = real + ".d"
    try:
        image = parse_image(read_file(real).raw, shown(path))
    except (BoardMissing, BoardDamaged) as problem:
        board_id = localcopy.recall_board(path, home)
        rebuilt = rebuild(real, board_id, home) if board_id else None
        kept = f"it can be made again with {len(rebuilt.history)} changes" if rebuilt else problem.hint
        return [Finding("file", True, problem.message, kept, can_mend=rebuilt is not None)]
    except BoardUnavailable as problem:
        return [Finding("file", True, problem.message, problem.hint)]
    found = [Finding("file", False, f"format {layout.FORMAT}, {len(image.history)} changes in the file")]
    if reason := newer_format(image):
        return [Finding("file", True, reason, "install the newer program")]
    found += checks.check_documents(image)
    found += checks.check_history(image, net, list_kept(real, image, home))
    found += checks.check_machine(image, home)
    found += checks.check_outboxes(net)
    found += checks.check_copies(real, image)
    found += checks.check_lock(net)
    found += _check_clocks(image, net, moment)
    found += checks.check_rights(real)
    found += checks.check_backups(net, image.board_id, moment)
    return found


def _check_clocks(image: Image, net: str, now: float) -> list[Finding]:
    hint = "set it right there; nothing is lost, but its times are shown wrong"
    return [
        Finding("clock", True, f"the clock of {host} is {word_span(abs(off))} {'ahead' if off > 0 else 'behind'}", hint)
        for host, off in find_wrong_clocks(image, net, now).items()
    ]


def list_kept(real: str, image: Image, home: str) -> list[bytes]:
    """Every change that anybody keeps outside the board file: outboxes, journals, our copy, all backups."""
    base = machine_folder(image.board_id, home)
    bodies = [*OutboxReader(real + ".d").read(image.board_id).values(), *read_journals(base)]
    copy = read_copy(base)
    if copy:
        try:
            bodies += list_bodies(parse_image(copy.raw, "the copy on this machine").history)
        except ReleaseboardError:
            bodies += []
    for backup in list_backups(real + ".d"):
        try:
            then = read_backup(backup)
        except (ReleaseboardError, OSError):
            continue
        if then.board_id == image.board_id:
            bodies += list_bodies(then.history)
    return bodies


def mend(path: str, home: str = "") -> list[str]:
    """Set right what can be; a sentence for each thing done.

    Raises:
        BoardUnavailable: the board can't be written, or nothing is kept that it could be made from.
    """
    real = resolve(path)
    done: list[str] = []
    if not os.path.lexists(real):
        done.append(recreate(path, home))
    if break_stale(real + ".d/lock.held"):
        done.append("a lock whose holder is dead was removed")
    board_id = localcopy.recall_board(path, home)
    with suppress(BoardDamaged):  # the meeting keeps it aside, makes it again and tells so
        board_id = parse_image(read_file(real).raw, shown(path)).board_id
    replica = take_replica(board_id, home)
    try:
        meeting = Meeting(real, home)
        met = meeting.meet(board_id, replica)
        done += met.told
        done += _fold_and_complete(real, met.image, home, replica.id)
        base = machine_folder(met.image.board_id, home)
        done += [f"{name} was removed" for name in remove_orphans(real, lambda ident: is_free(ident, base))]
        done += _set_rights(real, base)
    finally:
        replica.close()
    return done


def _fold_and_complete(real: str, image: Image, home: str, replica: str) -> list[str]:
    """Put back whatever anybody keeps, fold every record anew, keep a backup of how it was."""
    storage = BoardStorage(real, replica)
    there = storage.read_image()
    whole = fold_anew(add_bodies(there, drop_sealed(there, real + ".d", list_kept(real, there, home))))
    done = []
    if len(whole.history) > len(there.history):
        done.append(f"{len(whole.history) - len(there.history)} missing changes were put back")
    elif whole.docs != there.docs:
        done.append("the records were made again from the history")
    if done or not list_backups(real + ".d"):
        backup = make_backup(real, real + ".d", storage.found.raw, replica)
        done += [f"a backup was made: {os.path.basename(backup.path)}"] if backup else []
    storage.write_image(whole)
    return done


def _set_rights(real: str, base: str) -> list[str]:
    done = []
    for folder in [base, *list_slots(base)]:
        if os.path.isdir(folder) and os.stat(folder).st_mode & 0o077:
            os.chmod(folder, 0o700)
            done.append(f"{folder} is private now")
    file, over = os.stat(real), os.stat(os.path.dirname(real))
    is_teams = over.st_mode & 0o020 and not over.st_mode & 0o1000
    if is_teams and not file.st_mode & 0o020 and os.geteuid() in (0, file.st_uid):
        os.chmod(real, (file.st_mode & 0o7777) | 0o060)
        done.append("the team's group may write the file now")
    return done
