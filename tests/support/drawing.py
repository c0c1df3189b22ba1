"""What the tests of the drawing half share: boards of real documents, an app of our widgets, the bytes it sends."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.containers import Container

import releaseboard.tui
from releaseboard.domain.board import Board
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import Outlook, Reason
from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.panelmodel import build_panel_model
from releaseboard.tui.theming import FALLBACK
from releaseboard.tui.viewmodel import BoardModel, build_board_model, build_header
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel
from releaseboard.tui.widgets.statusbar import FooterLine, HeaderLine, Hint
from releaseboard.tui.wire import LeanOutput

TODAY = date(2027, 2, 24)
STAGES = ("plan", "build", "test", "accept", "deploy")
STYLES = str(Path(releaseboard.tui.__file__).parent / "css" / "board.tcss")
KEYS = "h/l stage  j/k card  H/L move  Enter open  w why  / find  ? keys"
HINTS = tuple(Hint(*words.split(" ")) for words in KEYS.split("  "))


def make_release(ident: str, key: str, stage: str = "", **fields: Any) -> dict[str, Any]:
    """A plain release document; with a stage it is in progress."""
    state = "in_progress" if stage else "committed"
    doc = {"id": ident, "key": key, "state": state, "type": "minor", "target": "2027-03-02",
           "window": {"start": "2027-03-01", "end": "2027-03-05"}, **fields}  # fmt: skip
    return {**doc, "stage": stage} if stage else doc


def make_board(releases: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]] = (), **tables: Any) -> Board:
    """A board of plain documents, with a limit of three in Build."""
    stages = {
        name: {"id": name, "name": name.title(), "order": at, "wip_limit": 3 if name == "build" else 0}
        for at, name in enumerate(STAGES)
    }
    info = {"b": {"id": "b", "name": "Payments Q1"}}
    rows = {doc["id"]: dict(doc) for doc in releases}
    waits = {doc["id"]: dict(doc) for doc in links}
    return Board({"board": info, "stages": stages, "releases": rows, "links": waits, **tables})


def payments_board() -> tuple[Board, dict[str, Outlook]]:
    """The board that screens.md draws."""
    out = {"state": "released", "released_on": "2027-02-12", "outcome": "success"}
    block = {"since": "2027-02-22", "reason": "crash on old phones", "cause": "defect"}
    releases = [
        make_release("r1", "WEB-9.0", "plan", type="major", title="Checkout in one page", target="2027-03-18"),
        make_release("r2", "PAY-4.2", "build", title="Wallets", flow="blocked", blocked=block),
        make_release("r3", "MOB-7.0", "build", type="major", title="New home screen", target="2027-03-24"),
        make_release("r4", "HUB-2.3", "test", title="Partner portal", target="2027-03-04"),
        make_release("r5", "PAY-4.1.1", "accept", type="security", title="Key rotation", target="2027-02-25"),
        make_release("r6", "SDK-5.0", **out),
        make_release("r7", "MOB-6.9", **{**out, "released_on": "2027-01-20"}),
        make_release("r8", "WEB-9.1", title="Refunds"),
    ]
    links = [
        {"id": "l1", "successor": "r2", "predecessor": "r5", "lag": 2, "successor_stage": "test", "why": "new keys"},
        {"id": "l2", "successor": "r2", "predecessor": "sap", "predecessor_kind": "third_party", "why": "certificate"},
        {"id": "l3", "successor": "r3", "predecessor": "r2", "successor_stage": "build", "why": "wallet calls"},
        {"id": "l4", "successor": "r1", "predecessor": "r2", "successor_stage": "test", "why": "checkout"},
        {"id": "l5", "successor": "r8", "predecessor": "r1", "why": "same code"},
        {"id": "l6", "successor": "r5", "predecessor": "r6", "why": "new client"},
    ]
    sap = {"id": "sap", "vendor": "SAP", "product": "cert", "kind": "vendor_requirement", "confidence": "unknown"}
    outlooks = {
        "r1": Outlook(date(2027, 3, 18), slack=1, health="A", fact="⧗ vendor cert"),
        "r2": Outlook(date(2027, 3, 10), slack=-3, health="R", fact="Build 14/10d",
                    reasons=(Reason("R1", "forecast 3 days after the window"), Reason("A5", "Build 4 days over"))),
        "r3": Outlook(date(2027, 3, 24), slack=4, health="A", stale=True),
        "r4": Outlook(date(2027, 3, 4), slack=2, health="G", fact="gate Thu"),
        "r5": Outlook(date(2027, 2, 25), slack=3, health="G", fact="↦ holds up 2"),
        "r6": Outlook(date(2027, 2, 12), "released", health="-", fact="in window"),
        "r7": Outlook(date(2027, 1, 20), "released", health="-", fact="late 2"),
        "r8": Outlook(None, "", health="-", fact="draft"),
    }  # fmt: skip
    return make_board(releases, links, externals={"sap": sap}), outlooks


@lru_cache(maxsize=4)
def crowd_board(count: int) -> tuple[Board, dict[str, Outlook]]:
    """A board of `count` releases, spread over all columns, each fifth waiting for the one before."""
    releases, links, outlooks = [], [], {}
    for at in range(count):
        ident, key, stage = f"r{at}", f"PAY-{at // 10}.{at % 10}", [*STAGES, "released"][at % 6]
        if stage == "released":
            releases.append(make_release(ident, key, state="released", released_on="2027-02-01"))
        else:
            releases.append(make_release(ident, key, stage, title=f"Part {at}"))
        if at % 5 == 4:
            links.append({"id": f"l{at}", "successor": ident, "predecessor": f"r{at - 1}", "why": "needs it"})
            links.append({"id": f"m{at}", "successor": ident, "predecessor": f"r{at - 3}", "why": "needs it"})
        day = TODAY + timedelta(days=at % 40)
        fact = ("↦ holds up 2", "", "Build 4/10d", "⧗ PAY-1.1")[at % 4]
        outlooks[ident] = Outlook(day, slack=at % 9 - 3, health="GAR"[at % 3], fact=fact)
    return make_board(releases, links), outlooks


def make_model(board: Board, outlooks: Mapping[str, Any], **options: Any) -> BoardModel:
    """The board's model as of TODAY."""
    return build_board_model(board, outlooks, today=TODAY, **options)


