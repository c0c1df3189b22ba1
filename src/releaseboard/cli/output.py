"""What the command line prints: results on stdout, all that is said about them on stderr.

Colour only on a terminal that wants it; a locale that can't show our signs gets plain ASCII ones; nothing is wider than
the terminal unless a script asked for it.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from releaseboard.errors import BoardUnavailable, ReleaseboardError
from releaseboard.text import clean_line

if TYPE_CHECKING:
    from typing import TextIO

PIPE_WIDTH = 80  # columns when nobody can say how wide the reader's window is
MIN_WIDTH = 40

_ANSI = {"R": "31", "A": "33", "G": "32", "-": "2", "dim": "2", "bold": "1", "accent": "36"}
_ASCII_SIGNS = {
    "…": "~", "–": "-", "—": "-", "·": "-", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "×": "x", "✓": "+", "↦": "->",
    "⧗": "!", "▌": "|", "│": "|", "─": "-", "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip


class Output:
    """One command's voice.

    Attributes:
        width: columns that a line may take.
        unicode: the reader's encoding can show every sign.
        takes_utf8: what is in UTF-8 already can be handed on as it is.
        colour: ANSI colour is wanted.
        quiet: say only results that were asked for.
    """

    def __init__(
        self, stdout: "TextIO | None", stderr: "TextIO | None", environ: Mapping[str, str], *,
        quiet: bool = False, no_color: bool = False,
    ) -> None:  # fmt: skip
        self._stdout = stdout
        self._stderr = stderr
        self.quiet = quiet
        self.is_terminal = _is_terminal(stdout)
        self.width = _find_width(stdout, environ) if self.is_terminal or "COLUMNS" in environ else PIPE_WIDTH
        self.unicode = _is_unicode(stdout)
        self.takes_utf8 = self.unicode and "8" in getattr(stdout, "encoding", "") and hasattr(stdout, "buffer")
        plain = no_color or bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        self.colour = self.is_terminal and not plain

    def paint(self, text: str, style: str) -> str:
        """`text` in a style (`R` `A` `G` `-` `dim` `bold` `accent`) where colour is wanted, else as it is."""
        return f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if self.colour and text else text

    def result(self, text: str = "") -> None:
        """Print what was asked for."""
        try:
            _write(self._stdout, text + "\n", self.unicode)
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise _word(problem) from None

    def result_in_utf8(self, *parts: bytes) -> None:
        """Print what was asked for, where it is in UTF-8 already: megabytes need not be read to be handed on."""
        if self._stdout is not None:
            try:
                self._stdout.flush()
                for part in (*parts, b"\n"):
                    self._stdout.buffer.write(part)
            except BrokenPipeError:
                raise
            except OSError as problem:
                raise _word(problem) from None

    def lines(self, lines: Iterable[str]) -> None:
        """Print several lines of a result."""
        self.result("\n".join(lines))

    def json(self, value: Any) -> None:
        """Print a result for scripts."""
        self.result(self.encode(value))

    def encode(self, value: Any) -> str:
        """A result for scripts as text."""
        import json

        return json.dumps(value, indent=2, ensure_ascii=not self.unicode)

    def done(self, text: str) -> None:
        """Confirm what was done; nothing with --quiet."""
        if not self.quiet:
            self.result(text)

    def note(self, text: str) -> None:
        """Say something about the result, on stderr; nothing with --quiet."""
        if not self.quiet:
            _write(self._stderr, text + "\n", _is_unicode(self._stderr))

    def error(self, problem: ReleaseboardError) -> None:
        """One line on stderr: what is wrong, where, and the way out."""
        try:
            self.flush()
        except (BrokenPipeError, BoardUnavailable):
            mute_stdout()
        text = clean_line(str(problem), 2_000)
        _write(self._stderr, f"releaseboard: error: {text}\n", _is_unicode(self._stderr))

    def flush(self) -> None:
        """Hand everything to the reader. Raises BrokenPipeError when nobody reads any more."""
        if self._stdout is not None:
            try:
                self._stdout.flush()
            except BrokenPipeError:
                raise
            except OSError as problem:
                raise _word(problem) from None


def _word(problem: OSError) -> BoardUnavailable:
    return BoardUnavailable(f"the output can't be written: {problem.strerror or problem}")


def plain_signs(text: str) -> str:
    """`text` with our signs in ASCII; what people typed in other scripts is left for the encoder to replace."""
    return "".join(_ASCII_SIGNS.get(char, char) for char in text)


def mute_stdout() -> None:
    """After a broken pipe: what Python still wants to flush at exit goes nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def _write(stream: "TextIO | None", text: str, is_unicode: bool) -> None:
    if stream is None:
        return
    if not is_unicode:
        encoding = getattr(stream, "encoding", None) or "ascii"
        text = plain_signs(text).encode(encoding, "replace").decode(encoding)
    stream.write(text)


def _is_terminal(stream: "TextIO | None") -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _is_unicode(stream: "TextIO | None") -> bool:
    encoding = (getattr(stream, "encoding", None) or "ascii").casefold()
    return encoding.replace("-", "").replace("_", "").startswith("utf")


def _find_width(stream: "TextIO | None", environ: Mapping[str, str]) -> int:
    asked = environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return max(MIN_WIDTH, int(asked))
    try:
        return max(MIN_WIDTH, os.get_terminal_size(stream.fileno() if stream is not None else 1).columns)
    except (OSError, ValueError):
        return PIPE_WIDTH
