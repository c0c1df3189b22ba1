"""Where no board was found: open one, make one, or look at a sample."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from releaseboard.errors import BadInput, ReleaseboardError
from releaseboard.session import Session
from releaseboard.settings.config import Config
from releaseboard.settings.paths import BOARD_NAME, absolute

from .bindings import bindings_for
from .paint import plain
from .screens.fields import Field, Form
from .screens.form import FormScreen
from .screens.rows import Row, RowList
from .themed import Themed
from .wire import LeanOutput

CHOICES = (
    ("d", "demo", "Look at a sample board: a throw-away copy, nothing you do to it is kept"),
    ("n", "new", "Make a new board"),
    ("o", "open", "Open a board file"),
    ("q", "quit", "Quit"),
)


class FirstStart(Screen[None]):
    """The choices, one line each; ends the app with an open session, or with None when left.

    Args:
        settings: day and person of the session.
        folder: where a demo board may be put.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("picker")]

    def __init__(self, settings: dict[str, Any], folder: str) -> None:
        super().__init__()
        self._settings, self._folder = settings, folder

    def compose(self) -> ComposeResult:
        """What this is, and what can be done."""
        yield Static(plain("ReleaseBoard"), id="page-title")
        yield Static(plain("There is no board here yet. What would you like to do?"), classes="first-text")
        yield RowList([Row(name, ((f"{letter}  ", "key"), (text, ""))) for letter, name, text in CHOICES])
        yield Static("", id="form-error")

    def on_key(self, event: events.Key) -> None:
        """Letters choose, arrows move."""
        rows = self.query_one(RowList)
        if event.key in ("down", "j", "up", "k"):
            event.stop()
            rows.move(1 if event.key in ("down", "j") else -1)
        elif found := next((name for letter, name, _text in CHOICES if letter == event.key), ""):
            event.stop()
            rows.go_to(found)
            rows.choose()

    def action_choose(self) -> None:
        """The line under the cursor."""
        self.query_one(RowList).choose()

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit(None)

    def say_error(self, error: ReleaseboardError) -> None:
        """Why that did not work."""
        self.query_one("#form-error", Static).update(plain(str(error)))

    @on(RowList.Chosen)
    def take(self, event: RowList.Chosen) -> None:
        """What was chosen."""
        if event.row.id == "quit":
            self.app.exit(None)
        elif event.row.id == "demo":
            self._try(self._make_demo)
        else:
            self._ask_path(event.row.id)

    def _try(self, make: Callable[[], Session]) -> None:
        try:
            self.app.exit(make())
        except ReleaseboardError as error:
            self.say_error(error)

    def _make_demo(self) -> Session:
        from releaseboard.interchange.samples import load_sample  # noqa: PLC0415 - only who asks for it pays

        day = self._settings["today"] or date.today()
        return Session.create(os.path.join(self._folder, "demo.json"), plan=load_sample(today=day), **self._settings)

    def _ask_path(self, choice: str) -> None:
        here = os.getcwd() if os.path.isdir(os.curdir) else ""
        made: list[Session] = []

        def submit(values: dict[str, Any]) -> None:
            path = absolute(values["path"], here, os.environ)
            if choice == "open":
                made.append(Session.open(path, stays=True, **self._settings))
                return
            if not os.path.isdir(os.path.dirname(path)):
                raise BadInput(f"there is no folder {os.path.dirname(path)}", "make it first, or choose another")
            made.append(Session.create(path, name=values.get("name") or "", **self._settings))

        fields = [Field("path", "File", BOARD_NAME if choice == "new" else "", "path of the board file", required=True)]
        if choice == "new":
            fields.insert(0, Field("name", "Name", "", "what the board is called, such as Payments"))
        title = "A new board" if choice == "new" else "Open a board"

        def done(is_saved: bool | None) -> None:
            if is_saved:
                self.app.exit(made[0])

        self.app.push_screen(FormScreen(Form(choice, title, fields, submit, "path"), {}), done)


class FirstStartApp(LeanOutput, Themed, App[Session | None]):
    """Ends with an open session, or None when left.

    Args:
        config: the user's settings.
        today: the day to work as of; None follows the clock.
        folder: where a demo board may be put; it is removed afterwards.
    """

    CSS_PATH = ["css/board.tcss", "css/sheets.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, config: Config, today: date | None, folder: str) -> None:
        super().__init__(**self.look_settings())
        self._settings: dict[str, Any] = {"today": today, "user": config.user}
        self._folder = folder
        self.start_theme(config)

    def get_default_screen(self) -> Screen[None]:
        """The choices."""
        return FirstStart(self._settings, self._folder)


def run_first_start(config: Config, run: Callable[[Session], int], *, today: date | None = None) -> int:
    """Ask what to do, then hand the board to `run`; the exit code, 0 when the person left.

    Args:
        config: the user's settings.
        run: shows a session until it is left.
        today: the day to work as of; None follows the clock.
    """
    folder = tempfile.mkdtemp(prefix="releaseboard-demo-")
    try:
        app = FirstStartApp(config, today, folder)
        session = app.run(mouse=config.mouse)
        return run(session) if session is not None else app.return_code or 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)