class DrawingApp(LeanOutput, App[None]):
    """Our widgets on one screen, wired as the board screen wires them; counts what it would write."""

    CSS_PATH = STYLES
    CSS: ClassVar[str] = """
        #body, #columns { width: 1fr; height: 1fr; }
        Panel { height: 6; }
        .-mid Panel { height: 8; }
        .-high Panel { height: 12; }
    """
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-low"), (30, "-mid"), (44, "-high")]
    AUTO_FOCUS = "BoardView"

    def __init__(self, model: BoardModel, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.written: list[str] = []
        self._shown, self._signs = model, glyphs
        self.console._color_system = ColorSystem.TRUECOLOR

    @property
    def is_headless(self) -> bool:
        """Pretend to have a terminal, so that updates are worded."""
        return False

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What the themes define, in full colours."""
        return dict(FALLBACK)

    def compose(self) -> ComposeResult:
        """Header, board, panel, footer."""
        model = self._shown
        yield HeaderLine(build_header(model.board, model.outlooks, TODAY), glyphs=self._signs)
        with Container(id="body"):
            with Container(id="columns"):
                yield BoardView(model, glyphs=self._signs, follow=self.follow)
            yield Panel(today=TODAY, glyphs=self._signs)
        yield FooterLine(glyphs=self._signs)

    def on_mount(self) -> None:
        """The panel follows from the start; bytes are counted from here on."""
        self._driver.write = self.written.append  # type: ignore[union-attr, method-assign]  # counts instead of writing
        self.query_one(FooterLine).hints = HINTS
        self.query_one(FooterLine).set_state("synced")
        self.follow(self._shown.cursor)

    def follow(self, release_id: str) -> None:
        """Show the dependencies of a release."""
        board = self.query_one(BoardView).model
        self.query_one(Panel).model = build_panel_model(
            board.board, board.outlooks, release_id, today=TODAY, calendar=calendar_of(board.board)
        )

    def picture(self) -> str:
        """The screen as plain text."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips()) + "\n"

    def sent(self) -> int:
        """Bytes since the last call."""
        count = len("".join(self.written).encode())
        self.written.clear()
        return count
