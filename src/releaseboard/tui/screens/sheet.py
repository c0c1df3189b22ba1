"""The go/no-go sheet of a release: a line for each criterion, vote and condition, answered by one key each."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from releaseboard.domain.approvals import MeetCondition
from releaseboard.domain.gates import Gate, gate_state, list_gates
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.domain.words import GateState
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk

from .coordpage import CoordPage
from .rows import Row
from .sheetforms import answer_command, decide_form, note_form
from .sheetrows import Line, ident_of, list_lines, list_sheet_rows


class SheetScreen(CoordPage):
    """One release.

    Args:
        desk: what all pages share.
        release_id: record id.
    """

    VIEW = "sheet"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("sheet")]

    def __init__(self, desk: Desk, release_id: str) -> None:
        super().__init__(desk)
        self._release_id = release_id
        self._start = next((ident_of(line) for line in self._lines() if self._is_asked(line)), "")

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Of the release, in the order of its stages; () when it is gone."""
        release = self.target()
        return list_gates(self.desk.board, release) if release is not None else ()

    def _lines(self) -> list[Line]:
        return [line for gate in self.gates for line in list_lines(self.desk.board, gate)]

    def _is_asked(self, line: Line) -> bool:
        """The cursor begins where something is still to be said."""
        gate = self._gate(line)
        return line.kind != "gate" and not line.answer and gate_state(self.desk.board, gate) == GateState.PENDING

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """All gates."""
        release = self.target()
        if release is None:
            return "Go/no-go", ()
        target = f" · target {format_day(release.target)}" if release.target else ""
        title = f"Go/no-go {release.key}  {release.title}{target}"
        return title, [*list_sheet_rows(self.desk.board, self.gates, max(40, self.app.size.width - 4))]

    def tell_empty(self) -> str:
        """Where gates come from."""
        release = self.target()
        if release is None:
            return "this release is not on the board any more"
        return f"{release.key} has no gates: the stages in the plan file say where there is one"

    def target(self) -> Release | None:
        """The release of the sheet."""
        return self.desk.find(self._release_id)

    @property
    def line(self) -> Line | None:
        """What the cursor is on."""
        ident = self.current_line()
        return next((line for line in self._lines() if ident_of(line) == ident), None)

    def _gate(self, line: Line) -> Gate:
        return next(gate for gate in self.gates if gate.stage == line.stage)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_answer_go(self) -> None:
        """At once; what was noted before stays."""
        line = self.line
        if line is None:
            return
        if self.do(self._go(line), said=f"{'met' if line.kind == 'condition' else 'go'}: {self._called(line)}"):
            self.row_list.move(1)

    def _go(self, line: Line) -> Any:
        release = self._the_release()
        if line.kind == "condition":
            return MeetCondition(release.key, line.stage, line.name)
        return answer_command(release, line, "go", line.note, self.desk.session.user)

    def _called(self, line: Line) -> str:
        return (line.shown if line.kind != "gate" else self.desk.board.person_name(self.desk.session.user))[:50]

    def action_answer_no(self) -> None:
        """With a note on why; a condition is open again."""
        line = self.line
        if line is not None and line.kind == "condition":
            command = MeetCondition(self._the_release().key, line.stage, line.name, False)
            self.do(command, said=f"open again: {self._called(line)}")
        elif line is not None:
            self.open_form(note_form(self.desk, self._the_release(), line, "no_go", lambda: self.row_list.move(1)))

    def action_note_line(self) -> None:
        """Evidence, or a few words with a vote."""
        line = self.line
        if line is not None and line.kind == "condition":
            key = self.desk.keymap.shown
            self.say(f"a condition is met by {key('answer_go')} and open again by {key('answer_no')}", kind="warning")
        elif line is not None:
            self.open_form(note_form(self.desk, self._the_release(), line))

    def action_open_line(self) -> None:
        """A click is like Enter."""
        self.action_note_line()

    def action_decide_gate(self) -> None:
        """The gate that the cursor is in."""
        line = self.line
        if line is not None:
            self.open_form(decide_form(self.desk, self._the_release(), self._gate(line)))
