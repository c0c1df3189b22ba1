"""Every command and every release by a part of its name, with the key beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from releaseboard.domain.model import Release
from releaseboard.settings.actions import ACTIONS, Action

from .desk import Desk
from .fuzzy import SHOWN, score_text
from .messages import ReleaseShown
from .screens.base import Page
from .screens.picker import Picker
from .screens.rows import Row


def open_palette(page: Page, push: Callable[..., Any]) -> None:
    """Ask for a command or a release and do what was chosen."""

    async def take(chosen: str | None) -> None:
        kind, _, ident = (chosen or "").partition(" ")
        if kind == "do":
            await page.run_named(next(action for action in ACTIONS if action.id == ident))
        elif kind == "go":
            page.post_message(ReleaseShown(ident))

    push(Picker("Commands and releases", lambda typed: palette_rows(page, typed), hint="a command, or a release"), take)


def commands_of(page: Page) -> Sequence[Action]:
    """What the palette lists here: the registry's commands, first those that act on this page."""
    titled = [action for action in ACTIONS if action.title]
    acting = {action.id for action in page.acting()}
    return sorted(titled, key=lambda action: action.id not in acting)


def palette_rows(page: Page, typed: str) -> list[Row]:
    """Commands and releases that fit, best first; a key or key beginning typed in full comes first."""
    desk = page.desk
    acting = {action.id for action in page.acting()}
    scored: list[tuple[int, int, Row]] = []
    for at, action in enumerate(commands_of(page)):
        score = score_text(typed, f"{action.title} {desk.keymap.all_shown(action.id)}")
        if score:
            scored.append((score, -at, _command_row(page, action, is_here=action.id in acting)))
    if typed.strip():
        scored += _releases(desk, typed)
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    return [row for _score, _at, row in scored[: SHOWN if typed.strip() else len(scored)]]


def _command_row(page: Page, action: Action, *, is_here: bool) -> Row:
    why = page.why_not(action) if is_here else "this is a command of another page"
    return Row(f"do {action.id}", ((action.title, ""),), ((page.desk.keymap.all_shown(action.id), "key"),), why)


def _releases(desk: Desk, typed: str) -> list[tuple[int, int, Row]]:
    found = []
    for at, release in enumerate(desk.board.releases.values()):
        score = score_text(typed, f"{release.key} {release.title}")
        if score:
            found.append((score, -at - 1000, _release_row(desk, release)))
    return found


def _release_row(desk: Desk, release: Release) -> Row:
    where = desk.board.stage_name(desk.board.column_of(release)) or str(release.state)
    return Row(f"go {release.id}", ((release.key, "strong"), (f"  {release.title}", "")), ((where, "dim"),))
