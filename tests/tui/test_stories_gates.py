"""Go or no go by keys alone: a key a line, the decision, conditions; nothing is recorded that was not said."""

from typing import Any

import pytest

from releaseboard.domain.gates import find_result, list_gates

pytestmark = pytest.mark.tui

GATE = {"name": "exit test", "approvers": ["ana", "kim"], "rule": "all"}
STAGES = [
    {"id": "plan", "name": "Plan", "order": 1}, {"id": "build", "name": "Build", "order": 2},
    {"id": "test", "name": "Test", "order": 3, "exit": ["no open bugs", "load test passed"], "gate": GATE},
    {"id": "accept", "name": "Accept", "order": 4},
    {"id": "deploy", "name": "Deploy", "order": 5, "entry": ["roll-back rehearsed"],
     "gate": {"name": "go/no-go", "at": "entry"}},
]  # fmt: skip


@pytest.fixture
def gated(new_session, plan):
    """The small board with a gate at the exit of test and one before deploy."""
    return new_session({**plan, "stages": STAGES})


def result(hand, at: int = 0) -> Any:
    """How a gate of PAY-4.1 stands."""
    board = hand.session.board
    return find_result(board, list_gates(board, hand.release("PAY-4.1"))[at])


async def test_a_gate_is_passed_with_a_key_a_line_and_three_more(open_board, gated) -> None:
    """Flow 14: G, y on each criterion and vote, D, Enter. Each u takes one step back, down to the board of before."""
    async with open_board(gated) as hand:
        await hand.go_to("PAY-4.1")
        before = hand.session.board
        await hand.press("G")
        assert hand.top == "SheetScreen"
        assert "all must say go: Ana Ruiz, Kim Park" in hand.rows()
        assert hand.page.line.shown == "no open bugs"
        await hand.press("y", "y", "y", "y")
        found = result(hand)
        assert {answer["answer"] for answer in found.criteria.values()} == {"go"}
        assert {login: vote["vote"] for login, vote in found.votes.items()} == {"ana": "go", "kim": "go"}
        await hand.press("k", "D")
        assert "2 of 2 criteria hold" in hand.text()
        await hand.press("enter")
        assert (result(hand).state, result(hand).decided_by) == ("passed", "ana")
        assert hand.said == "PAY-4.1, exit test: go"
        await hand.press(*["u"] * 5)
        assert hand.session.board == before


async def test_no_go_has_a_note_and_is_decided_with_a_reason(open_board, gated) -> None:
    """n asks for the note; D without a word of the votes is refused in place; a no go needs its reason."""
    async with open_board(gated) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("G", "n")
        await hand.type("two open")
        await hand.press("enter")
        answer = result(hand).criteria["no open bugs"]
        assert (answer["answer"], answer["evidence"], answer["by"]) == ("no_go", "two open", "ana")
        assert hand.page.line.shown == "load test passed"
        assert "NO GO    no open bugs: two open" in hand.rows()
        await hand.press("D", "g", "enter")
        assert hand.top == "FormScreen"
        assert "needs 2 go of 2" in hand.text()
        await hand.press("shift+tab", "n", "enter")
        assert "stopping PAY-4.1" in hand.text()
        await hand.type("bugs first")
        await hand.press(*["tab"] * 3)
        await hand.type("fri")
        await hand.press("enter")
        assert (result(hand).state, result(hand).reason, str(result(hand).due)) == (
            "failed",
            "bugs first",
            "2027-02-26",
        )


async def test_a_conditional_go_has_conditions_that_are_met_one_by_one(open_board, gated) -> None:
    """D, c, what, who, until when; then y on the condition's line meets it and n opens it again."""
    async with open_board(gated) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("G", "G", "end", "D", "c", "tab")
        await hand.type("docs; training")
        await hand.press("tab")
        await hand.type("kim")
        await hand.press("tab")
        await hand.type("+2")
        await hand.press("enter")
        found = result(hand, 1)
        assert found.state == "conditional"
        assert {(each["text"], each["owner"], each["due"]) for each in found.conditions.values()} == {
            ("docs", "kim", "2027-02-26"), ("training", "kim", "2027-02-26")}  # fmt: skip
        assert "2 still open" in hand.rows()
        await hand.press("end", "k", "y")
        assert [bool(each.get("done")) for each in result(hand, 1).conditions.values()] == [True, False]
        await hand.press("k", "n")
        assert not any(each.get("done") for each in result(hand, 1).conditions.values())
        await hand.press("e")
        assert hand.said == "a condition is met by y and open again by n"


async def test_a_note_is_added_and_a_vote_is_ones_own_on_the_gates_line(open_board, gated) -> None:
    """e keeps the answer; y on the gate itself is the vote of whoever presses it."""
    async with open_board(gated) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("G", "y", "k", "e")
        await hand.type("report 7")
        await hand.press("enter")
        answer = result(hand).criteria["no open bugs"]
        assert (answer["answer"], answer["evidence"]) == ("go", "report 7")
        await hand.press("k", "y")
        assert result(hand).votes["ana"]["vote"] == "go"
        await hand.press("j", "e", "o", "enter")
        assert "load test passed" not in result(hand).criteria


async def test_a_release_without_gates_says_where_they_come_from(open_board) -> None:
    """Nothing to answer, and every key says so."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("G")
        assert "PAY-4.1 has no gates" in hand.rows()
        for key in ("y", "n", "D", "e"):
            await hand.press(key)
            assert "no line is chosen" in hand.said


async def test_today_leads_to_the_sheet(open_board, gated) -> None:
    """A gate that is due is opened by Enter, and its line names the key."""
    async with open_board(gated, keys=("g", "t")) as hand:
        gates = [row.id for row in hand.page.row_list.rows if row.id.startswith("gate ")]
        assert gates
        assert "G go/no-go" in hand.rows()
        hand.page.row_list.go_to(gates[0])
        await hand.press("enter")
        assert hand.top == "SheetScreen"
