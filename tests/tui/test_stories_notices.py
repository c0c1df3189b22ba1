"""Everyone is told: what is owed, the texts by audience in files, sent as one change, the answer; by keys alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from releaseboard.domain import coordination as co
from releaseboard.session import Session

from .conftest import make_session, payments_plan

pytestmark = pytest.mark.tui

WAS = {"start": "2027-03-01", "end": "2027-03-02"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the texts are written."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "releaseboard" / "texts"


@pytest.fixture
def session() -> Session:
    """PAY-4.2 and WEB-9.0 were promised for 2 March and are late; two clients, a manager and a vendor count on it."""
    return make_session(told_plan())


def told_plan() -> dict[str, Any]:
    """The payments plan with people to tell."""
    plan: dict[str, list[dict[str, Any]]] = payments_plan()
    for release in plan["releases"]:
        if release["key"] in ("PAY-4.2", "WEB-9.0"):
            release["baseline"] = {"window": WAS, "target": "2027-03-02", "stages": {}, "committed_by": "ana",
                                   "committed_at": "2027-01-04T09:00:00Z"}  # fmt: skip
    plan["releases"][1]["clients"] = ["Acme", "Globex"]
    plan["releases"][0]["rm"] = "kim"
    plan["externals"][0]["date_expected"] = "2027-02-26"
    plan["stakeholders"] = [
        {"who": "kim", "release": "PAY-4.2", "audience": "management"},
        {"who": "Initech", "release": "WEB-9.0", "audience": "client"},
    ]
    return plan


def who_is_owed(hand: Any) -> list[str]:
    """Ids of the lines of what is owed, without the release."""
    return [row.id.split(" ", 2)[2] for row in hand.page.row_list.rows if row.id.startswith("owed")]


def sent(hand: Any) -> set[tuple[Any, ...]]:
    """The notices that were sent."""
    return {
        (notice.audience, notice.stakeholders, notice.channel, notice.sent_on)
        for notice in hand.session.board.notices.values() if notice.state == "sent"
    }  # fmt: skip


def everything_else(hand: Any) -> dict[str, Any]:
    """All tables but the notices."""
    return {table: dict(docs) for table, docs in hand.session.board.docs.items() if table != "notices"}


async def test_everyone_is_told_in_five_keys(open_board, session: Session) -> None:
    """gn, *, s, e: each line has the day told and the day it is now; all go as one change, one u undoes it."""
    async with open_board(session) as hand:
        before = everything_else(hand)
        await hand.press("g", "n")
        assert hand.top == "NoticesScreen"
        assert who_is_owed(hand) == ["client Acme", "client Globex", "management kim", "client Initech"]
        assert "PAY-4.2  client      Acme     delay  Tue 02 Mar → " in hand.text()
        await hand.press("asterisk", "s", "e")
        assert hand.said == "4 notices noted as sent by email"
        today = date(2027, 2, 24)
        assert sent(hand) == {
            ("client", ("Acme", "Globex"), "email", today), ("management", ("kim",), "email", today),
            ("client", ("Initech",), "email", today),
        }  # fmt: skip
        texts = [notice.text for notice in hand.session.board.notices.values()]
        assert all(text.startswith("Subject: ") for text in texts)
        assert who_is_owed(hand) == []
        await hand.press("u")
        assert not hand.session.board.notices
        assert who_is_owed(hand) == ["client Acme", "client Globex", "management kim", "client Initech"]
        assert everything_else(hand) == before


async def test_the_texts_are_shown_copied_and_in_files(open_board, session: Session, folder: Path) -> None:
    """Space marks, t writes one text for each audience; the page copies the one the cursor is in, and s goes on."""
    async with open_board(session) as hand:
        await hand.press("g", "n", "space", "space", "space", "t")
        assert hand.top == "TextsScreen"
        names = ["notice-PAY-4.2-client-Acme-Globex.txt", "notice-PAY-4.2-management-kim.txt"]
        assert sorted(path.name for path in folder.iterdir()) == names
        client, management = ((folder / name).read_text() for name in names)
        assert "PAY-4.2" not in client
        assert "Release: PAY-4.2 Wallets" in management
        assert hand.app.clipboard + "\n" == client
        assert str(folder / names[0]) in hand.rows()
        await hand.press("end", "y")
        assert hand.app.clipboard + "\n" == management
        assert hand.said == "copied: PAY-4.2 delay to management kim"
        assert not hand.session.board.notices
        await hand.press("s", "c")
        assert hand.top == "NoticesScreen"
        assert {(audience, channel) for audience, _, channel, _ in sent(hand)} == {
            ("client", "chat"), ("management", "chat"),
        }  # fmt: skip
        assert who_is_owed(hand) == ["client Initech"]


async def test_one_line_needs_no_mark(open_board, session: Session) -> None:
    """s acts on the line under the cursor; Esc in the question leaves everything as it was."""
    async with open_board(session, keys=("g", "n")) as hand:
        await hand.press("s", "escape")
        assert not hand.session.board.notices
        await hand.press("s", "down", "down", "enter")
        assert sent(hand) == {("client", ("Acme",), "call", date(2027, 2, 24))}
        assert who_is_owed(hand) == ["client Globex", "management kim", "client Initech"]


async def test_who_has_answered_is_noted_by_one_key(open_board, session: Session) -> None:
    """a on what was sent to one; of several one is chosen. What was answered is not answered again."""
    async with open_board(session) as hand:
        await hand.press("g", "n", "asterisk", "s", "m")
        notices = hand.session.board.notices
        one = next(ident for ident, notice in notices.items() if notice.audience == "management")
        hand.page.row_list.go_to(f"notice {one}")
        await hand.press("a")
        assert hand.session.board.notices[one].ack_by == "kim"
        await hand.press("a")
        assert "only a notice that was sent and waits" in hand.said
        two = next(ident for ident, notice in notices.items() if "Globex" in notice.stakeholders)
        hand.page.row_list.go_to(f"notice {two}")
        await hand.press("a", "down", "enter")
        assert hand.session.board.notices[two].ack_by == "Globex"
        assert "Globex has answered about PAY-4.2" in hand.said
        await hand.press("u", "u")
        assert [notice.ack_by for notice in hand.session.board.notices.values()] == [""] * 3


async def test_own_words_are_kept_as_a_draft_and_go_out(open_board, session: Session) -> None:
    """e, why, Enter; a name of the inside is refused in place; the draft's text is what is sent."""
    async with open_board(session, keys=("g", "n")) as hand:
        await hand.press("space", "space", "home", "e")
        await hand.type("Kim Park is ill")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "is not for this audience" in hand.text()
        await hand.press("ctrl+u")
        await hand.type("a part comes late")
        await hand.press("enter")
        (draft,) = hand.session.board.notices.values()
        assert (draft.state, draft.cause_told, draft.stakeholders) == ("draft", "a part comes late", ("Acme", "Globex"))
        assert "Why: a part comes late." in draft.text
        assert "draft" in hand.rows().splitlines()[1]
        await hand.press("s", "e")
        (told,) = hand.session.board.notices.values()
        assert (told.state, told.text) == ("sent", draft.text)


