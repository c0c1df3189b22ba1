"""The floor of every Textual program: Header, one line of text, Footer."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static

READY = rb"ready"


class BlankApp(App[None]):
    """Shows one line and quits on q."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Header, text, footer."""
        yield Header()
        yield Static("PRJ-0.0 ready")
        yield Footer()


if __name__ == "__main__":
    BlankApp().run()
