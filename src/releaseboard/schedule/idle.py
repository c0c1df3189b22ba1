"""Why a day was not used: the names of weekends, holidays, days off, freezes and windows of a board."""

from releaseboard.domain.board import Board
from releaseboard.domain.model import Freeze, Release, Stage
from releaseboard.domain.when import format_day
from releaseboard.domain.words import FreezeKind

from .plan import PlannedRelease, PlannedStage
from .windows import OpenDays, bars_entry, is_for, stops_stage, window_of


class BoardNames:
    """Tells reasons by the records of a board (see `ledger.DayNames`)."""

    def __init__(self, board: Board, days: OpenDays) -> None:
        self.board = board
        self.days = days
        self.stages = {stage.id: stage for stage in board.stages}
        self.holidays = {holiday.date.toordinal(): holiday.name for holiday in board.holidays.values()}

    def idle(self, item: PlannedStage | PlannedRelease, day: int) -> tuple[str, str]:
        """Kind and name; freezes come before weekends and holidays inside them."""
        owner = item.id if isinstance(item, PlannedRelease) else item.id.rpartition(".")[0]
        release = self.board.releases[owner]
        if isinstance(item, PlannedRelease):
            return self._idle_release(release, day)
        plan = release.stage_plan(item.id.rpartition(".")[2])
        team = (plan.team if plan is not None else "") or release.team
        stage = self.stages.get(plan.stage if plan is not None else "", Stage("", ""))
        for freeze in self.days.freezes_for(release):
            if _covers(freeze, day) and (
                stops_stage(freeze, release, stage, team) or bars_entry(freeze, release, stage, team)
            ):
                return "freeze", freeze.name
        return self._idle_team(team, day) or ("freeze", "")

    def _idle_release(self, release: Release, day: int) -> tuple[str, str]:
        own = self.days.release(release)
        for freeze in own.freezes:
            if _covers(freeze, day):
                return "freeze", freeze.name
        window = window_of(self.board, release, self.days.team(""))
        if window is not None and day < window.start.toordinal():
            return "window", f"the window opens {format_day(window.start)}"
        found = self._idle_team("", day)
        if found is not None:
            return found
        rules = [rule.name or rule.id for rule in self.board.windows.values() if is_for(rule, release)]
        return "window", f"the next window ({', '.join(rules)})" if rules else ""

    def _idle_team(self, team: str, day: int) -> tuple[str, str] | None:
        for freeze in self.days.freezes:
            is_for_all = not (freeze.projects or freeze.types or freeze.stages)
            is_off = freeze.kind == FreezeKind.SHUTDOWN and is_for_all and (not freeze.teams or team in freeze.teams)
            if is_off and _covers(freeze, day):
                return "freeze", freeze.name
        calendar = self.days.team(team)
        if not calendar.week[(day - 1) % 7]:
            return "weekend", ""
        if day in self.holidays:
            return "holiday", self.holidays[day]
        return ("off", team) if day in calendar.days_off else None


def _covers(freeze: Freeze, day: int) -> bool:
    return freeze.start.toordinal() <= day <= freeze.end.toordinal()
