"""Rules about what people owe: decisions at gates (R4, A9), notices (A10), and teams with too much at once (A11).

The records' own rules are the domain's (gates.py, notify.py, load.py); they are loaded only for boards that have such
records, because they cost `status` more than all other rules together.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.domain.words import MOVING_STATES, State

from .health import Thresholds, days
from .prospects import Prospect
from .standing import Reason

if TYPE_CHECKING:
    from releaseboard.domain.gates import Gate

GRACE = 1  # A10: working days in which a change may be passed on


class Duties:
    """Looks for duties on one board on one day."""

    def __init__(self, board: Board, today: date, between: Callable[[date, date], int], limits: Thresholds) -> None:
        self.board = board
        self.today = today
        self.between = between
        self.limits = limits
        has_policies = any(policy.gates for policy in board.type_policies.values())
        self.has_gates = has_policies or any(stage.gate for stage in board.stages)
        self.noticed = {notice.release for notice in board.notices.values()}
        self.has_listeners = bool(
            board.stakeholders or any(project.applications for project in board.projects.values())
        )
        self.replanned: dict[str, str] = {}
        for replan in board.replans.values():
            self.replanned[replan.release] = max(self.replanned.get(replan.release, ""), replan.at[:10])
        self.crowds = self._find_crowds()

    def _find_crowds(self) -> dict[str, str]:
        """Teams with more stages going than lanes, or allocated over 100 per cent, in words."""
        laned = {team.id: team for team in self.board.teams.values() if team.lanes > 0}
        busy: dict[str, int] = {}
        for release in self.board.releases.values() if laned else ():
            if release.state == State.IN_PROGRESS:
                active = release.stage_plan(release.stage)
                team = (active.team if active else "") or release.team
                busy[team] = busy.get(team, 0) + 1
        found = {
            ident: f"{team.name or ident} works on {busy[ident]} stages at once and has lanes for {team.lanes}"
            for ident, team in laned.items()
            if busy.get(ident, 0) > team.lanes
        }
        if self.board.allocations:
            from releaseboard.domain.load import find_overloaded  # noqa: PLC0415 - see the module

            for ident, load in find_overloaded(self.board, self.today).items():
                record = self.board.teams.get(ident)
                name = record.name if record is not None and record.name else ident
                found[ident] = f"{name} is allocated to {load.percent}%"
        return found

    def find(self, release: Release, found: Prospect, teams: Sequence[str], news: int) -> list[Reason]:
        """What holds for a release whose teams, on this stage and the next, are these; `news` is its last check-in."""
        reasons = []
        if release.state in MOVING_STATES:
            reasons = [Reason("A11", self.crowds[team]) for team in dict.fromkeys(teams) if team in self.crowds]
        if self.has_gates:
            reasons += self._judge_gates(release, found)
        if self._may_owe(release, found):
            reasons += self._judge_notices(release, found, news)
        return reasons

    def _may_owe(self, release: Release, found: Prospect) -> bool:
        """Whether anybody could count on another day; most releases need no closer look."""
        if not (self.has_listeners or release.clients):
            return False
        told = release.baseline.target if release.baseline is not None else release.target
        return release.id in self.noticed or (told is not None and found.day != told.toordinal())

    def _judge_notices(self, release: Release, found: Prospect, news: int) -> list[Reason]:
        from releaseboard.domain.notify import owed_for  # noqa: PLC0415 - see the module

        block = release.blocked.since.toordinal() if release.blocked is not None else 0
        moved = self.replanned.get(release.id, "")
        changed = max(news, block, date.fromisoformat(moved).toordinal() if moved else 0)
        if changed and self.between(date.fromordinal(changed), self.today) <= GRACE:
            return []
        now = None if found.unknown or found.day is None else date.fromordinal(found.day)
        owed = owed_for(self.board, release, {release.id: now}, self.today, self.between)
        late = [item for item in owed if item.kind == "delay"]
        if not late:
            return []
        names = ", ".join(dict.fromkeys(item.stakeholder.who for item in late[:3]))
        more = f" and {len(late) - 3} more" if len(late) > 3 else ""
        told = f", who count on {format_day(late[0].told)}" if late[0].told else ""
        return [Reason("A10", f"delay notice owed to {names}{more}{told}")]

    def _judge_gates(self, release: Release, found: Prospect) -> list[Reason]:
        from releaseboard.domain.gates import list_gates  # noqa: PLC0415 - see the module

        reasons = []
        for gate in list_gates(self.board, release):
            plan = release.stage_plan(gate.stage)
            if plan is not None and not plan.is_over:
                reasons += self._judge_gate(release, gate, found)
        return reasons

    def _judge_gate(self, release: Release, gate: "Gate", found: Prospect) -> list[Reason]:
        from releaseboard.domain.gates import find_result, gate_state, open_conditions, voters  # noqa: PLC0415 - as above

        result, state = find_result(self.board, gate), gate_state(self.board, gate)
        has_day = result.due is not None and result.due >= self.today
        if state == "failed" and not has_day:
            return [Reason("R4", f"gate {gate.name} failed, and there is no day for a new decision")]
        against = voters(result, "no_go") if state == "pending" else ()
        if against and not has_day:
            names = ", ".join(self.board.person_name(login) for login in against)
            return [Reason("R4", f"gate {gate.name}: no go from {names}, and there is no day for a new decision")]
        still_open = open_conditions(result)
        if still_open:
            count = len(still_open)
            return [Reason("A9", f"gate {gate.name} has {count} open condition{'s' if count > 1 else ''}")]
        due = result.due
        if due is None and gate.stage == release.stage and release.state in MOVING_STATES and found.ends is not None:
            due = date.fromordinal(found.ends)
        if state == "pending" and due is not None and self.between(self.today, due) <= self.limits.near_gate:
            how = f"in {days(self.between(self.today, due))}" if due > self.today else "now"
            return [Reason("A9", f"gate {gate.name} is due {how}, {format_day(due)}, and still pending")]
        return []
