"""Who must know, who was told which day, and what is owed (domain.md 3.2; forecast.md T26; texts.md 5.4)."""

from datetime import date, datetime, timedelta

import pytest

from boards import NOW, make_context
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.notices import make_commands
from releaseboard.domain.notify import (
    Owed,
    find_owed,
    is_short_notice,
    list_sent,
    list_stakeholders,
    owed_for,
)
from releaseboard.domain.when import count_weekdays

BOARD = busy()
TODAY = date(2027, 2, 24)
TARGET, LATE = date(2027, 3, 2), date(2027, 3, 5)
PAY = BOARD.release("PAY-4.2")


def between(start: date, end: date) -> int:
    """Working days Monday to Friday in (start, end]."""
    return count_weekdays(start, end)


def owed(board: Board, day: date | None, today: date = TODAY) -> dict[str, Owed]:
    """What is owed about PAY-4.2, by name, when it will be out on a day."""
    release = board.release("PAY-4.2")
    found = owed_for(board, release, {release.id: day}, today, between)
    assert find_owed(board, {release.id: day}, today, between) == found
    return {each.stakeholder.who: each for each in found}


def tell(board: Board, day: date | None, kind: str = "delay", minutes: int = 0, **more: object) -> Board:
    """A notice to all clients, sent some minutes from now."""
    context = make_context(f"t{minutes}x")._replace(now=NOW + timedelta(minutes=minutes))
    notice = co.RecordNotice("PAY-4.2", "client", kind, date_told=day, channel="email")._replace(**more)
    return apply(board, decide(board, notice, context))


def test_who_must_know_are_stakeholders_of_the_release_and_project_and_its_clients() -> None:
    found = [(each.audience, each.who) for each in list_stakeholders(BOARD, PAY)]
    assert found == [("client", "Acme"), ("client", "globex"), ("management", "board")]
    own = c.AddRecord("stakeholders", {"who": "BOARD", "release": "PAY-4.2", "audience": "management"})
    (mine,) = [each for each in list_stakeholders(act(BOARD, own), PAY) if each.audience == "management"]
    assert (mine.who, mine.tolerance_days) == ("BOARD", 1)


def test_clients_of_the_application_count_where_the_release_names_none() -> None:
    clients = [{"key": "app", "clients": ["Zeta"]}, {"key": "portal", "clients": ["Iota"]}]
    board = act(BOARD, c.EditRecord("projects", "WEB", {"applications": clients}))
    release = board.release("WEB-9.0")
    assert [each.who for each in list_stakeholders(board, release)] == ["Iota", "Zeta"]
    assert [each.who for each in list_stakeholders(board, release._replace(application="app"))] == ["Zeta"]


def test_t26_a_delay_is_owed_until_told_and_a_recovery_after_it() -> None:
    late = owed(BOARD, LATE)
    assert set(late) == {"Acme", "board"}  # globex asks only for a missed window
    assert (late["Acme"].kind, late["Acme"].told, late["Acme"].now, late["Acme"].days) == ("delay", TARGET, LATE, 3)
    told = tell(BOARD, LATE)
    assert "Acme" not in owed(told, LATE)
    back = owed(told, TARGET)
    assert (back["Acme"].kind, back["Acme"].days) == ("recovered", -3)
    again = tell(told, TARGET, "recovered", 1)
    assert owed(again, TARGET) == {}
    assert owed(again, LATE)["Acme"].kind == "delay"


@pytest.mark.parametrize(("days", "names"), [(0, set()), (1, {"Acme"}), (2, {"Acme"}), (3, {"Acme", "board"})])
def test_each_is_told_of_as_much_as_they_tolerate(days: int, names: set[str]) -> None:
    assert set(owed(BOARD, TARGET + timedelta(days=days))) == names


def test_over_n_days_means_more_than_n() -> None:
    rule = {"notify_when": "over_N_days", "tolerance_days": 2}
    board = act(BOARD, c.AddRecord("stakeholders", {"who": "acme", "release": PAY.id, "audience": "client", **rule}))
    assert "acme" not in owed(board, date(2027, 3, 4))
    assert "acme" in owed(board, LATE)
    assert "Acme" not in owed(board, LATE)  # one person, whatever the case


def test_who_asks_for_a_missed_window_hears_of_that_and_of_its_recovery() -> None:
    monday = date(2027, 3, 8)
    assert "globex" in owed(BOARD, monday)
    told = tell(BOARD, monday)
    assert "globex" not in owed(told, monday)
    assert owed(told, TARGET)["globex"].kind == "recovered"


def test_an_earlier_day_is_told_too_and_is_no_recovery() -> None:
    assert owed(BOARD, date(2027, 3, 1))["Acme"].kind == "heads_up"


def test_a_day_that_nobody_knows_any_more_is_owed_and_then_the_day_when_there_is_one() -> None:
    lost = owed(BOARD, None)
    assert (lost["Acme"].kind, lost["Acme"].told, lost["Acme"].now, lost["Acme"].days) == ("delay", TARGET, None, None)
    told = tell(BOARD, None, next_update_on=date(2027, 2, 26))
    assert "Acme" not in owed(told, None)
    found = owed(told, LATE)["Acme"]
    assert (found.kind, found.now) == ("heads_up", LATE)


