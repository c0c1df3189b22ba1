"""From which day what a release waits for outside itself is there: third parties, events, backlogs, milestones."""

from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Backlog, Milestone

from .calendar import Calendar, NoWorkingDay

WEEKS_OF_BACKLOG = 4  # how many of the last weekly samples tell the pace (T21)


def find_day(board: Board, record: str, calendar: Calendar) -> tuple[bool, int | None]:
    """Whether a record is to be waited for at all, and from which day (an ordinal) it is there; None: nobody knows."""
    external = board.externals.get(record)
    if external is not None:
        expected = external.date_expected
        return external.state == "open", expected.toordinal() if expected else None
    event = board.events.get(record)
    if event is not None:
        return True, event.date.toordinal() if event.date else None
    backlog = board.backlogs.get(record)
    if backlog is not None:
        return True, clear_day(backlog, calendar)
    milestone = board.milestones.get(record)
    if milestone is not None:
        return milestone.done_on is None, milestone_day(board, milestone, calendar)
    return True, None


def clear_day(backlog: Backlog, calendar: Calendar) -> int | None:
    """The ordinal on which a backlog is down to its threshold at the pace of its last four weeks; None at no pace.

    T21: 46 open, threshold 10, net 9, 11, 7 and 9 a week as of Mon 8 Feb: 36 at 1.8 a day is 20 days, Mon 8 Mar.
    """
    try:
        samples = sorted(backlog.samples, key=lambda sample: str(sample["date"]))
        as_of = date.fromisoformat(str(samples[-1]["date"])).toordinal()
        still_open = int(str(samples[-1]["open"]))
        recent = samples[-WEEKS_OF_BACKLOG:]
        net = sum(int(str(sample.get("closed", 0))) - int(str(sample.get("opened", 0))) for sample in recent)
    except (KeyError, ValueError, IndexError):
        return None
    left = still_open - backlog.threshold
    if left <= 0:
        return as_of
    if net <= 0:
        return None
    try:
        return calendar.add_ordinals(as_of, -(-left * 5 * len(recent) // net))  # rounded up, in whole numbers
    except NoWorkingDay:
        return None


def milestone_day(board: Board, milestone: Milestone, calendar: Calendar) -> int | None:
    """Its date, or its offset from the target of its release or train: `R-6w`, `T-10wd`; None when neither is known."""
    if milestone.date is not None:
        return milestone.date.toordinal()
    release = board.releases.get(milestone.release) or board.releases.get(milestone.train)
    text = milestone.offset.strip().lower()[1:]
    unit = "wd" if text.endswith("wd") else text[-1:]
    number = text.removesuffix(unit).removeprefix("+").removeprefix("-")
    if release is None or release.target is None or not (number.isascii() and number.isdigit() and len(number) < 5):
        return None
    count = -int(number) if text.startswith("-") else int(number)
    target = release.target.toordinal()
    try:
        if unit == "wd":
            return calendar.add_ordinals(target, count)
        return target + count * {"w": 7, "d": 1}[unit]
    except (KeyError, NoWorkingDay):
        return None
