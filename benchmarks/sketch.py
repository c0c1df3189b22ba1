"""The floor of a board: columns of cards by Textual's Line API, a cursor, a panel of text that follows it: that is all.

No rules, no file, no filter: what is left is what Textual and the terminal cost. `sketch.py COUNT` runs it.
"""

import sys
from itertools import cycle, islice

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Header

COLUMNS = 5
CARD_LINES = 3
WORDS = ("faster", "refunds", "vendor", "audit", "login", "search", "export", "nightly", "billing", "mobile")


def make_cards(count: int) -> list[list[str]]:
    """`count` cards dealt over the columns; each is a key and a title of four words."""
    titles = (" ".join(islice(cycle(WORDS), n % 7, n % 7 + 4)) for n in range(count))
    cards = [f"PRJ-{n}.0 {title}" for n, title in enumerate(titles)]
    return [cards[column::COLUMNS] for column in range(COLUMNS)]


class Column(ScrollView):
    """One column; draws only the lines that are asked for."""

    def __init__(self, cards: list[str]) -> None:
        super().__init__()
        self.cards = cards
        self.cursor: int | None = None
        self.virtual_size = Size(20, len(cards) * CARD_LINES)

    def render_line(self, y: int) -> Strip:
        """One line of the card that stands there."""
        width = self.size.width
        index, part = divmod(y + self.scroll_offset.y, CARD_LINES)
        if index >= len(self.cards):
            return Strip.blank(width)
        key, _, title = self.cards[index].partition(" ")
        marked = Style(bgcolor="#334455") if index == self.cursor else Style()
        lines = (("A", key), (" ", f"→ {index % 28 + 1:02} Mar  sl {index % 9}"), (" ", title))
        letter, text = lines[part]
        colour = Style(color="#ddaa33", bold=True) + marked
        return Strip([Segment(letter, colour), Segment(f" {text}"[: width - 1].ljust(width - 1), marked)])

    def point(self, cursor: int | None) -> None:
        """Put the cursor on a card (None: on no card) and repaint the two cards that this touches."""
        old, self.cursor = self.cursor, cursor
        for index in (old, cursor):
            if index is not None:
                top = index * CARD_LINES - self.scroll_offset.y
                self.refresh(Region(0, top, self.size.width, CARD_LINES))
        if cursor is not None:
            self.scroll_to_region(Region(0, cursor * CARD_LINES, 1, CARD_LINES), animate=False)


class Panel(ScrollView):
    """Six lines about the card under the cursor."""

    card = ""

    def render_line(self, y: int) -> Strip:
        """One line, made from the card's text."""
        words = self.card.split() or [""]
        text = f"  {words[y % len(words)]}  waits for {words[0]}, float {len(self.card) % 7}, holds up {words[-1]}"
        return Strip([Segment(text[: self.size.width].ljust(self.size.width), Style(color="#99aabb"))])

    def show(self, card: str) -> None:
        """Tell about another card."""
        self.card = card
        self.refresh()


class SketchApp(App[None]):
    """The bare board: h j k l move the cursor, L moves the card."""

    BINDINGS = [
        ("j", "down(1)", "Down"), ("k", "down(-1)", "Up"), ("l", "side(1)", "Right"), ("h", "side(-1)", "Left"),
        ("L", "move", "Move card"), ("q", "quit", "Quit"),
    ]  # fmt: skip
    CSS = "Column { width: 1fr; scrollbar-size: 0 0; } Panel { height: 6; dock: bottom; margin-bottom: 1; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.columns = [Column(cards) for cards in make_cards(count)]
        self.panel = Panel()
        self.at = 0
        self.row = 0

    def compose(self) -> ComposeResult:
        """Header, the columns side by side, footer."""
        yield Header()
        yield Horizontal(*self.columns)
        yield self.panel
        yield Footer()

    def on_mount(self) -> None:
        """The cursor starts on the first card."""
        self.action_down(0)

    def action_down(self, step: int) -> None:
        """Go down or up one card."""
        self.row = max(0, min(self.row + step, len(self.columns[self.at].cards) - 1))
        self.columns[self.at].point(self.row)
        self.panel.show(self.columns[self.at].cards[self.row])

    def action_side(self, step: int) -> None:
        """Go to the column beside."""
        self.columns[self.at].point(None)
        self.at = (self.at + step) % COLUMNS
        self.action_down(0)

    def action_move(self) -> None:
        """Move the card to the next column; both columns are painted anew."""
        source, target = self.columns[self.at], self.columns[(self.at + 1) % COLUMNS]
        target.cards.insert(0, source.cards.pop(self.row))
        source.refresh()
        target.refresh()


if __name__ == "__main__":
    SketchApp(int(sys.argv[1])).run()
