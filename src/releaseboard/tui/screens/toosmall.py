"""What is shown in a window that is too small for the board; it goes away by itself."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from releaseboard.tui.paint import plain


class TooSmall(ModalScreen[None]):
    """Says what is needed; everything below stays as it is.

    Args:
        width: cells that are needed.
        height: lines that are needed.
    """

    CSS_PATH = "../css/sheets.tcss"

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._need = (width, height)

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static("", id="too-small")

    def _tell(self) -> str:
        width, height = self.size
        need = f"{self._need[0]}×{self._need[1]}"
        return f"This window is {width}×{height}. The board needs {need}: make it larger. Ctrl+Q quits."

    def on_resize(self) -> None:
        """The numbers follow."""
        self.query_one("#too-small", Static).update(plain(self._tell()))
