"""When the stages of a release are meant to be worked on, by the plan alone: nothing that has happened moves it."""

from releaseboard.domain.model import Release

from .calendar import NoWorkingDay
from .windows import OpenDays


def plan_stages(release: Release, days: OpenDays) -> dict[str, tuple[int, int]]:
    """Stage → first day and the day after the last, as ordinals; {} without a plan.

    Stages follow each other from the planned start; without one they end on the target.
    """
    plans = [plan for plan in release.stages if plan.skipped is None]
    found: dict[str, tuple[int, int]] = {}
    try:
        if release.start is not None:
            day = release.start.toordinal()
            for plan in plans:
                calendar = days.stage(release, plan).calendar
                first, day = calendar.finish_ordinal(day, 1), calendar.finish_ordinal(day, plan.planned_days) + 1
                found[plan.stage] = first, day
        elif release.target is not None:
            end = release.target.toordinal() + 1
            for plan in reversed(plans):
                first = days.stage(release, plan).calendar.add_ordinals(end, -plan.planned_days)
                found[plan.stage] = first, end
                end = first
    except NoWorkingDay:
        return {}
    return found
