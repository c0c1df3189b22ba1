"""What every command stands on: the day, the person, the board; each made when first asked for."""

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from releaseboard.domain.when import format_date, format_distance, parse_date
from releaseboard.errors import BadInput, BoardMissing, BoardUnavailable

from .output import Output
from .parser import Command as ParserCommand

if TYPE_CHECKING:
    from releaseboard.domain.board import Board
    from releaseboard.domain.decide import Asked
    from releaseboard.domain.model import Window
    from releaseboard.schedule.calendar import Calendar
    from releaseboard.session import Outcome, Session
    from releaseboard.settings.config import Config

NO_BOARD = BoardMissing(
    "no board here: name one with -b FILE or $RELEASEBOARD_BOARD",
    "`releaseboard init FILE` makes one, `releaseboard demo` shows a sample",
)


class Shell:
    """One run of the command line.

    Attributes:
        out: where words go.
        environ: the environment.
        list_commands: gives every command by name, for what tells about them all.
        is_reading: nothing will be written, so nobody's name is looked for in config.toml.
    """

    def __init__(
        self, args: argparse.Namespace, out: Output, environ: Mapping[str, str],
        list_commands: Callable[[], Mapping[str, ParserCommand]] = dict,
    ) -> None:  # fmt: skip
        self.out = out
        self.list_commands = list_commands
        self.environ = environ
        self._args = args
        self._session: Session | None = None
        self._config: Config | None = None
        self._today: date | None = None
        self._path: str | None = None
        self._calendar: Calendar | None = None
        self._has_written = False
        self.is_reading = False

    @property
    def config(self) -> "Config":
        """The user's settings; a bad file is told once and costs only itself."""
        if self._config is None:
            from releaseboard.settings.config import load_config
            from releaseboard.settings.paths import config_file

            self._config = load_config(config_file(self.environ), self.environ)
            for problem in self._config.problems:
                self.out.note(f"releaseboard: note: {problem}")
        return self._config

    @property
    def today(self) -> date:
        """The day to work as of: --today, $RELEASEBOARD_TODAY, or the clock's."""
        if self._today is None:
            asked = self._args.today or self.environ.get("RELEASEBOARD_TODAY", "")
            clock = datetime.now().date()
            self._today = parse_date(asked, clock) if asked else clock
        return self._today

    @property
    def asked_day(self) -> date | None:
        """The day that was asked for; None follows the clock."""
        is_asked = self._args.today or self.environ.get("RELEASEBOARD_TODAY")
        return self.today if is_asked else None

    @property
    def user(self) -> str:
        """The name for the history: --user, $RELEASEBOARD_USER, the config's, or '' (the session takes the login)."""
        named: str = self._args.user or self.environ.get("RELEASEBOARD_USER", "")
        return named or ("" if self.is_reading else self.config.user)

    def find_path(self) -> str:
        """The board's path; '' when there is none."""
        if self._path is None:
            self._path = self._look_up_path()
        return self._path

    def _look_up_path(self) -> str:
        from releaseboard.settings.paths import config_file, find_board

        try:
            folder = os.getcwd()
        except OSError:
            folder = ""
        named = self._args.board or ""
        if not named and not self.environ.get("RELEASEBOARD_BOARD") and os.path.isfile(config_file(self.environ)):
            return find_board("", self.environ, self.config.board, folder)
        return find_board(named, self.environ, "", folder)

    @property
    def session(self) -> "Session":
        """The opened board. Raises BoardMissing when there is none, and what the store raises."""
        return self.open_session()

    def open_session(self, *, stays: bool = False) -> "Session":
        """The same; `stays` for a screen that is kept open."""
        if self._session is None:
            from releaseboard.session import Session

            path = self.find_path()
            if not path:
                raise NO_BOARD
            self.use(Session.open(path, local=self._args.local, stays=stays, today=self.asked_day, user=self.user))
        assert self._session is not None  # `use` has just set it
        return self._session

    def use(self, session: "Session") -> None:
        """Work on this board; what could be read only in part is told."""
        self._session = session
        for text in session.notes:
            self.out.note(f"releaseboard: note: {text}")

    @property
    def board(self) -> "Board":
        """The board as it stands."""
        return self.session.board

    @property
    def calendar(self) -> "Calendar":
        """The board's working days, made once."""
        if self._calendar is None:
            self._calendar = self.session.calendar
        return self._calendar

    def read_date(self, text: str) -> date:
        """A typed date, `+3` counted by the board's calendar. Raises BadInput."""
        return parse_date(text, self.today, self.calendar.add_days)

    def read_date_or_none(self, text: str | None) -> date | None:
        """A typed date; None when the option was left out. An empty text is an error: a script's variable was empty."""
        return None if text is None else self.read_date(text)

    def read_window(self, text: str) -> "Window":
        """A typed window `A..B`. Raises BadInput."""
        from releaseboard.domain.when import parse_window

        return parse_window(text, self.today, self.calendar.add_days)

    def echo(self, day: date) -> str:
        """A date said back: `Fri 05 Mar 2027, in 7 working days`."""
        calendar = self.calendar
        away = calendar.days_between(self.today, day)
        distance = "today" if day == self.today else format_distance(away) if away else ""
        rest = "" if calendar.is_working(day) else "not a working day"
        return ", ".join(part for part in (format_date(day), distance, rest) if part)

    def do(self, *commands: "Asked") -> "Outcome":
        """Do it and save it; warnings are told."""
        return self._told(self.session.do(*commands))

    def undo(self, group: str) -> "Outcome":
        """Take back a group of changes ('': your own last one) and save it."""
        return self._told(self.session.undo(group))

    def _told(self, outcome: "Outcome") -> "Outcome":
        self._has_written = True
        for warning in outcome.warnings:
            self.out.note(f"releaseboard: note: {warning}")
        return outcome

    def require_shared(self) -> None:
        """Raises BoardUnavailable when an edit was kept on this machine but did not reach the board (exit code 3)."""
        if self._has_written and self._session is not None:
            sync = self._session.sync
            if sync.pending:
                raise BoardUnavailable(
                    f"the board can't be written now: {sync.reason or 'it is out of reach'}",
                    "the edit is kept on this machine and goes into the board as soon as it can",
                )


def pair_fields(words: list[str]) -> dict[str, str]:
    """`field=value` words as a mapping. Raises BadInput for a word without `=`, and for a field given twice."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"{word!r} is not field=value", "such as title='Faster refunds'")
        if name.strip() in found:
            raise BadInput(f"{name.strip()} is given twice", "once is enough")
        found[name.strip()] = value
    return found