async def test_one_of_a_draft_is_told_and_the_rest_stays(open_board, session: Session) -> None:
    """A draft to two of whom one was called: he has been told its text, the other still has the draft."""
    async with open_board(session, keys=("g", "n")) as hand:
        await hand.press("space", "space", "home", "e")
        await hand.type("a part comes late")
        await hand.press("enter", "home", "space", "s", "a")
        found = {notice.stakeholders: notice for notice in hand.session.board.notices.values()}
        assert {who: notice.state for who, notice in found.items()} == {("Globex",): "sent", ("Acme",): "draft"}
        assert all("Why: a part comes late." in notice.text for notice in found.values())


async def test_without_a_date_the_next_update_is_asked_for(open_board) -> None:
    """Nobody can name a day: the form asks once when they hear more, and the notice says so."""
    plan = told_plan()
    plan["externals"][0].pop("date_expected")
    async with open_board(make_session(plan), keys=("g", "n")) as hand:
        assert "Tue 02 Mar → no date" in hand.rows()
        await hand.press("asterisk", "t")
        assert "PAY-4.2, WEB-9.0: when do they hear more?" in hand.text()
        await hand.press("enter")
        assert hand.top == "TextsScreen"
        assert "Next update: Wed 03 Mar 2027, or at once if this changes." in hand.rows()
        await hand.press("s", "e")
        assert {notice.next_update_on for notice in hand.session.board.notices.values()} == {date(2027, 3, 3)}
        assert {notice.date_told for notice in hand.session.board.notices.values()} == {None}


