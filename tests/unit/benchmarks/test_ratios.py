"""The arithmetic of the benchmarks, and that a claim which does not hold is reported as such."""

import sys

import pytest
from benchmarks.imports import list_dear
from benchmarks.ratios import Claim, Pair, measure_pairs, median_ratio, ratio_claim, report, time_process
from benchmarks.terminal import Terminal


def test_pairs_are_taken_in_turn_after_one_that_does_not_count() -> None:
    """Floor and ours are measured right beside each other, every second pair the other way round."""
    order: list[str] = []
    pairs = measure_pairs(lambda: order.append("f") or len(order), lambda: order.append("o") or len(order), 2)
    assert order == ["f", "o", "f", "o", "o", "f"]
    assert pairs == [Pair(3, 4), Pair(6, 5)]


def test_the_ratio_is_the_median_of_the_pairs_and_not_of_the_times() -> None:
    """A slow minute of the machine slows both of a pair and leaves the ratio alone."""
    pairs = [Pair(10, 20), Pair(100, 200), Pair(1, 3)]
    assert median_ratio(pairs) == 2.0
    claim = ratio_claim("quick enough", pairs, 2.0)
    assert claim.holds
    assert claim.note == "20.0 against 10.0 ms, 3 pairs"


def test_a_miss_is_printed_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """One claim over its limit makes the exit code 1."""
    code = report("some things", [Claim("fits", 5.0, 5.0), Claim("too many bytes", 2_001, 2_000, "B")])
    printed = capsys.readouterr().out.splitlines()
    assert code == 1
    assert [line.split()[0] for line in printed[1:]] == ["ok", "MISS"]
    assert "2,001 B" in printed[2]
    assert report("all well", [Claim("fits", 1.0, 5.0)]) == 0


def test_a_process_that_fails_is_not_measured() -> None:
    """A quick failure must not look like a quick answer."""
    with pytest.raises(RuntimeError, match=r"exit 3.*\n?.*no board"):
        time_process([sys.executable, "-c", "import sys; sys.stderr.write('no board'); sys.exit(3)"])
    assert time_process([sys.executable, "-c", "pass"]) > 1


def test_the_terminal_counts_what_a_key_brings() -> None:
    """Text is found between escape sequences; a key's bytes are counted; an unanswered key is 0 bytes."""
    program = (
        "import sys, tty; tty.setraw(0)\n"
        "sys.stdout.write('\\x1b[1mPRJ\\x1b[0m-1.0 ready'); sys.stdout.flush()\n"
        "while (key := sys.stdin.read(1)) != 'q':\n"
        "    sys.stdout.write('12345' if key == 'j' else ''); sys.stdout.flush()\n"
    )
    with Terminal([sys.executable, "-c", program], {"TERM": "xterm"}) as terminal:
        assert terminal.wait_for(rb"PRJ-\d\.0 ready") > 0
        assert terminal.press("j", 0.1).size == 5
        assert terminal.press("x", 0.1).size == 0
        assert terminal.proportional_memory() > 1_000
        assert terminal.quit() > 0


def test_a_program_that_never_shows_anything_is_named() -> None:
    """Waiting for text that does not come ends with what was sent instead."""
    with (
        Terminal([sys.executable, "-c", "print('something else')"], {}) as terminal,
        pytest.raises(RuntimeError, match="something else"),
    ):
        terminal.wait_for(b"PRJ")


def test_dear_imports_are_listed() -> None:
    """Those that a program loads, and those that they load in turn; what every Python loads is not counted."""
    assert list_dear(["-c", "pass"]) == []
    assert {"csv", "dataclasses", "inspect"} <= set(list_dear(["-c", "import csv, dataclasses"]))
