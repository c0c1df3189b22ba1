"""Rows of the timeline: the days are those of the forecast, ties join the right ends, every line has its width."""

from datetime import date

import pytest
from rich.cells import cell_len
from rich.style import Style

from drawing import TODAY, make_board, make_release
from releaseboard.domain.board import Board
from releaseboard.schedule.outlook import look_ahead
from releaseboard.tui.glyphs import ASCII, UNICODE, Glyphs
from releaseboard.tui.paint import Look
from releaseboard.tui.painttimeline import Chart, label_width, paint_chart, paint_head, paint_label
from releaseboard.tui.timelinemodel import TimelineModel, list_rows, name_letters
from releaseboard.tui.timescale import ZOOMS, Scale
from releaseboard.tui.widgets.lines import ROLES

HOSTILE = ("[b]x[/b]", "oops [/x]", "\x1b]0;pwned\x07", "\u202eevil", "日本語" * 40, "👩\u200d👩\u200d👧 family",
           "a" * 5_000, "e\u0301" * 90)  # fmt: skip
STAGES = {"build": {"planned_days": 10, "started": "2027-02-15"}, "test": {"planned_days": 5},
          "deploy": {"planned_days": 1}}  # fmt: skip


def day(text: str) -> int:
    """An ordinal."""
    return date.fromisoformat(f"2027-{text}").toordinal()


def board_of_two(title: str = "Wallets") -> Board:
    """PAY-1 in Build, with a freeze after it; PAY-2 waits for it."""
    releases = [
        make_release("r1", "PAY-1", "build", stages=STAGES, title=title),
        make_release("r2", "PAY-2", stages={"test": {"planned_days": 2}, "deploy": {"planned_days": 1}}, title=title),
        make_release("r3", "OLD-1", state="released", released_on="2027-01-12", title=title),
        make_release("r4", "OUT-1", archived=True),
    ]
    links = [{"id": "l1", "successor": "r2", "predecessor": "r1", "successor_stage": "deploy", "why": "api"},
             {"id": "l2", "successor": "r1", "predecessor": "r3", "why": "old"}]  # fmt: skip
    freeze = {"id": "f", "name": title, "start": "2027-03-08", "end": "2027-03-12"}
    return make_board(releases, links, freezes={"f": freeze})


def model_of(board: Board, cursor: str = "") -> TimelineModel:
    """The timeline of a board as of TODAY."""
    outlooks = look_ahead(board, TODAY)
    return TimelineModel(board, outlooks, list_rows(board, outlooks, None, "key"), TODAY, cursor)


def look_of(glyphs: Glyphs) -> Look:
    """Plain styles."""
    return Look({role: Style() for role in ROLES}, glyphs)


def test_bars_are_the_stages_of_the_forecast() -> None:
    """Build from its start to its forecast end, then Test and Deploy; the mark is on the forecast's day."""
    board = board_of_two()
    row = model_of(board).row("r1")
    assert [(bar.letter, bar.kind) for bar in row.bars] == [("B", "now"), ("T", "next"), ("D", "next")]
    assert [(bar.first, bar.last) for bar in row.bars][:2] == [
        (day("02-15"), day("02-26")), (day("03-01"), day("03-05")),
    ]  # fmt: skip
    outlook = look_ahead(board, TODAY)["r1"]
    assert outlook.date is not None
    assert row.out == outlook.date.toordinal() == day("03-15")
    assert row.is_late
    assert row.freezes == ((day("03-08"), day("03-12")),)


def test_what_is_on_the_timeline() -> None:
    """All of the board in its order, nothing that is archived; the filter holds."""
    board = board_of_two()
    outlooks = look_ahead(board, TODAY)
    assert list_rows(board, outlooks, None, "key") == ("r3", "r1", "r2")
    assert list_rows(board, outlooks, lambda release, _: release.project != "", "key") == ()
    assert list_rows(board, outlooks, lambda release, _: release.key == "PAY-2", "health") == ("r2",)


def test_ties_of_the_chosen_one() -> None:
    """Up- and downstream, with the room between the end of the one and the start of the other."""
    model = model_of(board_of_two(), "r1")
    assert {ident: tie.is_up for ident, tie in model.ties.items()} == {"r2": False, "r3": True}
    assert model.ties["r3"].span is None
    assert model.on("r2").ties["r1"].is_up
    assert model.on("nobody") is model
    assert [model.moved(step).cursor for step in (-9, 1, 9)] == ["r3", "r2", "r2"]


def test_letters_of_stages_differ() -> None:
    """Of the name where one is free."""
    board = Board({"stages": {str(at): {"id": str(at), "name": name, "order": at} for at, name in
                              enumerate(("Test", "Tune", "Tell", "日本", "Ship"))}})  # fmt: skip
    letters = list(name_letters(board).values())
    assert letters == ["T", "U", "E", "A", "S"]


def test_no_releases() -> None:
    """An empty board has no cursor, and today as its span."""
    model = model_of(make_board([]))
    assert (model.cursor, model.place, model.moved(1)) == ("", -1, model)
    assert model.find_span() == (TODAY.toordinal(), TODAY.toordinal())


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("title", HOSTILE)
def test_lines_have_their_width_whatever_people_typed(title: str, glyphs: Glyphs) -> None:
    """Labels, charts and heads in exactly the cells they have, at all zooms; in ASCII nothing of ours is more."""
    board = board_of_two(title)
    model, look = model_of(board, "r1"), look_of(glyphs)
    for width in (60, 80, 120, 200):
        label = label_width(width)
        for zoom in ZOOMS:
            scale = Scale(zoom)
            left = scale.cell(TODAY.toordinal()) - 20
            for ident in model.ids:
                row, tie = model.row(ident), model.ties.get(ident)
                strip = paint_chart(row, Chart(scale, left, width - label), look, model.today, tie)
                assert cell_len(strip.text) == strip.cell_length == width - label
                assert glyphs is UNICODE or strip.text.isascii()
                strip = paint_label(row, label, look, TODAY, tie, is_chosen=ident == "r1")
                assert cell_len(strip.text) == strip.cell_length == label
                assert "\x1b" not in strip.text
            for pieces in paint_head(model, scale, left, width, look):
                assert sum(cell_len(piece.text) for piece in pieces) == width
