"""A command is over before there is litter to collect; the full screen stays, and collects its own."""

import gc
from collections.abc import Callable
from typing import Any

import pytest

from releaseboard.cli import main as command_line
from releaseboard.cli.output import Output
from releaseboard.cli.screen import run_screen
from releaseboard.errors import BadInput

Run = Callable[..., Any]


@pytest.mark.parametrize("problem", [None, BadInput("no"), KeyboardInterrupt(), RuntimeError("a fault")])
def test_nothing_is_collected_while_a_command_runs(
    problem: BaseException | None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And all is as before when it is over, however it ended."""
    seen: list[bool] = []

    def look(words: list[str], out: Output) -> int:
        seen.append(gc.isenabled())
        if problem is not None:
            raise problem
        return 0

    monkeypatch.setattr(command_line, "dispatch", look)
    assert gc.isenabled()
    run("status")
    assert seen == [False]
    assert gc.isenabled()


def test_who_collects_nothing_goes_on_so(run: Run) -> None:
    """Another program that calls us has its reasons."""
    gc.disable()
    try:
        run("--version")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_screen_collects(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs for hours."""
    seen: list[bool] = []
    monkeypatch.setattr("releaseboard.tui.app.run_app", lambda *words, **settings: seen.append(gc.isenabled()) or 0)
    gc.disable()
    try:
        assert run_screen(type("Shell", (), {"config": None, "asked_day": None})(), None) == 0
    finally:
        gc.enable()
    assert seen == [True]
