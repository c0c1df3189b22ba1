"""Where words go: width, colour, signs, quiet, broken pipes."""

import io
from collections.abc import Iterator

import pytest

from releaseboard.cli.output import MIN_WIDTH, PIPE_WIDTH, Output, plain_signs
from releaseboard.errors import BadInput, BoardUnavailable


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]  # StringIO has none of its own

    def isatty(self) -> bool:
        """Yes."""
        return True


class Closing(io.StringIO):
    """A stream that fails on every write."""

    def __init__(self, problem: OSError) -> None:
        super().__init__()
        self.problem = problem

    def write(self, text: str) -> int:
        """No."""
        raise self.problem


def make(
    stdout: io.StringIO | None, environ: dict[str, str] | None = None, **settings: bool
) -> tuple[Output, io.StringIO]:
    """An output with its stderr."""
    said = io.StringIO()
    return Output(stdout, said, environ or {}, **settings), said


@pytest.mark.parametrize(("environ", "settings", "wanted"), [
    ({}, {}, True), ({"NO_COLOR": "1"}, {}, False), ({"NO_COLOR": ""}, {}, True), ({"TERM": "dumb"}, {}, False),
    ({}, {"no_color": True}, False),
])  # fmt: skip
def test_colour_of_a_terminal(environ: dict[str, str], settings: dict[str, bool], wanted: bool) -> None:
    """NO_COLOR counts when it is not empty (no-color.org)."""
    out, _ = make(Terminal(), environ, **settings)
    assert out.colour is wanted
    assert (out.paint("R", "R") == "\x1b[31mR\x1b[0m") is wanted


def test_a_pipe_has_no_colour_and_eighty_columns() -> None:
    """Nobody can say how wide the reader's window is."""
    out, _ = make(io.StringIO())
    assert (out.colour, out.width) == (False, PIPE_WIDTH)
    assert out.paint("R", "R") == "R"


@pytest.mark.parametrize(("columns", "width"), [
    ("100", 100), ("1", MIN_WIDTH), ("0", PIPE_WIDTH), ("", PIPE_WIDTH), ("wide", PIPE_WIDTH), ("-5", PIPE_WIDTH),
])  # fmt: skip
def test_columns_of_the_environment(columns: str, width: int) -> None:
    """COLUMNS counts when it is a number above 0."""
    assert make(io.StringIO(), {"COLUMNS": columns})[0].width == width


@pytest.fixture
def latin() -> Iterator[tuple[Output, io.BytesIO]]:
    """An output in Latin-1."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1", newline="\n")
    yield Output(stream, None, {}), raw
    stream.flush()


def test_signs_that_the_locale_can_not_show(latin: tuple[Output, io.BytesIO]) -> None:
    """Our signs have an ASCII stand-in; letters of the encoding stay, others become question marks."""
    out, raw = latin
    out.result("– → … ≥ ü 発")
    out.json({"title": "ü発"})
    out.flush()
    assert raw.getvalue().decode("latin-1").splitlines()[0] == "- -> ~ >= ü ?"
    assert '"\\u00fc\\u767a"' in raw.getvalue().decode("latin-1")


def test_plain_signs_are_plain() -> None:
    """Every stand-in is ASCII."""
    assert plain_signs("…–—·→←≥≤×✓↦⧗▌│─“”‘’").isascii()


def test_quiet_keeps_results_and_errors() -> None:
    """Confirmations and notes go, results and errors stay."""
    stdout = io.StringIO()
    out, said = make(stdout, quiet=True)
    out.done("saved")
    out.note("by the way")
    out.result("G 1")
    out.error(BadInput("wrong", "try this"))
    assert stdout.getvalue() == "G 1\n"
    assert said.getvalue() == "releaseboard: error: wrong (try this)\n"


def test_an_error_is_one_clean_line() -> None:
    """Whatever stands in it."""
    out, said = make(io.StringIO())
    out.error(BadInput("two\nlines \x1b[31mred\u202e", "hint"))
    assert said.getvalue() == "releaseboard: error: two lines red (hint)\n"


def test_no_streams_at_all() -> None:
    """A process without stdout and stderr says nothing, and lives."""
    out = Output(None, None, {})
    out.result("x")
    out.error(BadInput("y"))
    out.flush()


def test_a_full_disk_is_our_error_and_a_broken_pipe_is_not() -> None:
    """The one is worded, the other is for main to be quiet about."""
    with pytest.raises(BoardUnavailable, match="can't be written"):
        make(Closing(OSError(28, "No space left on device")))[0].result("x")
    with pytest.raises(BrokenPipeError):
        make(Closing(BrokenPipeError()))[0].result("x")
