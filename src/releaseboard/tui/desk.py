"""What all screens of one run share: the session, its forecasts, the keys in force, texts of forms that were left."""

from collections.abc import Callable, Mapping
from datetime import date
from time import time
from typing import TYPE_CHECKING, Any

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.model import Release
from releaseboard.session import Outcome, Session
from releaseboard.settings.actions import BY_ID
from releaseboard.settings.config import Config
from releaseboard.settings.keys import DEFAULT_KEYMAP, Keymap

from .foresight import Foresight
from .glyphs import UNICODE, Glyphs
from .messages import StandingSeen
from .standing import Standing, word_standing

if TYPE_CHECKING:
    from releaseboard.domain.query import Query
    from releaseboard.schedule.outlook import Outlook
    from releaseboard.trial import Trial

    from .ripplemodel import Ripple

MOST_JUMPS = 50
DEFAULT_CONFIG = Config()


class Desk:
    """One person's place at one board.

    Attributes:
        session: the only road that writes.
        config: the user's settings.
        keymap: the keys in force.
        glyphs: the signs to draw with.
        kept: texts of forms that were left, by form id.
        jumps: record ids to jump back to, the last one last.
        news: changes by others since `~` was last pressed, oldest first.
        is_started: the first frame is out; before it nothing is asked that takes time.
        read_only: why the board can't be written, '' when it can; asked of the file by the watcher, never by a key.
        file_state: how things stand with the file, and whether that is alarming.
        standing: the same, in its parts.
        place: the key of the release under the board's cursor, for the others to see; ''.
        trial: the what-if that the screen works on in place of the board; None outside of one.
        on_change: is told of every outcome of an own edit; set by the app.
    """

    def __init__(
        self, session: Session, config: Config = DEFAULT_CONFIG, keymap: Keymap = DEFAULT_KEYMAP,
        glyphs: Glyphs = UNICODE,
    ) -> None:  # fmt: skip
        self.session = session
        self.config = config
        self.keymap = keymap
        self.glyphs = glyphs
        self.kept: dict[str, dict[str, str]] = {}
        self.jumps: list[str] = []
        self.news: list[Change] = []
        self.is_started = False
        self._day = session.today
        self.read_only = session.read_only
        self.file_state = ("read-only" if self.read_only else "", False)
        self.place = ""
        self.standing = Standing()
        self.on_change: Callable[[Outcome, str], None] = lambda outcome, said: None
        self.foresight = Foresight(session)
        self._rehearsed: list[Any] | None = None
        self.trial: Trial | None = None
        self._real: tuple[Session, Foresight] = (session, self.foresight)

    @property
    def board(self) -> Board:
        """The board as it stands now, edits that are not yet saved included."""
        return self.session.board

    @property
    def base(self) -> Session:
        """The session that writes: the board's own, also while a what-if is on the screen."""
        return self.session if self.trial is None else self.trial.base

    @property
    def today(self) -> date:
        """The day the board is worked as of."""
        return self.session.today

    @property
    def outlooks(self) -> "Mapping[str, Outlook]":
        """Dates and health by release id; on a large board they may be those of the board before (foresight.py)."""
        return self.foresight.outlooks

    def outlook_of(self, release_id: str) -> "Outlook":
        """What is known about a release's date; nothing where it was not looked at yet."""
        from releaseboard.schedule.outlook import Outlook  # noqa: PLC0415 - as in foresight.py

        return self.outlooks.get(release_id) or Outlook()

    def take_standing(self, seen: StandingSeen) -> None:
        """What the watcher saw."""
        others = self.standing.others if seen.others is None else seen.others
        conflicts = self.standing.conflicts if seen.conflicts is None else seen.conflicts
        self.standing = self.standing._replace(sync=seen.sync, others=others, conflicts=conflicts)

    def word_standing(self, *, is_failing: bool) -> tuple[str, bool]:
        """How things stand with the shared board in words, and whether they are alarming."""
        if self.trial is not None:
            edits = f"{self.trial.count} edit{'s' * (self.trial.count != 1)}"
            return f"WHAT IF: {edits}, nothing saved", True
        unkept = self.session.pending
        now = self.standing._replace(
            unkept=unkept, failing=is_failing and unkept > 0, read_only=self.read_only, sync=self.session.sync
        )
        return word_standing(now, time())

    def begin_trial(self) -> None:
        """From now on edits change nothing until they are applied: what is shown is a what-if of the board."""
        from releaseboard.trial import Trial  # noqa: PLC0415 - the first frame needs none

        self._real = (self.session, self.foresight)
        self.session = self.trial = Trial(self.session)
        self.foresight = self.foresight.copy_for(self.trial)

    def end_trial(self) -> None:
        """The board itself again; what was tried is gone."""
        self.session, self.foresight = self._real
        self.trial = None

    def is_new_day(self) -> bool:
        """It is another day than when this was last asked."""
        before, self._day = self._day, self.today
        return before != self._day

    def read_query(self, text: str) -> "Query":
        """A filter, its days counted by the board's calendar. Raises BadQuery."""
        from releaseboard.domain.query import parse_query  # noqa: PLC0415 - the first frame needs no filter

        return parse_query(text, self.today, self.session.calendar.add_days)

    def do(self, *commands: Any, said: str = "") -> Outcome:
        """Decide commands as one undo group and show what they came to; the writer saves them.

        Raises:
            ReleaseboardError: refused; nothing was changed.
        """
        if self._rehearsed is not None:
            self._rehearsed.extend(commands)
            return self.session.preview(*self._rehearsed)
        outcome = self.session.do(*commands, save=False)
        self.on_change(outcome, said)
        return outcome

    def foresee(self, act: Callable[[], object], asked: str) -> "Ripple":
        """What `act` would do to all dates, were its commands done: nothing is changed. Raises as `do`."""
        from .ripplemodel import find_ripple  # noqa: PLC0415 - only forms that move dates need it

        rehearsed: list[Any] = []
        self._rehearsed = rehearsed
        try:
            act()
            after = self.session.preview(*rehearsed).board
        finally:
            self._rehearsed = None
        session = self.session
        return find_ripple(self.outlooks, session.board, after, self.today, session.calendar, asked)

    def remember_jump(self, release_id: str) -> None:
        """`o` goes back here."""
        if release_id and (not self.jumps or self.jumps[-1] != release_id):
            self.jumps.append(release_id)
            del self.jumps[:-MOST_JUMPS]

    def find(self, release_id: str) -> Release | None:
        """The release of a record id; None when the board does not have it (any more)."""
        return self.board.releases.get(release_id)

    def key_of(self, action: str) -> str:
        """The key of an action as people read it; its name for the command palette when it has none."""
        return self.keymap.shown(action) or f":{BY_ID[action].title or action}"
