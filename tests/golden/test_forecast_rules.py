"""The worked examples T1 to T33 of forecast.md, by number, on boards.

T24 is the loop that a link would close, T25 a deadline anywhere on Earth, T26 a notice, T30 and T31 on-time rates.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from payboard import IN_BUILD, STAGES, board, link, release
from releaseboard.domain.board import Board
from releaseboard.domain.links import find_loop, name_loop
from releaseboard.domain.model import Link
from releaseboard.schedule.appraisal import appraise
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.forecast import Forecast
from releaseboard.schedule.gather import name_stage
from releaseboard.schedule.history import percentile
from releaseboard.schedule.outlook import Outlook, look_ahead
from releaseboard.schedule.outside import clear_day
from releaseboard.schedule.prospects import Prospects, foresee
from releaseboard.schedule.slip import Slip, SlipFinder
from releaseboard.schedule.windows import find_cutoff

PLAIN = Calendar()


def look(made: Board, today: str, ident: str = "pay-4.2") -> Outlook:
    return look_ahead(made, date.fromisoformat(today))[ident]


def predict(made: Board, today: str) -> Prospects:
    return foresee(made, date.fromisoformat(today), whole=True)


def span(found: Forecast, ident: str, stage: str) -> tuple[str, str]:
    """First and last day of a stage as MM-DD."""
    first, last = found.first_day(name_stage(ident, stage)), found.last_day(name_stage(ident, stage))
    assert first is not None and last is not None
    return f"{date.fromordinal(first):%m-%d}", f"{date.fromordinal(last):%m-%d}"


def slips(made: Board, today: str) -> Slip | None:
    return SlipFinder(look_ahead(made, date.fromisoformat(today)).prospects).find(made.release("PAY-4.2"))


def rules(seen: Outlook) -> list[str]:
    return [reason.rule for reason in seen.reasons]


def test_t1_to_t3_counting() -> None:
    assert PLAIN.finish(date(2027, 1, 7), 5) == date(2027, 1, 13)
    assert Calendar(days_off=[date(2027, 1, 11).toordinal()]).finish(date(2027, 1, 7), 5) == date(2027, 1, 14)
    assert PLAIN.finish(date(2027, 1, 9), 1) == date(2027, 1, 11)
    assert PLAIN.days_between(date(2027, 2, 5), date(2027, 2, 9)) == 2
    assert PLAIN.days_between(date(2027, 2, 9), date(2027, 2, 5)) == -2
    assert PLAIN.days_between(date(2027, 2, 5), date(2027, 2, 7)) == 0


def test_t4_as_planned() -> None:
    made = board(release("PAY-4.2"))
    found = predict(made, "2027-02-01").found
    assert [span(found, "pay-4.2", stage) for stage in STAGES] == [
        ("02-01", "02-03"), ("02-04", "02-17"), ("02-18", "02-24"), ("02-25", "03-01"), ("03-02", "03-02"),
    ]  # fmt: skip
    seen = look(made, "2027-02-01")
    assert (seen.date, seen.slack, seen.slip, seen.health, seen.reasons) == (date(2027, 3, 2), 3, 0, "G", ())
    assert slips(made, "2027-02-01") == (0, 0, 0, "")


def test_t5_active_stage_with_nothing_reported() -> None:
    made = board(release("PAY-4.2", **IN_BUILD), today="2027-02-12")
    assert span(predict(made, "2027-02-12").found, "pay-4.2", "build") == ("02-12", "02-17")
    seen = look(made, "2027-02-12")
    assert (seen.date, seen.slip) == (date(2027, 3, 2), 0)


def test_t6_an_overdue_stage() -> None:
    made = board(release("PAY-4.2", **IN_BUILD), today="2027-02-22")
    found = predict(made, "2027-02-22").found
    assert [span(found, "pay-4.2", stage) for stage in ("build", "test", "accept", "deploy")] == [
        ("02-22", "02-22"), ("02-23", "03-01"), ("03-02", "03-04"), ("03-05", "03-05"),
    ]  # fmt: skip
    seen = look(made, "2027-02-22")
    assert (seen.slip, seen.slack, seen.health, rules(seen)) == (3, 0, "A", ["A1", "A2", "A5"])


def test_t7_one_day_later() -> None:
    seen = look(board(release("PAY-4.2", **IN_BUILD), today="2027-02-23"), "2027-02-23")
    assert (seen.date, seen.slip, seen.slack, seen.health) == (date(2027, 3, 8), 4, -1, "R")
    assert rules(seen)[0] == "R1"


@pytest.mark.parametrize("today", ["2027-02-22", "2027-02-24"])
@pytest.mark.parametrize("in_check_in", [True, False], ids=["check-in", "stage"])
def test_t8_t9_what_the_lead_reported(today: str, in_check_in: bool) -> None:
    """Four days left on 02-22, as a check-in or noted on the stage; two days later without news it is two."""
    doc = release("PAY-4.2", **IN_BUILD)
    report = {"id": "c", "release": "pay-4.2", "date": "2027-02-22", "remaining_days": 4, "stage": "build"}
    if not in_check_in:
        doc["stages"]["build"]["remaining"] = {"days": 4, "as_of": "2027-02-22", "by": "kim"}
    made = Board({"releases": {doc["id"]: doc}, "check_ins": {"c": report} if in_check_in else {}})
    assert span(predict(made, today).found, "pay-4.2", "build")[1] == "02-25"
    seen = look(made, today)
    assert (seen.date, seen.slip, seen.slack, seen.health) == (date(2027, 3, 10), 6, -3, "R")


FREEZE = {"id": "fy", "name": "Year end", "kind": "deploy", "start": "2027-03-04", "end": "2027-03-09"}


@pytest.mark.parametrize(("kind", "out"), [("minor", date(2027, 3, 10)), ("security", date(2027, 3, 5))])
def test_t10_a_deploy_freeze(kind: str, out: date) -> None:
    """The candidate is Fri 03-05; security releases are exempt."""
    doc = release("PAY-4.2", type=kind, days={"deploy": 1}, start="2027-03-05")
    assert look(board(doc, freezes=[FREEZE]), "2027-02-24").date == out


def test_t11_a_deploy_is_not_split() -> None:
    doc = release("PAY-4.2", days={"deploy": 2}, start="2027-03-03")
    made = board(doc, freezes=[FREEZE])
    assert span(predict(made, "2027-02-24").found, "pay-4.2", "deploy") == ("03-10", "03-11")
    assert look(made, "2027-02-24").date == date(2027, 3, 11)


def patch(**fields: Any) -> dict[str, Any]:
    """PAY-4.1.1 with target Thu 02-25; `out` is where it now goes."""
    given = {
        "days": {"deploy": 1}, "type": "security", "start": "2027-02-25", "target": "2027-02-25",
        "window": {"start": "2027-02-22", "end": "2027-03-03"}, **fields,
    }  # fmt: skip
    return release("PAY-4.1.1", **given)


def waiting(**fields: Any) -> list[dict[str, Any]]:
    return [link("pay-4.2", "pay-4.1.1", lag=2, **fields)]


def test_t12_a_lag_of_two_days_is_just_met() -> None:
    made = board(release("PAY-4.2"), patch(), links=waiting())
    prospects = predict(made, "2027-02-01")
    assert span(prospects.found, "pay-4.2", "deploy") == ("03-02", "03-02")
    assert [wait.room for wait in prospects.by_id["pay-4.2"].hard] == [0]
    driver = prospects.found.driver[prospects.found.net.index["pay-4.2.deploy"]]
    assert prospects.found.net.ids[driver] == "pay-4.1.1"


def test_t12_holds_when_the_patch_is_out() -> None:
    out = patch(state="released", released_on="2027-02-25")
    prospects = predict(board(release("PAY-4.2"), out, links=waiting(), today="2027-02-01"), "2027-02-01")
    assert [wait.room for wait in prospects.by_id["pay-4.2"].hard] == [0]


def test_t13_a_slip_is_inherited() -> None:
    made = board(release("PAY-4.2"), patch(start="2027-03-02"), links=waiting())
    assert look(made, "2027-02-01").date == date(2027, 3, 5)
    assert slips(made, "2027-02-01") == (3, 0, 3, "pay-4.1.1")


def test_t14_own_and_inherited_slip_add_up() -> None:
    """Accept takes a day more, ends 03-02; its own chain would go out on 03-03."""
    late = release("PAY-4.2", days={**STAGES, "accept": 4})
    made = board(late, patch(start="2027-03-02"), links=waiting())
    assert look(made, "2027-02-01").date == date(2027, 3, 5)
    assert slips(made, "2027-02-01") == (3, 1, 2, "pay-4.1.1")


def test_t15_a_negative_lag() -> None:
    window = {"start": "2027-02-22", "end": "2027-02-26"}
    giver = release("SDK-5", days={"build": 3}, start="2027-02-22", target="2027-02-24", window=window)
    taker = release("PAY-4.2", days={"test": 1, "deploy": 1}, start="2027-02-01")
    made = board(giver, taker, links=[link("pay-4.2", "sdk-5", successor_stage="test", lag=-3)])
    assert span(predict(made, "2027-02-01").found, "pay-4.2", "test") == ("02-22", "02-22")


def test_t16_a_soft_link_only_warns() -> None:
    made = board(release("PAY-4.2"), patch(start="2027-03-02"), links=waiting(strength="soft"))
    seen = look(made, "2027-02-01")
    assert seen.date == date(2027, 3, 2)
    assert [reason.text for reason in seen.reasons if reason.rule == "A4"] == [
        "PAY-4.1.1 comes 3 days too late for it, but may be done without"
    ]


def diamond(c_days: int) -> Prospects:
    days = {"A": 3, "B": 5, "C": c_days, "D": 2}
    far = {"target": "2027-03-02", "window": {"start": "2027-02-01", "end": "2027-03-05"}}
    docs = [release(key, days={"build": count}, **far) for key, count in days.items()]
    links = [link(taker, giver) for taker, giver in (("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"))]
    return predict(board(*docs, links=links), "2027-02-01")


def test_t17_a_diamond() -> None:
    prospects = diamond(2)
    spans = {ident: span(prospects.found, ident, "build") for ident in "abcd"}
    assert spans == {
        "a": ("02-01", "02-03"), "b": ("02-04", "02-10"), "c": ("02-04", "02-05"), "d": ("02-11", "02-12"),
    }  # fmt: skip
    rooms = {wait.link.predecessor: wait.room for wait in prospects.by_id["d"].hard}
    assert rooms == {"b": 0, "c": 3}


@pytest.mark.parametrize(("c_days", "end", "critical"), [(5, "02-12", "b"), (6, "02-15", "c")])
def test_t18_the_diamond_with_c_late(c_days: int, end: str, critical: str) -> None:
    """Three days are its float, four make A, C, D critical; on the tie the two are equal."""
    prospects = diamond(c_days)
    assert span(prospects.found, "d", "build")[1] == end
    rooms = {wait.link.predecessor: wait.room for wait in prospects.by_id["d"].hard}
    assert rooms[critical] == 0


def bound(event: str, **fields: Any) -> dict[str, Any]:
    days = {"days": {"deploy": 1}, "start": "2027-02-01", **fields}
    return release("MOB-7.0", event={"id": event, "within": [0, 5]}, window=None, target=None, **days)


def test_t19_a_window_bound_to_an_event() -> None:
    events = [{"id": "os12", "name": "OS 12", "date": "2027-03-16"}]
    prospect = predict(board(bound("os12"), events=events), "2027-02-24").by_id["mob-7.0"]
    assert prospect.window == (date(2027, 3, 16).toordinal(), date(2027, 3, 23).toordinal())


def test_t20_the_event_moves_into_a_freeze() -> None:
    """Ready on 03-18, held to 03-25; only 03-25 and 03-26 are open, so there is one day of slack."""
    events = [{"id": "os12", "name": "OS 12", "date": "2027-03-25"}]
    freeze = {"id": "q", "name": "Quarter", "start": "2027-03-29", "end": "2027-04-05"}
    made = board(bound("os12", start="2027-03-18"), events=events, freezes=[freeze])
    prospect = predict(made, "2027-02-24").by_id["mob-7.0"]
    assert prospect.window == (date(2027, 3, 25).toordinal(), date(2027, 4, 1).toordinal())
    seen = look(made, "2027-02-24", "mob-7.0")
    assert (seen.date, seen.slack, rules(seen)) == (date(2027, 3, 25), 1, ["A1"])


def test_t21_a_backlog_is_cleared_at_the_pace_of_four_weeks() -> None:
    def samples(closed: list[int]) -> list[dict[str, Any]]:
        days = ["2027-01-18", "2027-01-25", "2027-02-01", "2027-02-08"]
        return [
            {"date": day, "open": 46, "opened": 3, "closed": 3 + net} for day, net in zip(days, closed, strict=True)
        ]

    backlog = {"id": "sr", "name": "Requests", "threshold": 10, "samples": samples([9, 11, 7, 9])}
    made = board(
        release("PAY-4.2", days={"deploy": 1}), backlogs=[backlog],
        links=[link("pay-4.2", "sr", predecessor_kind="backlog")],
    )  # fmt: skip
    assert clear_day(made.backlogs["sr"], PLAIN) == date(2027, 3, 8).toordinal()
    assert look(made, "2027-02-08").date == date(2027, 3, 8)
    backlog["samples"] = samples([-9, 4, 2, 3])
    made = board(
        release("PAY-4.2", days={"deploy": 1}), backlogs=[backlog],
        links=[link("pay-4.2", "sr", predecessor_kind="backlog")],
    )  # fmt: skip
    seen = look(made, "2027-02-08")
    assert (seen.open_ended, seen.date) == (True, date(2027, 3, 1))


@pytest.mark.parametrize("rrule", ["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH"])
def test_t22_a_recurring_window(rrule: str) -> None:
    doc = release("PAY-4.2", days={"deploy": 1}, start="2027-03-03")
    made = board(doc, windows=[{"id": "w", "name": "Tue/Thu", "rrule": rrule}])
    assert look(made, "2027-02-24").date == date(2027, 3, 4)


def test_t23_blocked_work() -> None:
    report = {"started": "2027-02-04", "remaining": {"days": 4, "as_of": "2027-02-24", "by": "kim"}}
    block = {"since": "2027-02-22", "reason": "no key", "cause": "third_party", "expected_unblock": "2027-02-26"}
    doc = release("PAY-4.2", **{**IN_BUILD, "actual": {**IN_BUILD["actual"], "build": report}}, blocked=block)
    made = board(doc, today="2027-02-24")
    assert span(predict(made, "2027-02-24").found, "pay-4.2", "build") == ("02-26", "03-03")
    assert not look(made, "2027-02-24").open_ended
    del block["expected_unblock"]
    seen = look(board(doc, today="2027-02-24"), "2027-02-24")
    assert (seen.open_ended, seen.date) == (True, date(2027, 3, 12))  # as if freed today: Build to 03-01
    assert {"R2", "A6"} <= set(rules(seen))


def test_t24_a_loop_is_refused_and_named() -> None:
    made = board(release("PAY-4.2"), patch(), links=waiting())
    loop = find_loop(made, Link("new", "pay-4.1.1", "pay-4.2"))
    assert name_loop(made, loop) in (
        "PAY-4.1.1 → PAY-4.2 → PAY-4.1.1", "PAY-4.2 → PAY-4.1.1 → PAY-4.2",
    )  # fmt: skip


def test_t25_a_deadline_anywhere_on_earth() -> None:
    assert find_cutoff(date(2026, 10, 15)) == datetime(2026, 10, 16, 12, 0, tzinfo=UTC)


def test_t27_t28_percentiles() -> None:
    taken = [13, 2, 3, 9, 3, 8, 4, 6, 5, 5]
    assert (percentile(taken, 0.5), percentile(taken, 0.85)) == (5, 9)
    assert percentile(taken[:4], 0.85) is None


def test_t29_what_if_a_stage_is_shorter() -> None:
    """The patch drives, so a shorter Test alone wins nothing."""
    short = {**STAGES, "test": 3}
    early = {"start": "2027-03-01", "end": "2027-03-05"}
    made = board(release("PAY-4.2", days=short, window=early), patch(), links=waiting())
    assert look(made, "2027-02-01").date == date(2027, 3, 2)
    open_window = {"start": "2027-02-22", "end": "2027-03-05"}
    made = board(release("PAY-4.2", days=short, window=open_window), patch(start="2027-02-23"), links=waiting())
    assert look(made, "2027-02-01").date == date(2027, 2, 26)


def test_t32_committed_but_not_started() -> None:
    made = board(release("PAY-4.2"), today="2027-02-03")
    found = predict(made, "2027-02-03").found
    assert [span(found, "pay-4.2", stage)[1] for stage in STAGES] == ["02-05", "02-19", "02-26", "03-03", "03-04"]
    seen = look(made, "2027-02-03")
    assert (seen.slip, seen.slack, seen.health, rules(seen)) == (2, 1, "A", ["A1", "A2"])


def test_t33_start_to_start_and_finish_to_finish() -> None:
    giver = release("SDK-5", days={"plan": 3, "build": 10, "deploy": 1})
    early = {"days": {"build": 1, "deploy": 1}, "start": "2027-02-01"}
    made = board(
        giver, release("A-1", **early), release("B-1", **early),
        links=[
            link("a-1", "sdk-5", point="build", successor_stage="build", type="SS", lag=2),
            link("b-1", "sdk-5", point="build", successor_stage="build", type="FF", lag=1),
        ],
    )  # fmt: skip
    found = predict(made, "2027-02-01").found
    assert span(found, "a-1", "build")[0] == "02-08"
    assert span(found, "b-1", "build")[1] == "02-18"


def test_the_quick_way_says_the_same() -> None:
    """Each release of these examples gets the same outlook whether or not it goes through the network."""
    made = board(release("PAY-4.2", **IN_BUILD), patch(), release("WEB-1"), links=waiting(), freezes=[FREEZE])
    day = date(2027, 2, 22)
    assert look_ahead(made, day) == appraise(foresee(made, day, whole=True))
