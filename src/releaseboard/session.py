"""The use cases: the only road that writes a board. Both front ends hand commands to a session.

An edit is decided and shown from memory, then written: `do` writes before it returns, `do(save=False)` queues the
changes and `save` writes them, in whatever thread calls it. Time, chance and person enter here and nowhere below.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from threading import RLock
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change, Context, read_change
from releaseboard.errors import BadInput, BoardReadOnly, Refused
from releaseboard.schedule.calendar import Calendar, calendar_of
from releaseboard.store.contract import Store
from releaseboard.store.replica import Replica, random_id, take_replica

Clock = Callable[[], datetime]


class Outcome(NamedTuple):
    """What a command came to: the board after it, its changes ('' and () when all was so already), and remarks."""

    board: Board
    changes: tuple[Change, ...]
    group: str
    warnings: tuple[str, ...] = ()


class Session:
    """One person at one board.

    Args:
        store: where the board is kept.
        today: the day the board is worked as of; None follows the clock.
        user: login for the history; '' takes the system's.
        host: name of this machine; '' takes the system's.
        clock: gives an aware instant; None is the wall clock.

    Raises:
        BoardMissing, BoardDamaged, BoardUnavailable: the board can't be read.
    """

    def __init__(
        self, store: Store, *, today: date | None = None, user: str = "", host: str = "", clock: Clock | None = None
    ) -> None:
        self.store = store
        self._today = today
        self._user = user
        self._host = host
        self._clock = clock or _wall_clock
        self._lock = RLock()
        self._queue: list[Change] = []
        self._writing: tuple[Change, ...] = ()
        self._history: list[Change] | None = None
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._replica: Replica | None = None
        content = store.load(history=False)
        self.board = Board(content.docs)
        self._seen = content.fingerprint

    @classmethod
    def open(cls, path: str, **settings: Any) -> "Session":
        """A session on a board file; `settings` as for the class."""
        from releaseboard.store.boardfile import BoardFile

        return cls(BoardFile(path), **settings)

    @classmethod
    def create(cls, path: str, *, name: str = "", plan: Mapping[str, Any] | None = None, **settings: Any) -> "Session":
        """A new board file with the default stages, a name and the records of a plan. Refuses to overwrite."""
        from releaseboard.store.boardfile import BoardFile

        return cls.create_in(BoardFile(path), name=name, plan=plan, **settings)

    @classmethod
    def create_in(
        cls, store: Store, *, name: str = "", plan: Mapping[str, Any] | None = None, **settings: Any
    ) -> "Session":
        """A new board in a store: see `create`."""
        from releaseboard.authorship import Author, start_board

        now = (settings.get("clock") or _wall_clock)()
        author = Author(settings.get("user") or _system_user(), settings.get("host") or _system_host())
        store.create(start_board(author, now, settings.get("today") or now.date(), name, dict(plan or {})))
        return cls(store, **settings)

    @property
    def user(self) -> str:
        """The login that edits are recorded under."""
        self._user = self._user or _system_user()
        return self._user

    @property
    def today(self) -> date:
        """The day the board is worked as of."""
        return self._today or self._clock().date()

    @property
    def path(self) -> str:
        """Where the board is kept; '' in memory."""
        return self.store.path

    @property
    def read_only(self) -> str:
        """Why nothing can be written; '' when it can."""
        return self.store.read_only()

    @property
    def pending(self) -> int:
        """How many edits are shown but not yet written."""
        with self._lock:
            return len({change.group for change in (*self._queue, *self._writing)})

    @property
    def calendar(self) -> Calendar:
        """The board's working days."""
        return calendar_of(self.board)

    def _own_replica(self) -> Replica:
        if self._replica is None:
            self._replica = take_replica(self.board.info.id) if self.path else Replica(random_id())
        return self._replica

    def _context(self) -> Context:
        from releaseboard.authorship import new_id

        return Context(self.today, self._clock(), self.user, new_id)

    def ask(self, command: Any) -> Refused | BadInput | None:
        """Why the board would refuse the command now; None when it may."""
        from releaseboard.domain.decide import why_not

        return why_not(self.board, command, self._context())

    def preview(self, *commands: Any) -> Outcome:
        """What the commands would come to; nothing is kept. Raises as `do`."""
        from releaseboard.authorship import decide_all

        board, drafts = decide_all(self.board, commands, self._context())
        return Outcome(board, tuple(drafts), "")

    def do(self, *commands: Any, save: bool = True) -> Outcome:
        """Decide the commands as one undo group, show them, and write them (or, `save` False, queue them).

        Raises:
            Refused, BadInput, UnknownKey: nothing was changed. BoardReadOnly: this board can't be written.
            BoardUnavailable: the write failed; with `save` the edit is taken back, so what is shown is what is kept.
        """
        from releaseboard.authorship import decide_all

        with self._lock:
            before = self.board
            _, drafts = decide_all(before, commands, self._context())
            outcome = self._take(drafts)
            if outcome.changes:
                self._undo.append(outcome.group)
                self._redo.clear()
        return self._saved(outcome, before) if save else outcome

    def _take(self, drafts: Sequence[Change]) -> Outcome:
        """Seal drafts, show them and queue them."""
        from releaseboard.authorship import Author, seal
        from releaseboard.domain.apply import apply

        if not drafts:
            return Outcome(self.board, (), "")
        reason = self.read_only
        if reason:
            raise BoardReadOnly(reason, "what is on the screen can be read and exported")
        author = Author(self.user, self._host or _system_host(), self._own_replica())
        changes = seal(drafts, author, self._clock(), self._all_changes())
        self.board = apply(self.board, changes)
        self._queue.extend(changes)
        return Outcome(self.board, changes, changes[0].group)

    def _saved(self, outcome: Outcome, before: Board) -> Outcome:
        try:
            self.save()
        except Exception:
            with self._lock:
                self._queue = [change for change in self._queue if change.group != outcome.group]
                self._undo = [group for group in self._undo if group != outcome.group]
                self.board = before
            raise
        return outcome._replace(board=self.board)

    def save(self) -> int:
        """Write what is queued; how many changes were written. May run in a thread of its own.

        Raises:
            BoardReadOnly, BoardUnavailable: nothing was written, the edits stay queued.
        """
        with self._lock:
            batch = tuple(self._queue)
            if not batch or self._writing:
                return 0
            self._queue.clear()
            self._writing = batch
        try:
            content = self.store.commit(batch)
        except BaseException:
            with self._lock:
                self._queue[:0] = batch
                self._writing = ()
            raise
        with self._lock:
            self._history = None if content.changes is None else [read_change(plain) for plain in content.changes]
            self._writing = ()
            self._show(content.docs)
            self._seen = content.fingerprint
        return len(batch)

    def _show(self, docs: Any) -> None:
        """Take in what the store holds, with what is still queued on top; what did not change stays the same object."""
        from releaseboard.domain.apply import adopt, apply

        fresh = apply(adopt(self.board, docs), self._queue)
        if fresh != self.board:
            self.board = fresh

    def refresh(self) -> tuple[Change, ...]:
        """Take in what others wrote since the last look; their changes, () when there are none."""
        if self.store.fingerprint() == self._seen:
            return ()
        content = self.store.load()
        changes = [read_change(plain) for plain in content.changes or ()]
        with self._lock:
            news = self._news_in(changes)
            self._history = changes
            self._seen = content.fingerprint
            self._show(content.docs)
        return news

    def _news_in(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        if self._history is None:
            from releaseboard.domain.merge import find_news

            return find_news(self.board.docs, changes)
        known = {change.id for change in self._all_changes()}
        return tuple(change for change in changes if change.id not in known)

    def close(self) -> None:
        """Give back the slot of this copy of the board; queued edits are not written here."""
        if self._replica is not None:
            self._replica.close()
            self._replica = None

    def _all_changes(self) -> list[Change]:
        """Every change that is written or under way, oldest first."""
        if self._history is None:
            content = self.store.load()
            self._history = [read_change(plain) for plain in content.changes or ()]
        known = {change.id for change in self._history}
        return [*self._history, *(change for change in (*self._writing, *self._queue) if change.id not in known)]

    def history(self, key: str = "") -> tuple[Change, ...]:
        """All changes, oldest first; with a key those of that release, its links and its records."""
        with self._lock:
            changes = tuple(self._all_changes())
        if not key:
            return changes
        ident = self.board.release(key).id
        ends = ("successor", "predecessor", "release")
        places = {("releases", ident)} | {
            (table, name)
            for table, docs in self.board.docs.items()
            for name, doc in docs.items()
            if any(doc.get(end) == ident for end in ends) or ident in (doc.get("releases") or {})
        }
        return tuple(change for change in changes if change.place in places)

    def undo(self, group: str = "", *, save: bool = True) -> Outcome:
        """Take back a group ('' = the last own one of this session, else the last own one of the history).

        Raises:
            Refused: nothing to undo, or someone has changed it since. UnknownKey: no such group.
        """
        return self._revert(group or self._last_group(), self._undo, self._redo, "undo", save)

    def redo(self, *, save: bool = True) -> Outcome:
        """Put back what the last undo took away."""
        if not self._redo:
            raise Refused("there is nothing to redo", "U puts back what u took away")
        return self._revert(self._redo[-1], self._redo, self._undo, "redo", save)

    def _last_group(self) -> str:
        if self._undo:
            return self._undo[-1]
        from releaseboard.authorship import last_group_of

        group = last_group_of(self._all_changes(), self.user)
        if not group:
            raise Refused("there is nothing to undo", "only your own edits are undone without naming a group")
        return group

    def _revert(self, group: str, source: list[str], target: list[str], verb: str, save: bool) -> Outcome:
        from releaseboard.authorship import decide_all, find_group, require_undoable
        from releaseboard.domain.commands import RevertChanges

        with self._lock:
            before = self.board
            changes = find_group(self._all_changes(), group)
            require_undoable(changes)
            _, drafts = decide_all(before, [RevertChanges(changes, f"{verb} {group}")], self._context())
            outcome = self._take(drafts)
        if save:
            outcome = self._saved(outcome, before)
        source[:] = [name for name in source if name != group]
        target.append(outcome.group)
        return outcome

    @property
    def undo_text(self) -> str:
        """What `undo` would take back, in a few words; '' when nothing."""
        return self._describe(self._undo)

    @property
    def redo_text(self) -> str:
        """What `redo` would put back, in a few words; '' when nothing."""
        return self._describe(self._redo)

    def _describe(self, groups: list[str]) -> str:
        from releaseboard.authorship import describe_group

        return describe_group(self.board, self._all_changes(), groups[-1]) if groups else ""


def _wall_clock() -> datetime:
    return datetime.now(UTC).astimezone()


def _system_user() -> str:
    from releaseboard.authorship import system_user

    return system_user()


def _system_host() -> str:
    from releaseboard.authorship import system_host

    return system_host()
