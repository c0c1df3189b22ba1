"""What every test stands on: an environment without the developer's own settings, a fixed day, repeatable examples."""

import os

# Textual reads its variables, and NO_COLOR, when it is imported: they go before any test module is loaded.
for _name in list(os.environ):
    if _name.startswith(("TEXTUAL", "RELEASEBOARD_")) or _name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        del os.environ[_name]

import time  # noqa: E402 - only after the environment has been cleaned
from collections.abc import Iterator  # noqa: E402 - the same
from datetime import date  # noqa: E402 - the same
from pathlib import Path  # noqa: E402 - the same

import pytest  # noqa: E402 - the same
from hypothesis import settings  # noqa: E402 - the same

# The environment that the run was started with, for tests that install packages and need the user's package index.
_OUTER = dict(os.environ)

# Same examples on every run, however slow the machine; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

TODAY = date(2027, 2, 24)


@pytest.fixture(scope="session", autouse=True)
def clean_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For the whole run, and before any wider fixture: one user (ana), UTC, an English terminal, no settings."""
    home = tmp_path_factory.mktemp("home")  # before the user is changed: pytest names its folder after the real one
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("XDG_", "LC_")):
                patch.delenv(name)
        for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            patch.setenv(name, "ana")
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("TZ", "UTC")
        time.tzset()
        _move_home(patch, home)
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def clean_home(clean_machine: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For each test an empty HOME of its own, with the settings, state and cache folders under it."""
    home = tmp_path_factory.mktemp("home")
    _move_home(monkeypatch, home)
    return home


def _move_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    patch.setenv("HOME", str(home))
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture
def today() -> date:
    """The day that examples are told on: Wednesday 24 February 2027."""
    return TODAY


@pytest.fixture(scope="session")
def outer_environment() -> dict[str, str]:
    """A copy of the environment that the whole run was started with: its package index, its HOME."""
    return {"PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **_OUTER}
