"""Odd plans: each remark when it is due, and not when it is not."""

from datetime import date
from typing import Any

import pytest

from payboard import board, link, release
from randomboards import TODAY, make_board
from releaseboard.schedule.lint import lint
from releaseboard.schedule.outlook import look_ahead

DAY = "2027-02-01"


def remarks(*docs: dict[str, Any], **tables: Any) -> list[tuple[str, str]]:
    found = lint(look_ahead(board(*docs, today=DAY, **tables), date.fromisoformat(DAY)))
    return [(remark.rule, remark.text) for remark in found]


def test_a_sound_plan_gives_no_remark() -> None:
    assert remarks(release("PAY-4.2")) == []


def test_l1_a_friday() -> None:
    assert remarks(release("PAY-4.2", target="2027-03-05")) == [
        ("L1", "target Fri 05 Mar: nobody is there to mend it on the weekend")
    ]


@pytest.mark.parametrize(("holiday", "target", "is_odd"), [
    ("2027-03-01", "2027-03-02", True), ("2027-03-01", "2027-03-03", False), ("2027-02-26", "2027-03-01", True),
])  # fmt: skip
def test_l2_the_day_after_a_holiday(holiday: str, target: str, is_odd: bool) -> None:
    """Also over a weekend: a Monday after a holiday on Friday."""
    days = [{"id": holiday, "date": holiday, "name": "Carnival"}]
    found = remarks(release("PAY-4.2", target=target), holidays=days)
    assert (("L2", f"target {date.fromisoformat(target):%a %d %b} is the first day after Carnival") in found) == is_odd


def test_l3_a_window_without_an_open_day() -> None:
    freeze = {"id": "fy", "name": "Year end", "start": "2027-02-26", "end": "2027-03-09"}
    assert remarks(release("PAY-4.2"), freezes=[freeze]) == [
        ("L3", "window 01–05 Mar has no open day: freeze Year end")
    ]
    assert remarks(release("PAY-4.2"), freezes=[{**freeze, "end": "2027-03-04"}]) == []


def test_l4_one_team_in_two_places() -> None:
    teams = [{"id": "core", "name": "Core", "lanes": 1}]
    far = {"start": "2027-04-01", "target": "2027-05-04", "window": {"start": "2027-05-03", "end": "2027-05-07"}}
    assert remarks(release("PAY-4.2"), release("WEB-1", project="WEB"), teams=teams) == [
        ("L4", "Core is to work on WEB-1 on Mon 01 Feb too, and has lanes for 1"),
        ("L4", "Core is to work on PAY-4.2 on Mon 01 Feb too, and has lanes for 1"),
    ]
    assert remarks(release("PAY-4.2"), release("WEB-1", project="WEB", **far), teams=teams) == []
    assert remarks(release("PAY-4.2"), release("WEB-1", project="WEB"), teams=[{**teams[0], "lanes": 2}]) == []


def test_l5_two_releases_of_one_application_too_close() -> None:
    short = {"days": {"deploy": 1}, "window": {"start": "2027-03-01", "end": "2027-03-31"}}
    one = release("PAY-4.2", start="2027-03-02", **short)
    near, far = (release("PAY-4.3", start=day, target=day, **short) for day in ("2027-03-04", "2027-03-09"))
    assert remarks(one, near) == [("L5", "goes out 2 days after PAY-4.2 of the same application")]
    assert remarks(one, far) == []
    assert remarks(one, {**near, "application": "portal"}) == []
    assert remarks(one, {**near, "type": "hotfix"}) == []


def test_l6_an_update_that_should_wait_for_its_security_patch() -> None:
    patch = release("PAY-4.1.1", type="security", days={"deploy": 1}, start="2027-03-09", target="2027-03-09",
                    window={"start": "2027-03-08", "end": "2027-03-12"})  # fmt: skip
    assert remarks(release("PAY-4.2"), patch) == [
        ("L6", "goes out before the security patch PAY-4.1.1 and does not wait for it")
    ]
    assert remarks(release("PAY-4.2"), patch, links=[link("pay-4.2", "pay-4.1.1", strength="soft")]) == []
    assert remarks(release("PAY-4.2"), {**patch, "project": "WEB"}) == []


def test_any_board_can_be_looked_over() -> None:
    for seed in range(100):
        for remark in lint(look_ahead(make_board(seed), TODAY)):
            assert remark.text and "\n" not in remark.text
