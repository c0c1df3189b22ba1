"""The use cases: the only road that writes a board. Both front ends hand commands to a session.

An edit is decided and shown from memory, then kept: `do` brings it into the shared board before it returns;
`do(save=False)` queues it, `save` keeps it durably on this machine and on the share, `refresh` brings it into the board
and takes in what others did. Time, chance and person enter here and nowhere below.
"""

from _thread import RLock
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.errors import BadInput, BoardReadOnly, Refused
from releaseboard.schedule.calendar import Calendar, calendar_of
from releaseboard.store.contract import Content, Store, SyncState

from .sitting import Clock, Outcome, Sitting, wall_clock

if TYPE_CHECKING:
    from releaseboard.domain.merge import Conflict

    from .ledger import Ledger
    from .undoing import UndoLog

__all__ = ["Outcome", "Session", "SyncState"]


class Session(Sitting):
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
        super().__init__(today, user, host, clock)
        self.store = store
        self._lock = RLock()
        self._queue: list[Change] = []  # shown, kept nowhere yet
        self._kept: list[Change] = []  # durable, but not yet met with the shared board
        self._is_writing = False
        self._ledger: Ledger | None = None
        self._undo_log: UndoLog | None = None
        content = store.load(history=False)
        self.board = Board(content.docs)
        self.notes: tuple[str, ...] = content.problems
        self._seen = content.fingerprint

    @classmethod
    def open(cls, path: str, *, local: bool = False, stays: bool = False, **settings: Any) -> "Session":
        """One on a board file, or (`local`) on this machine's copy; `stays` open for long: it takes little memory."""
        from releaseboard.store.boardfile import BoardFile

        return cls(BoardFile(path, local=local, as_lines=stays), **settings)

    @classmethod
    def create(cls, path: str, *, name: str = "", plan: Mapping[str, Any] | None = None, **settings: Any) -> "Session":
        """A new board file with the default stages, a name and the records of a plan. Refuses to overwrite."""
        from releaseboard.store.boardfile import BoardFile

        return cls.create_in(BoardFile(path), name=name, plan=plan, **settings)

    @classmethod
    def create_in_memory(cls, *, plan: Mapping[str, Any] | None = None, **settings: Any) -> "Session":
        """A board that is kept nowhere: for looking at a plan without a file."""
        from releaseboard.store.memory import MemoryStore

        return cls.create_in(MemoryStore(), plan=plan, **settings)

    @classmethod
    def create_in(
        cls, store: Store, *, name: str = "", plan: Mapping[str, Any] | None = None, **settings: Any
    ) -> "Session":
        """A new board in a store: see `create`."""
        from .authorship import Author, start_board, system_host, system_user

        now = (settings.get("clock") or wall_clock)()
        author = Author(settings.get("user") or system_user(), settings.get("host") or system_host())
        store.create(start_board(author, now, settings.get("today") or now.date(), name, dict(plan or {})))
        return cls(store, **settings)

    @property
    def path(self) -> str:
        """Where the board is kept; '' in memory."""
        return self.store.path

    @property
    def read_only(self) -> str:
        """Why nothing can be written; '' when it can."""
        return self.store.read_only()

    @property
    def replica_id(self) -> str:
        """The name of this copy of the board, taken at the first call."""
        return self.store.replica().id

    @property
    def pending(self) -> int:
        """How many edits are shown but kept nowhere yet."""
        with self._lock:
            return len({change.group for change in self._queue})

    @property
    def sync(self) -> SyncState:
        """How far what was done here has come on its way into the shared board."""
        state = self.store.state()
        waiting = self.pending
        if waiting and state.state == "synced":
            return state._replace(state="pending", pending=state.pending + waiting, shared=False)
        return state._replace(pending=state.pending + waiting)

    @property
    def calendar(self) -> Calendar:
        """The board's working days."""
        return calendar_of(self.board)

    def ask(self, command: Any) -> Refused | BadInput | None:
        """Why the board would refuse the command now; None when it may."""
        from releaseboard.domain.decide import why_not

        return why_not(self.board, command, self.context())

    def preview(self, *commands: Any) -> Outcome:
        """What the commands would come to; nothing is kept. Raises as `do`."""
        from .authorship import decide_all

        return Outcome(*decide_all(self.board, commands, self.context()), "")

    def do(self, *commands: Any, save: bool = True) -> Outcome:
        """Decide the commands as one undo group, show them, and keep them (or, `save` False, queue them).

        Raises:
            Refused, BadInput, UnknownKey: nothing was changed. BoardReadOnly: this board can't be written.
            BoardUnavailable: it could be kept nowhere; the edit is taken back, so what is shown is what is kept.
        """
        from .authorship import decide_all

        with self._lock:
            before = self.board
            _, drafts = decide_all(before, commands, self.context())
            outcome = self._take(drafts)
            if outcome.changes:
                self._undoing().note(outcome.group)
        return self._saved(outcome, before) if save else outcome

    def _take(self, drafts: Sequence[Change]) -> Outcome:
        """Seal drafts, show them and queue them."""
        from releaseboard.domain.apply import apply

        from .authorship import Author, seal

        if not drafts:
            return Outcome(self.board, (), "")
        if reason := self.read_only:
            raise BoardReadOnly(reason, "what is on the screen can be read and exported")
        ledger = self._history()
        author = Author(self.user, self.host, self.store.replica())
        seen = ledger.list_of({item.place for item in drafts})
        now = self.clock()
        last = max(ledger.find_last_id(now), author.replica.last_stamp)
        changes = seal(drafts, author, now, last, seen)
        ledger.add(changes)
        self.board = apply(self.board, changes)
        self._queue.extend(changes)
        return Outcome(self.board, changes, changes[0].group)

    def _saved(self, outcome: Outcome, before: Board) -> Outcome:
        """The queue committed now; on failure the edit is taken back."""
        with self._lock:
            batch = tuple(self._queue)
        try:
            if batch:
                self._take_in(self.store.commit(batch), batch)
        except Exception:
            with self._lock:
                self._queue = [change for change in self._queue if change.group != outcome.group]
                self._undoing().forget(outcome.group)
                self._history().drop(outcome.group)
                if outcome.changes:  # their numbers are free again: a gap would look like a loss
                    self.store.replica().next_seq = min(change.seq for change in outcome.changes)
                self.board = before
            raise
        return outcome._replace(board=self.board)

    def save(self) -> int:
        """Keep what is queued, durably, here and on the share, in a thread of its own; how many changes.

        Raises:
            BoardReadOnly, BoardUnavailable: nothing was kept, the edits stay queued.
        """
        with self._lock:
            batch = tuple(self._queue)
            if not batch or self._is_writing:
                return 0
            self._is_writing = True
        try:
            if not self.store.record(batch):
                self._take_in(self.store.commit(batch), batch)
                return len(batch)
            with self._lock:
                self._kept.extend(batch)
                self._unqueue(batch)
            self.store.share()
        finally:
            self._is_writing = False
        return len(batch)

    def _unqueue(self, batch: Sequence[Change]) -> None:
        done = {change.id for change in batch}
        self._queue = [change for change in self._queue if change.id not in done]

    def refresh(self) -> tuple[Change, ...]:
        """Meet the shared board: bring in what was saved here, take in what others did; their changes, () for none.

        Raises:
            BoardUnavailable: not now; what was saved stays, `sync` counts it.
        """
        with self._lock:
            kept = tuple(self._kept)
        content = self.store.meet()
        if content is None:
            content = self.store.load() if self.store.fingerprint() != self._seen else None
        return () if content is None else self._take_in(content, kept)

    def _take_in(self, content: Content, met: Sequence[Change]) -> tuple[Change, ...]:
        """Show what the store holds, with what is still under way on top; the changes that are news here.

        What did not change stays the same object, so that nothing is drawn anew for it.
        """
        from releaseboard.domain.apply import adopt, apply

        from .ledger import Ledger

        with self._lock:
            self._unqueue(met)
            done = {change.id for change in met}
            self._kept = [change for change in self._kept if change.id not in done]
            ours = [*self._kept, *self._queue]
            fresh = Ledger(content.changes if content.changes is not None else self.store.load().changes or (), ours)
            news = self._find_news(fresh)
            self._ledger = fresh
            self._seen = content.fingerprint
            self.notes = content.problems
            board = apply(adopt(self.board, content.docs), ours)
            if board != self.board:
                self.board = board
        return news

    def _find_news(self, fresh: "Ledger") -> tuple[Change, ...]:
        if self._ledger is not None:
            return fresh.list_beyond(self._ledger.list_ids())
        from releaseboard.domain.merge import find_news

        return find_news(self.board.docs, fresh.list_all())

    def _history(self) -> "Ledger":
        if self._ledger is None:
            from .ledger import Ledger

            self._ledger = Ledger(self.store.load().changes or (), [*self._kept, *self._queue])
        return self._ledger

    def history(self, key: str = "") -> tuple[Change, ...]:
        """All changes, oldest first; with a key those of that release, its links and its records."""
        from .ledger import Ledger, find_places

        with self._lock:
            ledger = self._history()
        if archived := self.store.archived():
            ledger = Ledger(ledger.held, ledger.own, archived)
        return tuple(ledger.list_of(find_places(self.board, key))) if key else ledger.list_all()

    def find_conflicts(self) -> "tuple[Conflict, ...]":
        """The fields that two people set without knowing of each other, to be settled."""
        from releaseboard.domain.merge import find_conflicts

        with self._lock:
            return find_conflicts(self._history().list_shared())

    def undo(self, group: str = "", *, save: bool = True) -> Outcome:
        """Take back a group ('' = the last own one of this session, else the last own one of the history).

        Raises:
            Refused: nothing to undo, or someone has changed it since. UnknownKey: no such group.
        """
        return self._revert("undo", group, save)

    def redo(self, *, save: bool = True) -> Outcome:
        """Put back what the last undo took away. Raises Refused when there is nothing."""
        return self._revert("redo", "", save)

    def _revert(self, verb: str, group: str, save: bool) -> Outcome:
        from releaseboard.domain.commands import RevertChanges

        from .authorship import decide_all
        from .undoing import find_group

        with self._lock:
            before, log = self.board, self._undoing()
            changes = find_group(self._history(), group or log.pick(verb, self._history(), self.user))
            reason = f"{verb} {changes[0].group}"
            _, drafts = decide_all(before, [RevertChanges(changes, reason)], self.context())
            outcome = self._take(drafts)
        if save:
            outcome = self._saved(outcome, before)
        log.turn(verb, changes[0].group, outcome.group)
        return outcome

    def go_back(self, name: str) -> Outcome:
        """Bring the board back to a backup's state, as one group that undo takes back. Raises as `plan_return`."""
        from .upkeep import plan_return

        with self._lock:
            before = self.board
            outcome = self._take(plan_return(self.path, name))
            self._undoing().note(outcome.group)
        return self._saved(outcome, before)

    def _undoing(self) -> "UndoLog":
        if self._undo_log is None:
            from .undoing import UndoLog

            self._undo_log = UndoLog()
        return self._undo_log

    @property
    def undo_text(self) -> str:
        """What `undo` would take back, in a few words; '' when nothing was done in this sitting."""
        return self._undo_log.describe("undo", self.board, self._history()) if self._undo_log else ""

    @property
    def redo_text(self) -> str:
        """What `redo` would put back, in a few words; '' when nothing."""
        return self._undo_log.describe("redo", self.board, self._history()) if self._undo_log else ""

    def close(self) -> None:
        """Give back this copy's place on the machine; what is queued is not kept by this."""
        if self._ledger is not None or self._kept:
            self.store.replica().close()
