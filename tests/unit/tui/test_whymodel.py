"""Why a release has its date: what is said on the page, in lines that fit."""

import pytest
from rich.cells import cell_len

from drawing import TODAY, make_board, make_release
from releaseboard.domain.board import Board
from releaseboard.schedule.outlook import look_ahead
from releaseboard.schedule.slip import SlipFinder
from releaseboard.schedule.why import Explainer
from releaseboard.tui.whymodel import Told, write_why


def told_of(board: Board, ident: str) -> Told:
    """Everything about one release as of TODAY."""
    outlooks = look_ahead(board, TODAY)
    release, explainer = board.releases[ident], Explainer(outlooks.whole())
    why = explainer.explain(release)
    slip = SlipFinder(outlooks.whole()).find(release)
    names = {ident: explainer.speak(node) for ident, node in explainer.net.index.items()}
    return Told(release, "Build", outlooks[ident], why, slip, board.label(slip.origin) if slip else "", names)


def board_of(name: str = "Kim Park") -> Board:
    """PAY-2 waits for PAY-1, which is late."""
    stages = {"build": {"planned_days": 10, "started": "2027-02-15"}, "deploy": {"planned_days": 1}}
    releases = [
        make_release("a", "PAY-1", "build", stages=stages, lead="kim"),
        make_release("b", "PAY-2", stages={"build": {"planned_days": 2}, "deploy": {"planned_days": 1}}, lead="ana"),
        make_release("o", "OLD-1", state="released", released_on="2027-02-12"),
    ]
    link = {"id": "l", "successor": "b", "predecessor": "a", "successor_stage": "build", "lag": 1, "why": "api"}
    freeze = {"id": "f", "name": name, "start": "2027-03-04", "end": "2027-03-05"}
    return make_board(releases, [link], people={"kim": {"id": "kim", "name": name}}, freezes={"f": freeze})


def text_of(told: Told, width: int = 76) -> str:
    """The page as text."""
    return "\n".join("".join(text for text, _ in words) for words in write_why(told, width))


def test_the_page_tells_the_whole_chain() -> None:
    """Sentence, people, steps from the root on, rules, room, and the days one by one."""
    text = text_of(told_of(board_of(), "b"))
    parts = ("Talk to", "Kim Park", "From the cause to the date", "PAY-1 Build has", "Rules that hold", "Room",
             "inherited", "Day by day", "PAY-2 goes out")  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    assert text.index("PAY-1 Build") < text.index("PAY-2 Build")


def test_the_days_add_up() -> None:
    """The numbers of the runs are the number in the heading."""
    told = told_of(board_of(), "b")
    lines = text_of(told).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Day by day"))
    total = int(lines[at].split()[3])
    runs = [int(line[25:28]) for line in lines[at + 1 :] if line[25:28].strip().isdigit() and line[28:31] == "   "]
    assert sum(runs) == total == told.why.ledger.end - told.why.ledger.root


def test_what_is_out_and_what_has_no_forecast() -> None:
    """Said in a sentence; without a forecast the rules are still there."""
    board = board_of()
    assert "OLD-1 went out Fri 12 Feb." in text_of(told_of(board, "o"))
    told = told_of(board, "a")._replace(why=None, slip=None)
    assert "Rules that hold" in text_of(told)


@pytest.mark.parametrize("name", ["oops [/x]", "日本語" * 40, "👩\u200d👩\u200d👧 family", "a" * 400])
def test_lines_fit(name: str) -> None:
    """Whatever people are called, no line is wider than asked."""
    for width in (56, 76, 116):
        for words in write_why(told_of(board_of(name), "b"), width):
            assert cell_len("".join(text for text, _ in words)) <= width
