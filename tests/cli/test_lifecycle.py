"""The life cycle on the command line: each command's line, and what it refuses."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Good = Callable[..., str]


def state(good: Good, key: str) -> tuple[str, str | None]:
    """State and stage of a release."""
    found: dict[str, Any] = json.loads(good("show", key, "--json"))
    return found["state"], found["stage"]


def test_from_draft_to_closed(good: Good) -> None:
    """A release goes all the way; each step is told in one line."""
    good("set", "HUB-2.3", "goal=Payouts", "rm=ana", "lead=kim", "window=1 mar..12 mar", "target=9 mar",
         "stage_days=plan=1")  # fmt: skip
    assert good("commit", "hub") == (
        "HUB-2.3 committed: window Mon 01 Mar 2027 to Fri 12 Mar 2027, target Tue 09 Mar 2027, in 9 working days\n"
    )
    assert good("start", "hub", "--on", "22 feb") == "HUB-2.3 started on Mon 22 Feb 2027: Plan\n"
    assert good("move", "hub", "next", "--on", "mon 22 feb") == (
        "HUB-2.3 is in Build, 10 working days planned; Plan finished Mon 22 Feb 2027\n"
    )
    assert good("move", "hub", "Deploy", "--reason", "tested elsewhere") == (
        "HUB-2.3 is in Deploy; Build finished Wed 24 Feb 2027\n"
    )
    assert good("move", "hub", "next") == "HUB-2.3 is ready: its last stage, Deploy, is finished\n"
    assert state(good, "hub")[0] == "ready"
    out = good("release", "hub", "--today", "2027-03-02")
    assert out == "HUB-2.3 released on Tue 02 Mar 2027, inside its window; streak 2\n"
    assert good("close", "hub") == "HUB-2.3 is closed\n"


def test_outside_the_window(good: Good) -> None:
    """A late release is told so."""
    for _ in range(4):
        good("move", "PAY-4.2", "next")
    out = good("release", "PAY-4.2")
    assert "outside its window Mon 01 Mar 2027 to Fri 05 Mar 2027" in out


def test_back_is_rework(good: Good, refused: Callable[..., str]) -> None:
    """Back needs a reason and is counted."""
    good("move", "PAY-4.2", "next")
    assert "needs a reason" in refused(4, "move", "PAY-4.2", "back")
    assert good("move", "PAY-4.2", "back", "--reason", "wrong totals") == "PAY-4.2 is back in Build: rework number 1\n"


def test_hold_and_resume(good: Good) -> None:
    """Back to the stage it was in."""
    assert good("hold", "PAY-4.2", "--reason", "budget") == "PAY-4.2 is on hold\n"
    assert "ON HOLD PAY-4.2" in good("status")
    assert good("resume", "PAY-4.2") == "PAY-4.2 is resumed: in progress, Build\n"
    assert state(good, "PAY-4.2") == ("in_progress", "build")


def test_block_and_unblock(good: Good) -> None:
    """With cause, reason and the day it is expected to go on."""
    out = good("block", "PAY-4.2", "--cause", "third-party", "--reason", "no certificate", "--until", "+3")
    assert out == "PAY-4.2 is blocked, until Mon 01 Mar 2027, in 3 working days: no certificate (third party)\n"
    assert "blocked" in good("show", "PAY-4.2")
    assert good("unblock", "PAY-4.2") == "PAY-4.2 goes on: no longer blocked\n"


def test_blocked_for_nobody_knows_how_long(good: Good) -> None:
    """No date is said as such."""
    out = good("block", "PAY-4.2", "--cause", "people", "--reason", "ill", "--waiting-on", "kim")
    assert out == "PAY-4.2 is blocked, nobody knows until when: ill (people)\n"
    shown = " ".join(good("show", "PAY-4.2").split())
    assert "nobody knows until when: ill (people, waiting on Kim Lee)" in shown


def test_cancel_and_rollback(good: Good) -> None:
    """Both need a reason, and keep the release on the board."""
    assert good("cancel", "MOB-7.0", "--reason", "replaced") == "MOB-7.0 is cancelled\n"
    assert good("rollback", "SDK-5.0", "--reason", "booked twice") == "SDK-5.0 is rolled back\n"
    assert state(good, "SDK-5.0")[0] == "rolled_back"


@pytest.mark.parametrize(("code", "words", "said"), [
    (4, ("commit", "HUB-2.3"), "can't be committed without a goal"),
    (4, ("commit", "PAY-4.2"), "in progress"),
    (4, ("start", "HUB-2.3"), "commit it first"),
    (4, ("start", "MOB-7.0", "--on", "+1"), "in the future"),
    (4, ("move", "MOB-7.0", "test"), "committed"),
    (4, ("move", "PAY-4.2", "build"), "already"),
    (4, ("move", "PAY-4.2", "deploy"), "needs a reason"),
    (2, ("move", "PAY-4.2", "tset"), "there is no stage 'tset'"),
    (2, ("move", "PAY-4.2"), "needs STAGE"),
    (4, ("move", "PAY-4.2", "next", "--on", "1 feb"), "can't be finished"),
    (4, ("hold", "HUB-2.3"), "draft"),
    (4, ("resume", "PAY-4.2"), "can't be resumed"),
    (2, ("cancel", "PAY-4.2"), "needs --reason"),
    (4, ("cancel", "SDK-5.0", "--reason", "x"), "released"),
    (4, ("release", "MOB-7.0"), "committed"),
    (4, ("rollback", "MOB-7.0", "--reason", "x"), "committed"),
    (4, ("close", "MOB-7.0"), "committed"),
    (2, ("block", "PAY-4.2", "--reason", "x"), "needs --cause"),
    (2, ("block", "PAY-4.2", "--cause", "weather", "--reason", "x"), "--cause can't be 'weather'"),
    (4, ("block", "MOB-7.0", "--cause", "people", "--reason", "x"), "committed"),
    (4, ("unblock", "PAY-4.2"), "not blocked"),
    (2, ("release", "PAY-4.2", "--outcome", "great"), "--outcome can't be 'great'"),
    (2, ("move", "PAY-4.2", "next", "--on", ""), "a date is missing"),
    (2, ("block", "PAY-4.2", "--cause", "people", "--reason", "x", "--until", ""), "a date is missing"),
    (2, ("start", "NOPE-1"), "there is no release 'NOPE-1'"),
])  # fmt: skip
def test_refusals(refused: Callable[..., str], code: int, words: tuple[str, ...], said: str) -> None:
    """A rule of the board is exit code 4, wrong use 2; the message names what stands in the way."""
    assert said in refused(code, *words)


def test_quiet_says_nothing(on: Callable[..., Any]) -> None:
    """`-q` leaves the confirmation out, before or after the command."""
    assert on("-q", "hold", "PAY-4.2") == (0, "", "")
    assert on("resume", "PAY-4.2", "--quiet") == (0, "", "")
