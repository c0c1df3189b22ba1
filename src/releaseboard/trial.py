"""A what-if: the board of a session, on which edits change nothing until they are applied.

Floor 4 beside session.py. It is a session like any other, so every screen works on it; what is done is remembered as
commands, so that it can be kept as a scenario, or done for real as one action with a decision.
"""

from typing import Any

from releaseboard.domain.changes import Change
from releaseboard.domain.coordination import ApplyScenario, KeepScenario
from releaseboard.errors import Refused
from releaseboard.store.scratch import Scratch

from .session import Outcome, Session

Step = tuple[tuple[Any, ...], tuple[Change, ...]]  # the commands of one action, and what they changed


class Trial(Session):
    """One person trying things out.

    Args:
        base: the session whose board is tried on; nothing of it changes before `apply` or `keep`.
    """

    def __init__(self, base: Session) -> None:
        scratch = Scratch(base.store, base.board.docs)
        super().__init__(scratch, today=base._today, user=base.user, host=base.host, clock=base.clock)
        self.base = base
        self.board = self.before = base.board  # the same object: nothing is drawn anew for it
        self._steps: list[Step] = []
        self._undone: list[Step] = []

    @property
    def steps(self) -> tuple[Any, ...]:
        """The commands done and not undone, in their order."""
        return tuple(command for commands, _ in self._steps for command in commands)

    @property
    def actions(self) -> tuple[tuple[Change, ...], ...]:
        """What each action that is not undone changed, in their order."""
        return tuple(changes for _, changes in self._steps)

    @property
    def count(self) -> int:
        """How many actions they make up."""
        return len(self._steps)

    @property
    def pending(self) -> int:
        """Nothing waits to be saved."""
        return 0

    def do(self, *commands: Any, save: bool = True) -> Outcome:
        """Decide the commands on the trial's board. Raises as `Session.do`; nothing is kept, whatever `save` says."""
        outcome = super().do(*commands, save=False)
        if outcome.changes:
            self._steps.append((commands, outcome.changes))
            self._undone.clear()
        return outcome

    def save(self) -> int:
        """There is nothing to save."""
        return 0

    def refresh(self) -> tuple[Change, ...]:
        """The board stays the one that it was begun on."""
        return ()

    def _revert(self, verb: str, group: str, save: bool) -> Outcome:
        source, target = (self._steps, self._undone) if verb == "undo" else (self._undone, self._steps)
        if group or not source:
            raise Refused(f"there is nothing to {verb} in this what-if", "leave it to undo what was done before")
        outcome = super()._revert(verb, "", save=False)
        target.append(source.pop())
        return outcome

    def keep(self, name: str, note: str = "") -> Outcome:
        """The steps as a scenario on the real board. Raises as `Session.do`."""
        return self.base.do(KeepScenario(name, self.steps, note), save=False)

    def apply(self, title: str, reason: str) -> Outcome:
        """The steps, done for real as one action with the decision behind them. Raises as `Session.do`."""
        return self.base.do(ApplyScenario(title, reason, self.steps), save=False)
