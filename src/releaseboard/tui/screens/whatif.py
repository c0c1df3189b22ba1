"""The page of a what-if: before and after, what was tried, the scenarios that are kept; apply, keep, leave."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.raid import Scenario
from releaseboard.domain.scenarios import read_steps
from releaseboard.errors import ReleaseboardError
from releaseboard.reports.history import say_group
from releaseboard.session import Outcome
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import BoardChanged, TrialLeft, TrialShown
from releaseboard.tui.ripplemodel import Ripple, find_ripple
from releaseboard.tui.wording import count_of

from .coordpage import CoordPage
from .ripplerows import list_ripple_rows
from .rows import Row, text_row
from .whatifforms import apply_form, keep_form

if TYPE_CHECKING:
    from releaseboard.trial import Trial


class WhatIfScreen(CoordPage):
    """Opened inside a what-if only."""

    VIEW = "whatif"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("whatif")]

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk, start)
        self._told: dict[str, str] = {}  # of the scenarios on this board
        self._told_of: Board | None = None

    @property
    def trial(self) -> "Trial":
        """The what-if."""
        assert self.desk.trial is not None
        return self.desk.trial

    def board_changed(self, message: BoardChanged) -> None:
        """The page ends with the what-if."""
        if self.desk.trial is not None:
            super().board_changed(message)

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """The ripple of all edits together, then the edits, then what is kept."""
        ripple = self._find_ripple(self.trial.board)
        title = f"What if · {count_of(self.trial.count, 'edit')}"
        if self.trial.count:
            title += f" · {count_of(len(ripple.waves), 'release')} would stand otherwise"
            title += f" · {ripple.missed} would miss the window" if ripple.missed else ""
        return title, [*self._list_changes(ripple), *self._list_kept()]

    def _find_ripple(self, after: Board) -> Ripple:
        base, desk = self.trial, self.desk
        return find_ripple({}, base.before, after, desk.today, desk.session.calendar, "what if")

    def _list_changes(self, ripple: Ripple) -> Iterator[Row]:
        if not self.trial.count:
            yield text_row("  nothing tried yet: edit releases on any page; nothing is saved", "dim")
            return
        if ripple.waves or ripple.owed:
            yield from list_ripple_rows(ripple, self.app.size.width, self.desk.glyphs)
        else:
            yield text_row("  no forecast, colour or window would be another", "dim")
        yield text_row("")
        yield text_row("Tried", "heading")
        for changes in self.trial.actions:
            phrases = say_group(self.trial.board, changes)
            more = f" and {len(phrases) - 2} more" if len(phrases) > 2 else ""
            yield text_row(f"  {'; '.join(phrases[:2])}{more}")

    def _list_kept(self) -> Iterator[Row]:
        kept = sorted(self.trial.base.board.scenarios.values(), key=lambda one: one.name)
        if kept:
            yield text_row("")
            yield text_row("Kept scenarios", "heading")
        for scenario in kept:
            note = f" · {scenario.note}" if scenario.note else ""
            parts = ((f"  {scenario.name}", "strong"), (f"  {self._tell(scenario)}{note}", "dim"))
            yield Row(scenario.id, parts, ((scenario.by, "dim"),))

    def _tell(self, scenario: Scenario) -> str:
        """What it would come to on the board as it is now."""
        board = self.trial.base.board
        if board is not self._told_of:
            self._told, self._told_of = {}, board
        key = scenario.id
        if key not in self._told:
            try:
                after = self.trial.base.preview(*read_steps(scenario)).board
            except ReleaseboardError as error:
                self._told[key] = f"does not fit any more: {error.message}"
            else:
                ripple = find_ripple({}, board, after, self.desk.today, self.trial.base.calendar, scenario.name)
                later = sum(wave.days or 0 for wave in ripple.waves)
                words = [count_of(len(ripple.waves), "release"), f"{later:+d} days in all" if later else "same days"]
                words += [f"{ripple.missed} would miss the window"] if ripple.missed else []
                self._told[key] = ", ".join(words)
        return self._told[key]

    def action_open_line(self) -> None:
        """A click on a scenario opens it."""
        self.action_open_scenario()

    def target(self) -> Release | None:
        """No line is about one release."""
        return None

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_apply_trial(self) -> None:
        """For real, as one action with a decision."""

        def done(outcome: Outcome, title: str) -> None:
            self._leave(f"applied: {title}", outcome)

        self.open_form(apply_form(self.desk, self.trial, done))

    def action_keep_trial(self) -> None:
        """By name, to be opened or compared later."""
        self.open_form(keep_form(self.desk, self.trial))

    def action_drop_trial(self) -> None:
        """Nothing of it remains."""
        self._leave("the what-if is left: the board is as it was")

    def _leave(self, said: str, outcome: Outcome | None = None) -> None:
        self.app.post_message(TrialLeft(said, outcome))
        self.dismiss()

    def action_open_scenario(self) -> None:
        """The kept scenario on the line in place of what was tried, decided anew on the board as it is now."""
        scenario = self.trial.base.board.scenarios.get(self.current_line())
        if scenario is None:
            return
        try:
            steps = read_steps(scenario)
            self.trial.base.preview(*steps)
        except ReleaseboardError as error:
            self.say_error(error)
            return
        self.desk.end_trial()
        self.desk.begin_trial()
        for step in steps:
            self.trial.do(step)
        self.app.post_message(TrialShown(f"{scenario.name}: as it would be on the board of now"))
