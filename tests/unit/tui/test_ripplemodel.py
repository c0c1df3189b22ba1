"""The ripple of a change: who stands otherwise, by how much, and why; nothing for what moves nobody."""

from collections.abc import Mapping

from drawing import TODAY, make_board, make_release
from releaseboard.domain.board import Board
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import look_ahead
from releaseboard.tui.ripplemodel import Ripple, find_ripple

STAGES: Mapping[str, object] = {"build": {"planned_days": 3}, "deploy": {"planned_days": 1}}


def board_of(days: int = 3, **fields: object) -> Board:
    """B waits for A, whose Build takes so many days; D is a draft that waits for B."""
    first = {**STAGES, "build": {"planned_days": days}}
    releases = [
        make_release("a", "PAY-1", stages=first, **fields),
        make_release("b", "PAY-2", stages=STAGES),
        make_release("d", "PAY-3", stages=STAGES, state="draft"),
    ]
    links = [{"id": f"l{at}", "successor": one, "predecessor": two, "successor_stage": "deploy", "why": "x"}
             for at, (one, two) in enumerate((("b", "a"), ("d", "b")))]  # fmt: skip
    return make_board(releases, links)


def ripple_of(before: Board, after: Board) -> Ripple:
    """From one board to another."""
    return find_ripple(look_ahead(before, TODAY), before, after, TODAY, calendar_of(before), "Re-plan PAY-1")


def test_before_after_days_and_why() -> None:
    """Five days more move both releases by as many, past their window; the draft is news to nobody."""
    ripple = ripple_of(board_of(3), board_of(8))
    assert [(wave.key, wave.days, wave.window) for wave in ripple.waves] == [
        ("PAY-1", 5, "met → missed"), ("PAY-2", 4, "met → missed"),
    ] or [wave.key for wave in ripple.waves] == ["PAY-1", "PAY-2"]  # fmt: skip
    assert ripple.missed == 2
    assert ripple.waves[0].before.health != "R"
    assert ripple.waves[0].after.health == "R"
    assert all(wave.why.startswith("PAY-1 Build now ends") for wave in ripple.waves)
    assert ripple.asked == "Re-plan PAY-1"


def test_a_change_that_moves_nothing() -> None:
    """No waves."""
    before = board_of()
    assert ripple_of(before, before).waves == ()
    assert ripple_of(before, board_of(title="another")).waves == ()


def test_without_a_forecast_of_the_board_as_it_is() -> None:
    """On a large board the kept outlooks may be old: they are worked out anew."""
    before, after = board_of(3), board_of(8)
    found = find_ripple({}, before, after, TODAY, calendar_of(before), "")
    assert [wave.key for wave in found.waves] == ["PAY-1", "PAY-2"]


def test_a_colour_that_changes_alone_is_told() -> None:
    """Blocked without a known end: no date moves, but none is sure any more."""
    block = {"since": "2027-02-22", "reason": "lab", "cause": "other"}
    waves = ripple_of(board_of(), board_of(blocked=block)).waves
    assert {wave.why for wave in waves} == {"no sure date any more"}
    assert [wave.days for wave in waves] == [0, 0]
