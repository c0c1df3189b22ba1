"""A second forecast, slow and plain: it walks from day to day and asks for what it needs when it needs it.

No tables, no order of nodes, no arrays: only "is this a working day?". What it says is compared with the engine.
"""

from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage


class Oracle:
    """The dates of one plan; `finish` is the day after the last one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.releases = {release.id: release for release in plan.releases}
        self.home = {stage.id: release for release in plan.releases for stage in release.stages}
        self.stages = {stage.id: stage for release in plan.releases for stage in release.stages}
        self.known: dict[str, tuple[int, int]] = {}

    def dates(self, ident: str) -> tuple[int, int]:
        """First day and the day after the last: of a stage, or of a release (one day)."""
        if ident not in self.known:
            self.known[ident] = self._release(ident) if ident in self.releases else self._stage(ident)
        return self.known[ident]

    def _release(self, ident: str) -> tuple[int, int]:
        release = self.releases[ident]
        if release.released is not None:
            return release.released, release.released + 1
        day = max(self.plan.as_of, release.not_before)
        if release.stages:
            last = release.stages[-1]
            if last.finished is None:
                day = max(day, self.dates(last.id)[1] - 1)
        for wait in self._waits(ident):
            day = max(day, self._bound(wait, release.opens))
        while not release.opens.is_working_ordinal(day):
            day += 1
        return day, day + 1

    def _waits(self, ident: str) -> list[Dependency]:
        return [wait for wait in self.plan.dependencies if wait.taker == ident]

    def _stage(self, ident: str) -> tuple[int, int]:
        stage = self.stages[ident]
        finished = stage.finished or self.home[ident].released
        if finished is not None:
            return stage.started or finished, finished + 1
        day = self._lower(stage)
        work = self._work(stage)
        while work and not self._may_begin(stage, day, work):
            day += 1
        first, left = day, work
        while left:
            left -= stage.calendar.is_working_ordinal(day)
            day += 1
        for wait in self._waits(ident):
            if wait.type == "FF":
                end = self._bound(wait, stage.calendar)
                while not stage.calendar.is_working_ordinal(end):
                    end += 1
                day = max(day, end + 1)
        return first if work else day, day

    def _work(self, stage: PlannedStage) -> int:
        if stage.remaining is not None:
            return stage.remaining
        if stage.started is None:
            return stage.days or 0
        used = sum(stage.calendar.is_working_ordinal(day) for day in range(stage.started, self.plan.as_of))
        return max(1, (stage.days or 0) - used)

    def _may_begin(self, stage: PlannedStage, day: int, work: int) -> bool:
        if not stage.calendar.is_working_ordinal(day):
            return False
        if stage.started is not None:
            return True
        if stage.entry is not None and not stage.entry.is_working_ordinal(day):
            return False
        if stage.whole is None:
            return True
        left = work  # every day that would be worked without freezes must be worked
        while left:
            if stage.whole.is_working_ordinal(day):
                if not stage.calendar.is_working_ordinal(day):
                    return False
                left -= 1
            day += 1
        return True

    def _lower(self, stage: PlannedStage) -> int:
        release = self.home[stage.id]
        place = release.stages.index(stage)
        day = self.plan.as_of
        if stage.blocked:
            day = max(day, stage.until)
        if stage.started is None:
            day = max(day, stage.not_before)
        for before in release.stages[:place]:
            if before.finished is None or stage.started is None:
                day = max(day, self.dates(before.id)[1])
        for wait in self._waits(stage.id):
            if wait.type != "FF":
                day = max(day, self._bound(wait, stage.calendar))
        return max(day, self._lane(stage))

    def _bound(self, wait: Dependency, calendar: object) -> int:
        taker = self.stages.get(wait.taker)
        if wait.giver in self.plan.events:
            day = self.plan.events[wait.giver] or 0
        else:
            if taker is not None and taker.started is not None and self._is_past(wait):
                return 0
            first, end = self.dates(wait.giver)
            giver = self.stages.get(wait.giver)
            if giver is not None and giver.started is not None:
                first = giver.started
            day = {"FS": end, "SS": first, "FF": end - 1}[wait.type]
        if wait.in_calendar_days or not wait.lag:
            return day + wait.lag
        while not calendar.is_working_ordinal(day):  # type: ignore[attr-defined]  # a Calendar
            day += 1
        left, step = abs(wait.lag), 1 if wait.lag > 0 else -1
        while left:
            day += step
            left -= calendar.is_working_ordinal(day)  # type: ignore[attr-defined]  # a Calendar
        return day

    def _is_past(self, wait: Dependency) -> bool:
        """What has happened holds up nobody who is at work already."""
        if wait.giver in self.releases:
            return self.releases[wait.giver].released is not None
        giver = self.stages[wait.giver]
        out = self.home[giver.id].released is not None
        return out or giver.finished is not None or (wait.type == "SS" and giver.started is not None)

    def _lane(self, stage: PlannedStage) -> int:
        for lanes in self.plan.lanes:
            if lanes.team == stage.team:
                free = [0] * lanes.lanes
                for ident in lanes.queue[: lanes.queue.index(stage.id)]:
                    free[free.index(min(free))] = self.dates(ident)[1]
                return min(free)
        return 0


def all_ids(plan: Plan) -> list[str]:
    """Every stage and release that is not over."""
    ids: list[str] = []
    for release in plan.releases:
        if release.released is None:
            ids += [stage.id for stage in release.stages if stage.finished is None]
            ids.append(release.id)
    return ids


def find_release(plan: Plan, ident: str) -> PlannedRelease:
    return next(release for release in plan.releases if release.id == ident)
