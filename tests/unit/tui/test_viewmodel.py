"""Columns, order, cards made when asked, and a cursor that stays with its release."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import STAGES, TODAY, crowd_board, make_board, make_model, make_release, payments_board
from releaseboard.domain.words import RELEASED_COLUMN
from releaseboard.schedule.outlook import Outlook
from releaseboard.tui.viewmodel import BoardModel, build_header, natural_key

MOVES = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def keys_of(model: BoardModel, column: str) -> list[str]:
    """The keys of a column from top to bottom."""
    ids = next(found.ids for found in model.columns if found.id == column)
    return [model.board.releases[ident].key for ident in ids]


def test_columns_are_the_stages_and_released() -> None:
    """In the order of the board, Released last."""
    model = make_model(*payments_board())
    assert [column.id for column in model.columns] == [*STAGES, RELEASED_COLUMN]


def test_what_has_not_started_stands_first() -> None:
    """Drafts and committed releases are in the column of the first stage, and their cards say so."""
    board = make_board([make_release("r1", "A-1"), make_release("r2", "A-2", state="draft")])
    model = make_model(board, {})
    assert model.columns[0].ids == ("r1", "r2")
    assert [model.card(ident).standing for ident in ("r1", "r2")] == ["committed", "draft"]


def test_what_is_cancelled_or_archived_is_not_shown() -> None:
    """Neither has a place on the board."""
    releases = [make_release("r1", "A-1", state="cancelled"), make_release("r2", "A-2", "build", archived=True)]
    assert make_model(make_board(releases), {}).shown == 0


def test_only_work_in_progress_counts_for_the_limit() -> None:
    """A release on hold in the stage is shown, and does not count."""
    releases = [make_release(f"r{at}", f"A-{at}", "build") for at in range(3)]
    releases.append(make_release("r9", "A-9", "build") | {"state": "on_hold"})
    build = make_model(make_board(releases), {}).columns[1]
    assert (build.total, build.working, build.limit, build.is_over) == (4, 3, 3, False)
    over = make_model(make_board([*releases, make_release("r4", "A-4", "build")]), {}).columns[1]
    assert over.is_over


ORDER = [
    make_release("r1", "A-10", "build", priority=2, stages={"build": {"planned_days": 5, "started": "2027-02-01"}}),
    make_release("r2", "A-9", "build", priority=3, stages={"build": {"planned_days": 5, "started": "2027-01-01"}}),
    make_release("r3", "A-2", "build", priority=1),
]
AHEAD = {
    "r1": Outlook(date(2027, 3, 9), health="A"),
    "r2": Outlook(date(2027, 3, 1), health="G"),
    "r3": Outlook(date(2027, 3, 5), health="A"),
}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("health", ["A-2", "A-10", "A-9"]),
        ("date", ["A-9", "A-2", "A-10"]),
        ("priority", ["A-2", "A-10", "A-9"]),
        ("key", ["A-2", "A-9", "A-10"]),
        ("age", ["A-9", "A-10", "A-2"]),
    ],
)
def test_sorting(sort: str, expected: list[str]) -> None:
    """Health then date, date, priority, natural key, or longest in its stage; what has not started comes last."""
    assert keys_of(make_model(make_board(ORDER), AHEAD, sort=sort), "build") == expected


def test_the_newest_release_stands_first() -> None:
    """In Released the last one out is on top, however the board is sorted."""
    model = make_model(*payments_board(), sort="priority")
    assert keys_of(model, RELEASED_COLUMN) == ["SDK-5.0", "MOB-6.9"]


def test_a_filter_hides_cards_but_not_the_count() -> None:
    """The heading can say 1 of 2."""
    model = make_model(*payments_board(), keep=lambda release, outlook: outlook is not None and outlook.health == "R")
    build = model.columns[1]
    assert (build.ids, build.total) == (("r2",), 2)


def test_cards_are_made_only_when_asked() -> None:
    """5,000 releases cost what is on screen."""
    model = make_model(*crowd_board(5000))
    assert len(model._cards) == 0
    for ident in model.columns[0].ids[:20]:
        model.card(ident)
    assert len(model._cards) == 20


def test_a_card_is_made_again_only_when_it_changed() -> None:
    """The card of an untouched release is the same object on the next board; another outlook makes another card."""
    board, outlooks = payments_board()
    first = make_model(board, outlooks)
    kept, old = first.card("r1"), first.card("r2")
    doc = dict(board.docs["releases"]["r2"], title="Wallets and cards")
    second = make_model(board.changed("releases", {"r2": doc}), outlooks, previous=first)
    assert second.card("r1") is kept
    assert second.card("r2") is not old
    third = make_model(board, {**outlooks, "r1": Outlook(fact="late")}, previous=first)
    assert third.card("r1").fact == "late"


def test_equal_boards_have_equal_columns() -> None:
    """That is how the widgets know what to leave alone."""
    assert make_model(*payments_board()).columns == make_model(*payments_board()).columns


def test_the_cursor_stays_with_its_release() -> None:
    """Also into another column."""
    board, outlooks = payments_board()
    first = make_model(board, outlooks).on("r3")
    doc = dict(board.docs["releases"]["r3"], stage="test")
    second = make_model(board.changed("releases", {"r3": doc}), outlooks, previous=first)
    assert second.cursor == "r3"
    assert second.place("r3") == (2, 0)


def test_the_cursor_goes_to_the_next_when_its_release_vanishes() -> None:
    """The one below, else the one above, else the first of the board."""
    board = make_board([make_release(f"r{at}", f"A-{at}", "build") for at in range(3)])
    after = {"r1": "r2", "r2": "r1"}
    for gone, expected in after.items():
        first = make_model(board, {}).on(gone)
        smaller = board.changed("releases", {gone: None})
        assert make_model(smaller, {}, previous=first).cursor == expected
    alone = make_board([make_release("r0", "A-0", "build"), make_release("r1", "A-1", "test")])
    first = make_model(alone, {}).on("r0")
    assert make_model(alone.changed("releases", {"r0": None}), {}, previous=first).cursor == "r1"


def test_an_empty_board_has_no_cursor() -> None:
    """And moving does nothing."""
    model = make_model(make_board([]), {})
    assert (model.cursor, model.moved(1, 0).cursor, model.moved(0, 1).cursor) == ("", "", "")


def test_moves_pass_over_empty_columns_and_stop_at_the_edges() -> None:
    """From Accept to Released over the empty Deploy; no wrapping."""
    model = make_model(*payments_board(), cursor="r5")
    assert model.moved(1, 0).cursor == "r6"
    assert model.moved(1, 0).moved(1, 0).cursor == "r6"
    assert model.moved(0, -1) is model


def test_marks_go_with_their_release() -> None:
    """A mark on a release that is no longer on the board is dropped."""
    board, outlooks = payments_board()
    marked = make_model(board, outlooks).marked("r1").marked("r2").marked("r1")
    assert marked.marks == {"r2"}
    assert make_model(board.changed("releases", {"r2": None}), outlooks, marks=marked.marks).marks == frozenset()


@given(st.integers(1, 60), st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_the_cursor_is_always_on_a_card(count: int, moves: list[str]) -> None:
    """Wherever it is moved, it stands where its release stands."""
    model = make_model(*crowd_board(count))
    for move in moves:
        model = model.moved(*MOVES[move])
        place = model.place(model.cursor)
        assert place is not None
        assert model.columns[place[0]].ids[place[1]] == model.cursor


def test_keys_are_sorted_as_people_count() -> None:
    """Version 4.10 comes after 4.9."""
    keys = ["PAY-4.10", "pay-4.9", "PAY-4", "APP-11", "10-A", "PAY-4.9.1", ""]
    assert sorted(keys, key=natural_key) == ["", "APP-11", "PAY-4", "pay-4.9", "PAY-4.9.1", "PAY-4.10", "10-A"]


def test_the_header_counts_what_is_open() -> None:
    """Released ones have no colour to worry about."""
    board, outlooks = payments_board()
    header = build_header(board, outlooks, TODAY)
    assert (header.name, header.counts) == ("Payments Q1", {"A": 2, "R": 1, "G": 2, "-": 1})


@pytest.mark.parametrize("module", ["viewmodel", "panelmodel", "boardlayout", "glyphs"])
def test_the_models_need_no_screen(module: str) -> None:
    """What the screen shows is decided without Textual and rich."""
    code = f"import sys, releaseboard.tui.{module}; print({{'textual', 'rich'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
