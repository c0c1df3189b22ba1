"""What could be done about an issue: the levers side by side, the effect of each in full, and one of them applied."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.raiddetails import with_article
from releaseboard.domain.raidlog import is_over, state_of
from releaseboard.domain.words import RaidKind, spoken
from releaseboard.errors import ReleaseboardError
from releaseboard.reports.history import say_group
from releaseboard.reports.layout import near_date, wrap_cells
from releaseboard.reports.options import (
    UNSAID,
    Comparison,
    Option,
    compare_options,
    find_release,
    make_command,
    name_option,
    say_effect,
)
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import BoardChanged
from releaseboard.tui.ripplemodel import Ripple

from .base import Page
from .coordpage import CoordPage
from .fields import Field, Form
from .optionrows import list_option_rows
from .ripplerows import list_ripple_rows
from .rows import Row, RowList, text_row


def open_strategies(page: Page, issue: Raid, key: str = "") -> None:
    """The page of an issue's options, or why it has none.

    Args:
        page: over which it opens, and which says why not.
        issue: an entry of the log.
        key: for this release of it; '' is its first open one.
    """
    board, key_of = page.desk.board, page.desk.key_of
    if issue.kind != RaidKind.ISSUE:
        more = f"; {key_of('become_issue')} makes an issue of it" if issue.kind == RaidKind.RISK else ""
        page.say(f"{issue.title[:40]!r} is {with_article(issue.kind)}: options are for issues{more}", kind="warning")
    elif is_over(issue):
        page.say(f"{issue.title[:40]!r} is {spoken(state_of(issue))}: {key_of('move_entry')} opens it again",
                 kind="warning")  # fmt: skip
    else:
        try:
            release = find_release(board, issue, key)
        except ReleaseboardError as error:
            page.say(f"{error.message}: {key_of('edit_entry')} names one", kind="warning")
            return
        page.app.push_screen(StrategiesScreen(page.desk, issue.id, release.id))


class StrategiesScreen(CoordPage):
    """The options as a table, below it what the one under the cursor does; Enter shows all of that.

    Args:
        desk: what all pages share.
        issue_id: record id of the issue.
        release_id: the release that the options are for.
    """

    VIEW = "strategies"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("strategies")]

    def __init__(self, desk: Desk, issue_id: str, release_id: str) -> None:
        super().__init__(desk)
        self._issue_id, self._release_id = issue_id, release_id
        self._found: Comparison | None = None
        self._ripples: dict[int, Ripple] = {}
        self._number = 1
        self._is_full = False
        self._is_done = False

    def on_mount(self) -> None:
        """On a large board it takes a while, and nobody waits with a dead screen."""
        self._try_all()

    def _try_all(self) -> None:
        self._found, self._ripples = None, {}
        if self.desk.foresight.is_small:
            self._found = self._work_out()
            self.show_rows(keep=True)
        else:
            self.show_rows()
            self.run_worker(self._try_aside(), exclusive=True)

    async def _try_aside(self) -> None:
        self._found = await asyncio.to_thread(self._work_out)
        self.show_rows()
        self.show_hints()

    def _work_out(self) -> Comparison | None:
        board = self.desk.board
        issue, release = board.raid.get(self._issue_id), board.releases.get(self._release_id)
        if issue is None or release is None or is_over(issue):
            return None
        return compare_options(board, issue, release, self.desk.session.context())

    # -- what is shown ---------------------------------------------------------------------------------------------

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """Table and effect, or the effect alone."""
        found = self._found
        if found is None:
            return "Options", [text_row("  comparing: each option is tried on a copy of the board", "dim")]
        release = found.release
        now = self.desk.outlook_of(release.id)
        day = (
            f"goes out {'≥ ' if now.open_ended else ''}{near_date(now.date, self.desk.today)}"
            if now.date
            else "no date"
        )
        title = f"{found.issue.title}  ·  {release.key}: {day}"
        width = max(40, self.app.size.width - 4)
        option = self.option
        if option is None:
            return title, ()
        if self._is_full:
            return f"{self._number} {name_option(option)}", [*self._list_effect(option, width, is_full=True)]
        rows = list_option_rows(self.desk.board, found, width, self.desk.glyphs)
        return title, [*rows, text_row(""), *self._list_effect(option, width)]

    def tell_empty(self) -> str:
        """The issue is over."""
        return "there is nothing to choose from any more"

    def _list_effect(self, option: Option, width: int, *, is_full: bool = False) -> Iterator[Row]:
        if not is_full:
            yield text_row(f"{self._number} {name_option(option)}", "heading")
        if option.refused:
            yield from (text_row(line) for line in wrap_cells(f"can't be: {option.refused}", width, "  "))
            return
        if option.lever.rough:
            yield from (text_row(line, "dim") for line in wrap_cells(f"rough: {option.lever.rough}", width, "  "))
        ripple = self._ripple(self._number)
        if ripple.waves or ripple.owed:
            yield from list_ripple_rows(ripple, self.app.size.width, self.desk.glyphs)
        else:
            yield text_row("  no forecast, colour or window would be another", "dim")
        if is_full:
            yield from self._list_steps(option, width)

    def _ripple(self, number: int) -> Ripple:
        """What an option does to all dates: tried once, kept until the board is another one."""
        if number not in self._ripples:
            command = self._command(number, UNSAID)
            self._ripples[number] = self.desk.foresee(lambda: self.desk.do(command), "")
        return self._ripples[number]

    def _list_steps(self, option: Option, width: int) -> Iterator[Row]:
        outcome = self.desk.session.preview(self._command(self._number, UNSAID))
        yield text_row("")
        yield text_row("What is done", "heading")
        yield text_row("  a decision with your reason is written, and the issue is acted on")
        for phrase in say_group(outcome.board, [change for change in outcome.changes if change.entity != "raid"]):
            yield from (text_row(line) for line in wrap_cells(phrase, width, "    ", "  "))

    def _command(self, number: int, reason: str) -> Any:
        assert self._found is not None
        return make_command(self._found, number, reason)

    @property
    def option(self) -> Option | None:
        """The option under the cursor; None while there is none."""
        options = self._found.options if self._found is not None else ()
        return options[self._number - 1] if 0 < self._number <= len(options) else None

    @on(RowList.Highlighted)
    def follow_cursor(self, event: RowList.Highlighted) -> None:
        """The effect below follows the cursor."""
        event.stop()
        number = int(event.row.id) if event.row is not None else self._number
        if number != self._number and not self._is_full:
            self._number = number
            self.show_rows(keep=True)
        self.show_hints()

    def current_line(self) -> str:
        """The option's number; '' while none can be applied."""
        return str(self._number) if self.option is not None else ""

    def current_entry(self) -> Raid | None:
        """The issue."""
        return self.desk.board.raid.get(self._issue_id)

    def target(self) -> Release | None:
        """The release that the options are for."""
        return self.desk.find(self._release_id)

    def board_changed(self, message: BoardChanged) -> None:
        """Another board, other options."""
        if not self._is_done:
            self._try_all()
        if message.said:
            self.say(message.said)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_open_line(self) -> None:
        """The effect in full, and back to the table."""
        self._is_full = not self._is_full
        self.show_rows()
        if not self._is_full:
            self.row_list.go_to(str(self._number))
        self.show_hints()

    def action_close_page(self) -> None:
        """From the effect to the table, from the table to where one came from."""
        if self._is_full:
            self.action_open_line()
        else:
            super().action_close_page()

    def action_apply_strategy(self) -> None:
        """With the reason; it is one action with the decision."""
        option = self.option
        if option is None or self._found is None:
            return
        if option.refused:
            self.say(f"this can't be: {option.refused}", kind="warning")
            return
        from .form import FormScreen  # noqa: PLC0415 - seldom needed at once

        form = self._apply_form(option)

        def left(is_saved: bool | None) -> None:
            if is_saved:
                self.app.pop_screen()

        self.app.push_screen(FormScreen(form, self.desk.kept), left)

    def _apply_form(self, option: Option) -> Form:
        number = self._number

        def submit(values: dict[str, Any]) -> None:
            command = self._command(number, values["reason"])
            self._is_done = True
            try:
                self.desk.do(command, said=f"decided: {name_option(option)}")
            except ReleaseboardError:
                self._is_done = False
                raise

        fields = (Field("reason", "Why", "", "why this one, one line", required=True),)
        ident = f"apply {self._issue_id} {option.lever.strategy} {option.lever.text}"
        return Form(ident, f"Apply: {name_option(option)}", fields, submit, "reason", say_effect(option.effect))
