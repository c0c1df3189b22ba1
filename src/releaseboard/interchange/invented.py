"""One invented release: where it stands today, from the day it is planned to go out and some luck (generator.py)."""

from datetime import date, timedelta
from random import Random
from typing import Any

Record = dict[str, Any]

STAGES = ("plan", "build", "test", "accept", "deploy")
STAGE_DAYS = {  # planned working days by type
    "new_app": (8, 30, 12, 5, 2), "major": (5, 20, 8, 5, 1), "minor": (3, 10, 5, 3, 1), "patch": (1, 3, 3, 1, 1),
    "security": (1, 2, 2, 1, 1), "hotfix": (1, 1, 1, 1, 1), "vendor": (2, 8, 5, 2, 1),
}  # fmt: skip
CAUSES = (
    "third_party", "defect", "scope_growth", "people", "environment", "approval", "estimate", "internal_dependency",
)  # fmt: skip
THINGS = (
    "invoices", "refunds", "log-in", "search", "reports", "exports", "receipts", "payouts", "alerts", "accounts",
    "contracts", "orders", "maps", "messages", "price lists", "time sheets", "roaming", "billing", "Überweisungen",
    "statistiques", "お知らせ", "permissions", "archives", "forms",
)  # fmt: skip
DOINGS = (
    "Faster {}", "{} for teams", "{} on the phone", "New {}", "{} without paper", "Safer {}", "{} in nine languages",
    "{} that explain themselves", "Move of {} to the new store", "{} for auditors", "One page for {}",
)  # fmt: skip
DEPARTMENTS = ("Billing", "Network", "Service", "Sales", "Finance", "Platform")
DRAFTS_FROM = 71  # working days ahead from which nothing is committed yet


class Days:
    """Days as text, counted in working days (Mon-Fri) from the day in the middle; 0 on a weekend is the Monday."""

    def __init__(self, today: date) -> None:
        first = today + timedelta(days=7 - today.weekday() if today.weekday() > 4 else 0)
        self._weekday = first.weekday()
        self._monday = first - timedelta(days=first.weekday())

    def __call__(self, offset: int) -> str:
        weeks, rest = divmod(self._weekday + offset, 5)
        return (self._monday + timedelta(weeks=weeks, days=rest)).isoformat()


class Inventor:
    """Makes releases; `check_ins` collects what their leads said."""

    def __init__(self, random: Random, day: Days) -> None:
        self.random = random
        self.day = day
        self.check_ins: list[Record] = []

    def make_release(self, project: Record, rm: str, version: str, kind: str, out: int) -> Record:
        """A release that is planned to go out on day `out`."""
        random = self.random
        title = random.choice(DOINGS).format(random.choice(THINGS))
        days = dict(zip(STAGES, STAGE_DAYS[kind], strict=True))
        start = out - sum(days.values()) + 1
        release: Record = {
            "key": f"{project['id']}-{version}", "project": project["id"], "version": version, "type": kind,
            "title": title[:1].upper() + title[1:], "goal": f"{random.choice(DEPARTMENTS)} can rely on it",
            "priority": random.choice((1, 2, 3, 3, 3, 3, 4)), "rm": rm, "lead": project["lead"],
            "team": project["default_team"], "start": self.day(start), "target": self.day(out),
            "window": {"start": self.day(out - 2), "end": self.day(out + 2)},
            "stages": {stage: {"planned_days": count} for stage, count in days.items()},
        }  # fmt: skip
        if random.random() < 0.2:
            release["tags"] = {random.choice(("audit", "season", "cost", "mobile")): True}
        if out < 0:
            self._end(release, days, out)
        elif start < 0:
            self._begin(release, days, start)
        elif out >= DRAFTS_FROM or random.random() < 0.25:
            return {**release, "state": "draft"}
        else:
            release["state"] = "committed"
        committed_at = f"{self.day(min(start, 0) - 4)}T09:00:00+00:00"
        baseline = {"window": release["window"], "target": release["target"], "stages": days}
        return {**release, "baseline": {**baseline, "committed_at": committed_at, "committed_by": rm}}

    def _took(self, planned: int) -> int:
        return max(1, planned + self.random.choice((-1, 0, 0, 0, 1, 2)))

    def _end(self, release: Record, days: dict[str, int], out: int) -> None:
        """It is over: released early, in time or late; a few were rolled back or given up."""
        luck = self.random.random()
        if luck < 0.06:
            release |= {"state": "cancelled", "state_reason": "nobody needed it any more"}
            return
        end = min(-1, out + self.random.choice((-2, 0, 0, 0, 0, 1, 2, 4, 7)))
        self._finish_all(release, days, end)
        release |= {"state": "closed" if end < -10 else "released", "released_on": self.day(end), "outcome": "success"}
        if luck < 0.09:
            release |= {"state": "rolled_back", "outcome": "rolled_back", "state_reason": "errors in the first hour"}
        elif luck < 0.16:
            release["outcome"] = "success_with_issues"

    def _finish_all(self, release: Record, days: dict[str, int], end: int) -> None:
        for stage in reversed(STAGES):
            took = self._took(days[stage])
            release["stages"][stage] |= {"started": self.day(end - took + 1), "finished": self.day(end)}
            end -= took

    def _begin(self, release: Record, days: dict[str, int], start: int) -> None:
        """It is on its way: some stages over and one active, or ready; a few blocked or on hold."""
        luck = self.random.random()
        if luck < 0.06:
            self._finish_all(release, days, -1)
            release |= {"state": "ready", "stage": STAGES[-1]}
            return
        stage, begun = self._walk(release, days, start)
        release |= {"state": "in_progress", "stage": stage, "flow": "working"}
        since = self.random.randint(max(begun, -9), -1)
        if self.random.random() < 0.75:
            left = max(1, days[stage] + begun + self.random.choice((-1, 0, 0, 1, 2, 4)))
            release["stages"][stage]["remaining"] = {"days": left, "as_of": self.day(since), "by": release["lead"]}
            self._check_in(release, stage, left, since)
        if luck < 0.12:
            cause = self.random.choice(CAUSES)
            release["blocked"] = {"since": self.day(since), "cause": cause, "reason": "waits for an answer"}
            release["flow"] = "blocked"
        elif luck < 0.18:
            release |= {"state": "on_hold", "held_from": "in_progress", "state_reason": "its people help elsewhere"}

    def _walk(self, release: Record, days: dict[str, int], start: int) -> tuple[str, int]:
        """Go through the stages up to today; the active one and the day it began on, which is before today."""
        begun = start
        for stage in STAGES:
            release["stages"][stage]["started"] = self.day(begun)
            took = self._took(days[stage])
            if begun + took >= 0 or stage == STAGES[-1]:
                return stage, begun
            release["stages"][stage]["finished"] = self.day(begun + took - 1)
            begun += took
        raise AssertionError("the last stage always returns")

    def _check_in(self, release: Record, stage: str, left: int, since: int) -> None:
        self.check_ins.append({
            "release": release["key"], "date": self.day(since), "with_whom": release["lead"], "by": release["rm"],
            "stage": stage, "remaining_days": left, "confidence": self.random.randint(1, 5),
            "progress": "As planned." if left < 5 else "Slower than hoped.",
        })  # fmt: skip