async def test_a_text_that_can_not_be_written_is_copied_all_the_same(
    open_board, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file stands where the folder should: it is said, the text is on the screen and in the clipboard."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    async with open_board(session, keys=("g", "n", "t")) as hand:
        assert hand.said.startswith("copied, but ")
        assert "in no file" in hand.rows()
        assert hand.app.clipboard.startswith("Subject: ")


async def test_short_notice_is_told_in_text_and_stands_first(open_board) -> None:
    """The policy of the type asks for more days than there are; the line says SHORT, whatever the colours."""
    plan = told_plan()
    plan["type_policies"] = [{"id": "minor", "notice_period_days": 10}]
    plan["releases"][2]["type"] = "minor"
    plan["releases"][1]["type"] = "major"
    async with open_board(make_session(plan), keys=("g", "n")) as hand:
        assert "1 SHORT" in hand.text()
        assert "Initech" in hand.rows().splitlines()[1]
        assert hand.rows().splitlines()[1].endswith("SHORT")
        await hand.pilot.resize_terminal(60, 16)
        await hand.pilot.pause()
        assert "02 Mar → 16 Mar  SHORT" in hand.text()


async def test_today_leads_to_what_is_owed(open_board, session: Session) -> None:
    """Enter on the line of a notice: the notices, the cursor on that release; Enter there is the release."""
    async with open_board(session, keys=("g", "t")) as hand:
        while "notice owed to Initech" not in hand.page.row_list.current.parts[2][0]:
            await hand.press("j")
        await hand.press("enter")
        assert hand.top == "NoticesScreen"
        assert hand.page.target().key == "WEB-9.0"
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"


async def test_only_ones_own_are_shown_until_asked(open_board) -> None:
    """0 shows what is owed about everybody's releases, and goes back."""
    plan = told_plan()
    plan["releases"][2]["rm"] = "kim"
    async with open_board(make_session(plan), keys=("g", "n")) as hand:
        assert "client Initech" not in who_is_owed(hand)
        await hand.press("0")
        assert "client Initech" in who_is_owed(hand)
        assert "everybody's" in hand.text()


async def test_nobody_to_tell_teaches_who_would_be(open_board) -> None:
    """The page of a board without stakeholders."""
    async with open_board(keys=("g", "n")) as hand:
        assert "nobody is owed a notice by you; 0 shows everybody's" in hand.text()
        await hand.press("0")
        assert "clients or [[stakeholders]] of a plan file name them" in hand.text()
        await hand.press("s")
        assert "nothing here to act on" in hand.said


async def test_what_was_told_can_be_read_again(open_board, session: Session, folder: Path) -> None:
    """Enter on what was sent: its text as it went out."""
    session.do(co.RecordNotice("PAY-4.2", "management", "delay", ("kim",), date(2027, 3, 9), text="Dear Kim",
                               channel="email"))  # fmt: skip
    async with open_board(session, keys=("g", "n", "end", "enter")) as hand:
        assert hand.top == "TextsScreen"
        assert "Dear Kim" in hand.rows()
        await hand.press("s")
        assert "nobody to be told" in hand.said


async def test_the_snapshot_is_the_status(open_board, folder: Path) -> None:
    """S: one key; what `status` says, copied and in a file."""
    async with open_board(keys=("S",)) as hand:
        assert hand.top == "TextsScreen"
        (path,) = folder.iterdir()
        text = path.read_text()
        assert text == hand.app.clipboard + "\n"
        assert text.startswith("Payments  Wed 24 Feb 2027  G ")
        assert hand.said.startswith("copied, and in ")
        assert "Payments  Wed 24 Feb 2027" in hand.rows()