def test_a_draft_tells_nobody_and_a_notice_to_one_does_not_tell_the_other() -> None:
    draft = act(BOARD, co.RecordNotice("PAY-4.2", "client", "delay", ["Acme"], LATE))
    assert "Acme" in owed(draft, LATE)
    board = tell(BOARD, date(2027, 3, 8), stakeholders=["Globex"])
    assert set(owed(board, date(2027, 3, 8))) == {"Acme", "board"}


def test_who_was_told_last_is_told_by_the_moment_of_sending() -> None:
    board = tell(tell(BOARD, LATE, minutes=5), TARGET, "recovered", minutes=1)
    assert [notice.date_told for notice in list_sent(board, PAY.id)] == [TARGET, LATE]
    assert owed(board, LATE).keys() == {"board"}


def test_nothing_is_owed_about_a_draft_an_archived_one_or_one_without_a_forecast() -> None:
    assert find_owed(BOARD, {}, TODAY, between) == ()
    mob = BOARD.release("MOB-7.0")
    assert owed_for(BOARD, mob, {mob.id: LATE}, TODAY, between) == ()


def test_a_release_that_is_out_is_told_while_it_is_news() -> None:
    board = act(BOARD, c.MarkReleased("PAY-4.2", reason="the regulator wants it"))
    found = owed(board, None)
    assert {who: each.kind for who, each in found.items()} == {"Acme": "released", "board": "released"}
    assert (found["Acme"].now, found["Acme"].days) == (TODAY, -4)
    assert owed(board, None, date(2027, 3, 11)) == {}
    told = tell(board, TODAY, "released")
    assert set(owed(told, None)) == {"board"}
    back = act(told, c.RollBack("PAY-4.2", "log-in fails"))
    assert {who: each.kind for who, each in owed(back, None).items()} == {"Acme": "heads_up", "globex": "heads_up"}


def test_who_asks_only_for_the_release_hears_of_nothing_else() -> None:
    shop = BOARD.release("SHOP-3")
    names = [each.stakeholder.who for each in owed_for(BOARD, shop, {shop.id: date(2027, 4, 1)}, TODAY, between)]
    assert names == []
    board = act(BOARD, c.StartRelease("SHOP-3"), c.MarkReleased("SHOP-3", reason="x"))
    shop = board.release("SHOP-3")
    assert [each.stakeholder.who for each in owed_for(board, shop, {}, TODAY, between)] == ["sap"]


def test_a_cancelled_release_is_told_to_all_who_counted_on_it() -> None:
    board = act(BOARD, c.CancelRelease("PAY-4.2", "not wanted"))
    assert {each.kind for each in owed(board, None).values()} == {"cancelled"}
    assert set(owed(board, None)) == {"Acme", "globex", "board"}
    assert set(owed(tell(board, None, "cancelled"), None)) == {"board"}
    assert owed(board, None, date(2027, 4, 1)) == {}  # their day is long past, and nobody ever wrote to them


def test_a_notice_is_short_when_it_comes_later_than_the_period_of_its_type() -> None:
    policy = c.AddRecord("type_policies", {"id": "minor", "notice_period_days": 5})
    board = act(BOARD, policy)
    assert not owed(BOARD, LATE)["Acme"].is_short
    assert owed(board, LATE)["Acme"].is_short  # four working days before the second of March
    assert not owed(board, LATE, date(2027, 2, 22))["Acme"].is_short
    told = tell(board, LATE)
    (notice,) = told.notices.values()
    assert is_short_notice(told, PAY, notice, between)
    assert not is_short_notice(BOARD, PAY, notice, between)
    early = notice._replace(sent_on=date(2027, 2, 22))
    assert not is_short_notice(told, PAY, early, between)


def test_owed_notices_become_one_command_for_each_audience_and_day() -> None:
    found = find_owed(BOARD, {PAY.id: date(2027, 3, 8)}, TODAY, between)
    commands = make_commands(BOARD, found, "email")
    assert [(each.audience, each.kind, each.stakeholders, each.date_told) for each in commands] == [
        ("client", "delay", ("Acme", "globex"), date(2027, 3, 8)),
        ("management", "delay", ("board",), date(2027, 3, 8)),
    ]
    board = act(BOARD, *commands)
    assert find_owed(board, {PAY.id: date(2027, 3, 8)}, TODAY, between) == ()
    lost = find_owed(BOARD, {PAY.id: None}, TODAY, between)
    board = act(BOARD, *make_commands(BOARD, lost, "call", date(2027, 2, 26)))
    assert find_owed(board, {PAY.id: None}, TODAY, between) == ()


def test_instants_are_in_utc_so_that_they_sort() -> None:
    board = tell(BOARD, LATE)
    (notice,) = board.notices.values()
    assert datetime.fromisoformat(notice.sent_at) == NOW
