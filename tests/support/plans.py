"""Small random plans, the same for the same seed: each kind of calendar, freeze, wait, lane and actual is in some."""

from datetime import date
from random import Random

from releaseboard.schedule.calendar import MONDAY_TO_FRIDAY, Calendar
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage, TeamLanes

TODAY = date(2027, 2, 24).toordinal()
SUNDAY_TO_THURSDAY = (True, True, True, True, False, False, True)


class Maker:
    """Draws one plan. `simple`: no bonds but finish to start, no started work, no entry days."""

    def __init__(self, seed: int, simple: bool = False) -> None:
        self.random = Random(seed)
        self.simple = simple
        self.holidays = [TODAY + self.random.randint(-20, 60) for _ in range(self.random.randint(0, 5))]
        self.freeze = self._span(0, 30, 12) if self.chance(0.5) else range(0)
        site = Calendar(MONDAY_TO_FRIDAY, self.holidays)
        self.calendars = {
            "": site,
            "qa": site.without(TODAY + self.random.randint(0, 30) for _ in range(4)),
            "tlv": Calendar(SUNDAY_TO_THURSDAY, self.holidays),
        }
        self.with_lanes = self.chance(0.4)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def _span(self, low: int, high: int, longest: int) -> range:
        first = TODAY + self.random.randint(low, high)
        return range(first, first + self.random.randint(1, longest))

    def make(self) -> Plan:
        releases = [self.release(at) for at in range(self.random.randint(1, 5))]
        dependencies = self.dependencies(releases)
        lanes = []
        if self.with_lanes:
            queue = [s.id for r in releases for s in r.stages if s.team == "qa" and s.finished is None and s.days]
            queue = [] if any(r.released for r in releases) else queue
            lanes = [TeamLanes("qa", self.random.randint(1, 2), tuple(queue))] if queue else []
        events = {"law": TODAY + self.random.randint(-5, 30)}
        self.random.shuffle(releases)
        self.random.shuffle(dependencies)
        return Plan(TODAY, tuple(releases), tuple(dependencies), events, tuple(lanes))

    def release(self, at: int) -> PlannedRelease:
        name = f"R{at}"
        over = 0 if self.simple or self.with_lanes else self.random.choice([0, 0, 0, 1, 2])
        stages = []
        for number in range(self.random.randint(1, 4)):
            stages.append(self.stage(f"{name}.s{number}", number, over))
        site = self.calendars[""]
        opens = site.without(self.freeze) if self.chance(0.6) else site
        if self.chance(0.3):
            opens = Calendar((False, True, False, True, False, False, False), opens.days_off)
        return PlannedRelease(
            name, tuple(stages), opens, site.without(self.freeze) if self.chance(0.5) else site,
            TODAY + self.random.randint(0, 40) if self.chance(0.3) else 0,
            TODAY + self.random.randint(0, 60) if self.chance(0.7) else None,
            TODAY - self.random.randint(0, 9) if not self.with_lanes and self.chance(0.1) else None,
        )  # fmt: skip

    def stage(self, ident: str, number: int, over: int) -> PlannedStage:
        team = self.random.choice(["", "", "qa", "tlv"])
        calendar = self.calendars[team]
        stage = PlannedStage(ident, self.random.randint(1, 8), calendar, team)
        if number < over:
            first = TODAY - self.random.randint(5, 15)
            return stage._replace(started=first, finished=first + self.random.randint(0, 4))
        if self.chance(0.1) and not self.with_lanes:
            stage = stage._replace(days=0)
        if number == over and not self.simple and not self.with_lanes and self.chance(0.4):
            stage = stage._replace(started=TODAY - self.random.randint(0, 12), days=self.random.randint(1, 8))
            if self.chance(0.4):
                stage = stage._replace(remaining=self.random.randint(1, 5))
        if self.chance(0.15):
            stage = stage._replace(not_before=TODAY + self.random.randint(-10, 25))
        if self.chance(0.1):
            stage = stage._replace(blocked=True, until=TODAY + self.random.randint(0, 12))
        if self.freeze and self.chance(0.3):
            frozen = calendar.without(self.freeze)
            stage = stage._replace(calendar=frozen, whole=calendar if self.chance(0.5) else None)
        elif self.freeze and not self.simple and self.chance(0.2):
            stage = stage._replace(entry=Calendar((True,) * 7, self.freeze))
        return stage

    def dependencies(self, releases: list[PlannedRelease]) -> list[Dependency]:
        """Waits from earlier releases to later ones, so that there is no loop; and for the event."""
        found = []
        for number in range(self.random.randint(0, 2 * len(releases))):
            one, two = sorted(self.random.sample(range(len(releases) + 1), 2))
            taker = self.random.choice([stage.id for stage in releases[two - 1].stages])
            if one == 0:
                found.append(Dependency(f"d{number}", "law", taker, lag=self.random.choice([0, 0, 2])))
                continue
            if one >= two:
                continue
            giver = releases[one - 1]
            if giver.id == releases[two - 1].id:
                continue
            kind = "FS" if self.simple else self.random.choice(["FS", "FS", "FS", "SS", "FF"])
            lag = self.random.choice([0, 0, 0, 1, 3] if self.simple else [0, 0, 1, 3, -1, -2])
            point = self.random.choice([stage.id for stage in giver.stages])
            if kind == "FS" and self.chance(0.5):
                point = giver.id
            found.append(Dependency(f"d{number}", point, taker, kind, lag, self.chance(0.2)))
        return found


def make_plan(seed: int, simple: bool = False) -> Plan:
    """The plan of this seed."""
    return Maker(seed, simple).make()
