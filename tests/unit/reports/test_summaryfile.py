"""A summary that was kept is the summary that was made."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import TODAY
from releaseboard.domain.board import Board
from releaseboard.interchange.samples import load_sample
from releaseboard.reports.layout import Style
from releaseboard.reports.line import write_line
from releaseboard.reports.markdown import write_markdown
from releaseboard.reports.statustext import write_status
from releaseboard.reports.summary import LETTERS, Coming, Decision, Line, OnTime, Summary
from releaseboard.reports.summaryfile import read_summary, write_summary
from releaseboard.reports.survey import summarize
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import look_ahead
from releaseboard.session import Session

DAYS = st.none() | st.dates()
COUNTS = st.none() | st.integers(-999, 999)
LINES = st.builds(
    Line, st.text(), st.text(), st.text(), st.text(), st.sampled_from(LETTERS), st.booleans(),
    st.lists(st.text(), max_size=3).map(tuple), DAYS, DAYS, st.booleans(), COUNTS, COUNTS, DAYS, st.booleans(),
)  # fmt: skip
MANY = st.lists(LINES, max_size=4).map(tuple)
NAMES = st.lists(st.text(), max_size=2).map(tuple)
RATES = st.builds(OnTime, st.integers(0, 99), st.integers(0, 99))
SUMMARIES = st.builds(
    Summary, st.text(), st.dates(), st.fixed_dictionaries(dict.fromkeys(LETTERS, st.integers(0, 9999))),
    st.integers(0, 9999), st.integers(0, 9999), MANY, MANY,
    st.lists(st.builds(Coming, st.dates(), st.text(), st.text(), st.text()), max_size=3).map(tuple),
    st.lists(st.builds(Decision, st.text(), st.text(), DAYS, st.text(), NAMES), max_size=3).map(tuple),
    RATES, RATES, st.integers(0, 99), st.integers(0, 99),
)  # fmt: skip


@given(SUMMARIES)
def test_a_summary_comes_back_as_it_was(found: Summary) -> None:
    """Every field, with its type: days are days, tuples are tuples."""
    data = write_summary(found)
    back = read_summary(data)
    assert back == found
    assert repr(back) == repr(found)
    assert back is not None
    assert write_summary(back) == data
    short = read_summary(data, counts_only=True)
    assert short == found._replace(lines=(), recent=(), coming=(), decisions=())


@pytest.fixture(scope="module")
def sample() -> Board:
    """The sample board."""
    return Session.create_in_memory(plan=load_sample(today=TODAY), today=TODAY, user="ana").board


@pytest.mark.parametrize("day", [TODAY, date(2027, 3, 10), date(2026, 12, 1)])
def test_the_sample_board_reads_the_same(sample: Board, day: date) -> None:
    """In every form, narrow and wide, painted and plain."""
    releases = list(sample.releases.values())
    found = summarize(sample, look_ahead(sample, day), releases, day, calendar_of(sample))
    back = read_summary(write_summary(found))
    assert back is not None
    for style in (Style(40), Style(80), Style(200, lambda text, style: f"<{style}>{text}</>")):
        assert write_status(back, style) == write_status(found, style)
        assert write_line(back, style) == write_line(found, style)
    assert write_markdown(back) == write_markdown(found)


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"null\nnull", b"[]\n[]", b"[1,2]\n[[],[],[],[]]", b"\xff\n[]",
                                  b"[" * 5000])  # fmt: skip
def test_what_is_no_summary_is_none(data: bytes) -> None:
    """Nothing is raised."""
    assert read_summary(data) is None


@given(SUMMARIES, st.data())
def test_a_part_of_a_summary_is_none_or_the_whole(found: Summary, data: st.DataObject) -> None:
    """Cut off anywhere."""
    whole = write_summary(found)
    assert read_summary(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


def test_only_what_belongs_there_is_written() -> None:
    """A day is written; anything else that JSON does not know is a fault of ours."""
    with pytest.raises(TypeError, match="has no place"):
        write_summary(Summary(*[object()] * len(Summary._fields)))  # type: ignore[arg-type]  # not a summary


def test_days_are_written_as_in_a_board() -> None:
    """As people and other programs read them."""
    plain: Any = Summary("B", TODAY, {}, 0, 0, (), (), (), (), OnTime(0, 0), OnTime(0, 0), 0, 0)
    assert write_summary(plain).startswith(b'["B","2027-02-24",')
