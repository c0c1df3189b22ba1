"""Once a quarter: which stage to shorten? gm, Enter on a stage, + and -, all by keys."""

from typing import Any

import pytest

from releaseboard.interchange.planfile import read_plan
from releaseboard.session import Session
from releaseboard.settings.config import Config
from stagesboard import write_plan

pytestmark = pytest.mark.tui

AT_WORK = """
[[releases]]
key = "Z-1.0"
state = "in_progress"
stage = "test"
window = {start = 2027-02-24, end = 2027-03-02}
target = 2027-03-01
stage_days = {build = 5, test = 8, accept = 1}
stage_actual = {build = {started = 2027-02-15, finished = 2027-02-19}, test = {started = 2027-02-22}}
"""


@pytest.fixture
def five(new_session: Any) -> Session:
    """The board of the worked example, with one release in Test that misses its window by two days."""
    made: Session = new_session(read_plan(write_plan(rest=AT_WORK), "five.toml"))
    return made


async def test_the_metrics_say_which_stage_to_shorten(open_board, five: Session) -> None:
    """gm: the sentence, a line a stage with its bar, the numbers, the weeks; gm again says where one is."""
    async with open_board(five, size=(120, 40), keys=("g", "m")) as hand:
        assert hand.top == "MetricsScreen"
        said = " ".join(hand.text().split())
        assert "Metrics: 5 finished releases" in said
        assert "plan 8 or shorten it: it alone explains all 4 late releases." in said
        rows = hand.rows().splitlines()
        bars = {row.split()[0]: row.count("█") for row in rows if row.split()[:2][-1:] == ["5"]}
        assert bars == {"Plan": 1, "Build": 5, "Test": 11, "UAT": 3, "Deploy": 0}
        assert "1/5 (20%) in the agreed window" in said
        await hand.press("g", "m")
        assert hand.said == "this is the metrics"
        await hand.press("escape")
        assert hand.top == "BoardScreen"


async def test_enter_on_a_stage_shows_what_it_would_have_saved(open_board, five: Session) -> None:
    """Each rescued release is a line; Enter goes to its page and Esc comes back to it."""
    async with open_board(five, keys=("g", "m", "j", "j", "enter")) as hand:
        assert hand.top == "StageScreen"
        assert "Had only Test kept its plan, 4 of 4 late would have met their window:" in hand.rows()
        assert hand.page.target().key == "A-1.0"
        await hand.press("j", "enter")
        assert hand.top == "ReleaseScreen"
        assert hand.page.target().key == "B-1.0"
        await hand.press("escape")
        assert (hand.top, hand.page.target().key) == ("StageScreen", "B-1.0")
        await hand.press("escape")
        assert (hand.top, hand.page.current_line()) == ("MetricsScreen", "test")


async def test_plus_and_minus_ask_what_if(open_board, five: Session) -> None:
    """Two days less bring Z-1.0 back into its window, one more costs a day, none asks nothing; nothing is written."""
    async with open_board(five, keys=("g", "m", "j", "j", "enter")) as hand:
        before = hand.session.board
        await hand.press("-", "-")
        assert "Test · -2 days" in hand.text()
        assert "1 release moves, 2 working days gained in all" in " ".join(hand.rows().split())
        assert "+2  back in its window" in hand.rows()
        await hand.press("+", "+", "+")
        assert "1 release moves, 1 working day lost in all" in " ".join(hand.rows().split())
        await hand.press("-")
        assert "If Test took" not in hand.rows()
        assert hand.session.board is before


async def test_a_board_without_history_says_so_and_still_asks_what_if(open_board) -> None:
    """No stage was ever timed: dashes, a plain sentence, and the what-if on what is ahead."""
    async with open_board(keys=("g", "m")) as hand:
        assert "none of the 1 finished release tells when its stages started" in " ".join(hand.rows().split())
        await hand.press("j", "j", "enter", "-")
        assert "If Test took 1 day less in the 3 open releases that have it still to do: no date moves" in " ".join(
            hand.rows().split()
        )


async def test_an_edit_by_hand_is_counted_at_once(open_board, five: Session) -> None:
    """The page follows the board: Z-1.0 goes out of Test and its age with it."""
    async with open_board(five, size=(120, 40), keys=("g", "m")) as hand:
        assert "none of 1 at work is over its stage's P85" in hand.rows()
        await hand.press("escape")
        await hand.go_to("Z-1.0")
        await hand.press("L", "g", "m")
        assert hand.release("Z-1.0").stage == "accept"
        assert "Test" in hand.rows()


async def test_the_text_below_the_stages_is_reached_by_keys(open_board, five: Session) -> None:
    """j scrolls on after the last stage, Page down by a screenful, End to the end; k comes back to the stages."""
    async with open_board(five, keys=("g", "m")) as hand:
        assert "week by week" not in hand.text()
        await hand.press(*"jjjj")
        top = hand.text().splitlines()[1]
        await hand.press("j")
        assert hand.text().splitlines()[1] != top
        await hand.press("end")
        assert "24 Feb" in hand.text()
        await hand.press("k", "home", "pagedown", "pagedown")
        assert "week by week" in hand.text()


async def test_plain_terminals_get_plain_bars(open_board, five: Session) -> None:
    """ASCII only: every sign of the page is one."""
    async with open_board(five, config=Config(ascii=True), keys=("g", "m")) as hand:
        assert hand.rows().isascii()
        assert "###########" in hand.rows()
        await hand.press("j", "j", "enter", "-")
        assert hand.rows().isascii()
