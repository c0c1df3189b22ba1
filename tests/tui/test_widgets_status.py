"""The line above and the line below."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from drawing import HINTS, TODAY, DrawingApp, make_model, payments_board
from releaseboard.tui.viewmodel import HeaderModel
from releaseboard.tui.widgets.statusbar import FooterLine, HeaderLine, Hint

pytestmark = pytest.mark.tui


@asynccontextmanager
async def on_screen(width: int = 120) -> AsyncIterator[tuple[HeaderLine, FooterLine]]:
    """Header and footer of a screen as wide."""
    app = DrawingApp(make_model(*payments_board()))
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        yield app.query_one(HeaderLine), app.query_one(FooterLine)


def read(line: HeaderLine | FooterLine) -> str:
    """What stands there."""
    return line.render_line(0).text.rstrip()


async def test_the_header_counts_at_the_right() -> None:
    """Board and day at the left, colours at the right; more to say stands last."""
    async with on_screen() as (header, _):
        assert read(header).startswith(" ReleaseBoard · Payments Q1   today Wed 24 Feb 2027   ")
        assert read(header).endswith("  G 2  A 2  R 1")
        header.model = HeaderModel("Payments Q1", TODAY, {"G": 6, "A": 3, "R": 2}, "on time 9/11")
        assert read(header).endswith("G 6  A 3  R 2  · on time 9/11")


async def test_a_note_goes_before_the_day() -> None:
    """What is special about the view matters more than the date, when there is not room for both."""
    async with on_screen(60) as (header, _):
        header.note = "team:core · 3 of 40"
        assert "team:core · 3 of 40" in read(header)
        assert "24 Feb" not in read(header)
        assert read(header).endswith("G 2  A 2  R 1")


@pytest.mark.parametrize("width", [1, 10, 24, 40])
async def test_a_long_name_is_cut(width: int) -> None:
    """And never breaks the line."""
    async with on_screen(width) as (header, footer):
        header.model = HeaderModel("A name that is longer than any screen [b]is[/b] " * 9, TODAY, {})
        footer.set_state("offline: 3 edits kept here", is_alarming=True)
        assert header.render_line(0).cell_length == footer.render_line(0).cell_length == width


async def test_hints_that_do_not_fit_are_left_out() -> None:
    """No half words."""
    async with on_screen(40) as (_, footer):
        footer.hints = HINTS
        assert read(footer) == " h/l stage  j/k card  H/L move   synced"


async def test_a_message_takes_the_place_of_the_keys() -> None:
    """Until it is taken back."""
    async with on_screen() as (_, footer):
        footer.say("can't move: [WIP] limit of Build is reached", kind="warning")
        assert read(footer).startswith(" can't move: [WIP] limit of Build is reached")
        assert read(footer).endswith("synced")
        assert footer.message
        footer.say("")
        assert read(footer).startswith(" h/l stage")


async def test_a_key_that_cannot_act_stays_in_its_place() -> None:
    """Dim, but there."""
    async with on_screen() as (_, footer):
        before = footer.render_line(0)
        footer.hints = [Hint(key, label, is_on=False) for key, label, _ in footer.hints]
        assert footer.render_line(0).text == before.text
        assert footer.render_line(0) != before


async def test_nothing_new_draws_nothing() -> None:
    """The same hints, message or state again is not a change."""
    async with on_screen() as (header, footer):
        for again in (
            lambda: setattr(footer, "hints", HINTS),
            lambda: footer.set_state("synced"),
            lambda: setattr(header, "model", header.model),
        ):
            again()
            assert header.redraw() == footer.redraw() == 0
