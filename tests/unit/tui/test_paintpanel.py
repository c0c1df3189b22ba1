"""The panel's lines: exact widths, and everything said in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from drawing import TODAY, payments_board
from releaseboard.schedule.calendar import calendar_of
from releaseboard.tui.glyphs import ASCII
from releaseboard.tui.paint import Look
from releaseboard.tui.paintpanel import (
    paint_dependency,
    paint_more,
    paint_own,
    paint_side_heading,
    paint_title,
    paint_why,
)
from releaseboard.tui.panelmodel import EMPTY, PanelLine, build_panel_model
from releaseboard.tui.widgets.lines import ROLES

LOOK = Look({role: Style(color=f"color({at})", bgcolor="color(0)") for at, role in enumerate(ROLES)})
PLAIN = LOOK._replace(glyphs=ASCII)
BOARD, OUTLOOKS = payments_board()
PANEL = build_panel_model(BOARD, OUTLOOKS, "r2", today=TODAY, calendar=calendar_of(BOARD))

words = st.text(max_size=40) | st.text(st.sampled_from("[]/ab é日👩\u200d💻\u0301\x1b\u202e"), max_size=40)
lines = st.builds(
    PanelLine, st.just("x"), st.just("l"), st.integers(1, 9), st.booleans(),
    st.sampled_from(["released", "working", "blocked", "open", "met", "gone", "draft"]), st.sampled_from("GAR-"), words,
    words, st.none() | st.just(TODAY), st.none() | st.integers(-99, 99), st.booleans(), st.integers(0, 500),
)  # fmt: skip


@given(lines, st.integers(1, 90), st.booleans())
def test_every_line_has_its_width(line: PanelLine, width: int, is_up: bool) -> None:
    """Hostile labels at any width and depth."""
    strip = paint_dependency(line, width, LOOK, TODAY, is_up=is_up, branch="  " * (line.depth - 1))
    assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)


@given(words, words, st.integers(1, 130))
def test_the_other_parts_have_their_width(key: str, title: str, width: int) -> None:
    """Title, headings, the release itself, the reasons, the rest."""
    panel = PANEL._replace(key=key, title=title, why=(title, key))
    strips = [paint_title(panel, width, LOOK), *paint_why(panel, width, LOOK, most=3), paint_more(7, width, LOOK)]
    strips += [paint_side_heading(panel, width, LOOK, is_up=True), *paint_own(panel, width, LOOK)]
    for strip in strips:
        assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)


def test_a_line_says_state_date_and_effect() -> None:
    """Letter, key with stage, where it stands, when, what may still slip."""
    drawn = [paint_dependency(line, 53, LOOK, TODAY, is_up=True).text for line in PANEL.upstream]
    assert drawn == [
        " G PAY-4.1.1  Accept, lag 2  Thu 25 Feb      float 7 ",
        " ✓ SDK-5.0  released  Fri 12 Feb                     ",
        " ? SAP cert  unknown  no date                   open ",
    ]


@pytest.mark.parametrize(
    ("change", "tail"),
    [
        ({"float": -3}, "late 3"),
        ({"float": 0, "is_driving": True}, "float 0 drives ◀"),
        ({"float": 2, "more": 4}, "+4 float 2"),
        ({"day": None, "float": None}, "open"),
    ],
)
def test_what_it_does_to_the_date_is_text(change: dict[str, object], tail: str) -> None:
    """Late, driving, not opened, without a date."""
    line = PANEL.upstream[0]._replace(**change)
    assert paint_dependency(line, 60, LOOK, TODAY, is_up=True).text.endswith(f"  {tail} ")


def test_a_blocked_one_has_its_bar() -> None:
    """As on its card."""
    line = PANEL.upstream[0]._replace(standing="blocked")
    assert paint_dependency(line, 40, LOOK, TODAY, is_up=True).text.startswith(" ▌ PAY-4.1.1")


def test_the_date_goes_before_the_label_does() -> None:
    """In a narrow panel the key stays readable."""
    line = PANEL.downstream[0]
    drawn = [paint_dependency(line, width, LOOK, TODAY, is_up=False).text for width in (60, 40, 26)]
    begins = [text.split("  ")[0].strip() for text in drawn]
    assert begins == ["A MOB-7.0.build", "A MOB-7.0.build", "A MOB-7….build"]


def test_the_title_names_window_and_target() -> None:
    """Over the whole width, as the edge between board and panel."""
    assert paint_title(PANEL, 80, LOOK).text == (
        "── PAY-4.2  Wallets ──────────────────── window 01–05 Mar · target Tue 02 Mar ──"
    )
    assert paint_title(EMPTY, 20, LOOK).text == "─" * 20


def test_headings_count_the_links() -> None:
    """Also where there are none."""
    texts = [paint_side_heading(panel, 30, LOOK, is_up=True).text.strip() for panel in (PANEL, EMPTY)]
    assert texts == ["waits for 2", "waits for nothing"]


def test_the_reasons_stand_in_one_line() -> None:
    """With the rules' names; each in a line of its own where there is room; nothing at all where there are none."""
    one, two = (" why R1 forecast 3 days after the window", "A5 Build 4 days over")
    assert [strip.text.rstrip() for strip in paint_why(PANEL, 70, LOOK)] == [f"{one} · {two}"]
    assert [strip.text.rstrip() for strip in paint_why(PANEL, 70, LOOK, most=4)] == [one, f"     {two}"]
    assert paint_why(EMPTY, 70, LOOK) == paint_why(PANEL, 70, LOOK, most=0) == []


def test_ascii_panels_are_ascii() -> None:
    """Signs and rules; the dash of a window is a word of ours too."""
    parts = [paint_title(PANEL, 80, PLAIN), *paint_why(PANEL, 80, PLAIN), *paint_own(PANEL, 30, PLAIN)]
    parts += [paint_dependency(line, 60, PLAIN, TODAY, is_up=True) for line in PANEL.upstream]
    assert [strip.text for strip in parts if not strip.text.isascii()] == []
