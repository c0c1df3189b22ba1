"""Imports only point down, and third-party packages stay in the rooms that are built on them."""

import sys
from pathlib import Path

from house import PACKAGE, Module, list_imports, read_house, read_tree, write_tree

_BELOW_FRONT = frozenset(
    {
        "errors",
        "text",
        "domain",
        "schedule",
        "reports",
        "interchange",
        "settings",
        "session",
        "upkeep",
        "glimpse",
        "trial",
    }
)

# Room -> the rooms it may import. Two rooms on one floor never see each other; only `session` writes a board, so the
# front ends do not see `store`. The top (`releaseboard` itself: the version) is open to all.
MAY_IMPORT: dict[str, frozenset[str]] = {
    "": frozenset(),
    "errors": frozenset(),
    "text": frozenset(),
    "domain": frozenset({"errors", "text"}),
    "schedule": frozenset({"errors", "text", "domain"}),
    "store": frozenset({"errors", "text", "domain"}),
    "reports": frozenset({"errors", "text", "domain", "schedule"}),
    "interchange": frozenset({"errors", "text", "domain", "schedule"}),
    "settings": frozenset({"errors", "text"}),
    "authorship": frozenset({"errors", "text", "domain", "store"}),  # the part of session that only writers load
    "ledger": frozenset({"errors", "text", "domain", "store"}),
    "undoing": frozenset({"errors", "text", "domain", "ledger"}),
    "upkeep": frozenset({"errors", "text", "domain", "store"}),
    "sitting": frozenset({"domain", "authorship"}),
    "trial": frozenset({"errors", "domain", "store", "session"}),
    "glimpse": frozenset({"store", "reports", "session"}),
    "session": frozenset(
        {"errors", "text", "domain", "schedule", "store", "reports", "interchange", "settings", "authorship"}
        | {"ledger", "undoing", "sitting", "upkeep"}
    ),
    "cli": _BELOW_FRONT | {"tui"},
    "tui": _BELOW_FRONT,
    "__main__": frozenset({"cli"}),
}

THIRD_PARTY: dict[str, frozenset[str]] = {
    "tui": frozenset({"textual", "rich"}),
    "store": frozenset({"tinydb"}),
    "schedule": frozenset({"dateutil", "numpy"}),  # numpy is an extra, loaded by a simulation only
    "interchange": frozenset({"dateutil", "tomli_w"}),
    "settings": frozenset({"tomli_w"}),
}


def floor_breaches(modules: dict[str, Module]) -> list[str]:
    """One line for each import that points up, sideways, or out of the house where it may not."""
    found = []
    for module in modules.values():
        if module.room not in MAY_IMPORT:
            found.append(f"{module.path}: the house has no room {module.room!r}; give it a floor in MAY_IMPORT")
            continue
        for target, line, deferred in list_imports(module, modules):
            reason = _why_not(module.room, target, deferred)
            if reason:
                found.append(f"{module.path}:{line} imports {target}: {reason}")
    return found


def _why_not(room: str, target: str, deferred: bool) -> str:
    top, _, rest = target.partition(".")
    if top != PACKAGE:
        if top in sys.stdlib_module_names or top in THIRD_PARTY.get(room, ()):
            return ""
        rooms = [name for name, packages in THIRD_PARTY.items() if top in packages]
        return f"{top} may be used in {' and '.join(rooms)} only" if rooms else f"{top} is not a declared dependency"
    aim = rest.partition(".")[0]
    if aim in ("", room):
        return ""
    if aim not in MAY_IMPORT[room]:
        return f"{room or 'the top'} may not see {aim}"
    if (room, aim) == ("cli", "tui") and not deferred:
        return "the command line opens the screen by an import inside the command, never at start-up"
    return ""


def test_imports_point_down() -> None:
    """Every import of the application, deferred ones too, goes to a lower floor."""
    assert floor_breaches(read_house()) == []


def test_a_house_with_breaches_is_caught(tmp_path: Path) -> None:
    """Each kind of breach is found and named with file and line."""
    tree = write_tree(
        tmp_path,
        {
            "releaseboard/__init__.py": "",
            "releaseboard/domain/__init__.py": "",
            "releaseboard/domain/board.py": "def read():\n    from releaseboard.store import boardfile\n",
            "releaseboard/store/__init__.py": "",
            "releaseboard/store/boardfile.py": "import rich.text\nimport tinydb\nfrom ..schedule import calendar\n",
            "releaseboard/schedule/__init__.py": "",
            "releaseboard/schedule/calendar.py": "import pandas\n",
            "releaseboard/settings/__init__.py": "from releaseboard.domain import board\n",
            "releaseboard/cli/__init__.py": "import releaseboard.tui\nfrom releaseboard.store import boardfile\n",
            "releaseboard/tui/__init__.py": "import textual\n",
            "releaseboard/attic/__init__.py": "",
        },
    )
    assert floor_breaches(read_tree(tree)) == [
        "releaseboard/attic/__init__.py: the house has no room 'attic'; give it a floor in MAY_IMPORT",
        "releaseboard/cli/__init__.py:1 imports releaseboard.tui: the command line opens the screen by an import inside"
        " the command, never at start-up",
        "releaseboard/cli/__init__.py:2 imports releaseboard.store.boardfile: cli may not see store",
        "releaseboard/domain/board.py:2 imports releaseboard.store.boardfile: domain may not see store",
        "releaseboard/schedule/calendar.py:1 imports pandas: pandas is not a declared dependency",
        "releaseboard/settings/__init__.py:1 imports releaseboard.domain.board: settings may not see domain",
        "releaseboard/store/boardfile.py:1 imports rich.text: rich may be used in tui only",
        "releaseboard/store/boardfile.py:3 imports releaseboard.schedule.calendar: store may not see schedule",
    ]


def test_a_sound_house_passes(tmp_path: Path) -> None:
    """What is allowed is not reported: down, within a room, the version, the screen opened late."""
    tree = write_tree(
        tmp_path,
        {
            "releaseboard/__init__.py": "__version__ = '1'\n",
            "releaseboard/errors.py": "import difflib\n",
            "releaseboard/domain/__init__.py": "from releaseboard import __version__, errors\n",
            "releaseboard/cli/__init__.py": "def run():\n    import releaseboard.tui\n",
            "releaseboard/cli/main.py": "from releaseboard import domain\n",
            "releaseboard/tui/__init__.py": "import rich.text\nfrom textual.app import App\nfrom . import app\n",
            "releaseboard/tui/app.py": "",
        },
    )
    assert floor_breaches(read_tree(tree)) == []
