"""The plain sentence that says which stage to shorten, and what it rests on (texts.md 6.2)."""

from releaseboard.domain.when import format_date
from releaseboard.domain.words import spoken
from releaseboard.schedule.history import FEWEST

from .metrics import Metrics, Scope, StageLine

MUCH_WAITING = 0.5  # from here on the hand-off is changed before people are asked to work faster


def say_scope(scope: Scope, count: int = 0) -> str:
    """What was asked about, of so many releases: `minor releases since Mon 04 Jan 2027`, `release`."""
    kind = f"{spoken(scope.type)} " if scope.type else ""
    since = f" since {format_date(scope.since)}" if scope.since is not None else ""
    return f"{kind}release{'' if count == 1 else 's'}{since}"


def say_advice(found: Metrics) -> str:
    """Which stage to shorten, in one sentence; what is missing when that can't be said."""
    worst = found.worst
    if not found.finished:
        is_whole = not found.scope.type and found.scope.since is None
        none = "no release is out yet" if is_whole else f"no {say_scope(found.scope, 1)} is out"
        return f"Nothing to measure: {none}."
    if worst is None:
        return (
            f"Which stage to shorten can't be said: none of the {_count(len(found.finished), 'finished release')}"
            " tells when its stages started and finished."
        )
    if not worst.rescues:
        return _say_no_rescue(found, worst)
    return f"{_say_length(worst)}: it alone explains {_say_late(worst.rescues, found.late)}."


def say_waiting(found: Metrics) -> str:
    """What comes before shortening, when the worst stage mostly waits; '' when it does not."""
    worst = found.worst
    if worst is None or worst.times.waiting_share <= MUCH_WAITING:
        return ""
    share = round(100 * worst.times.waiting_share)
    return (
        f"{share}% of {worst.name} is waiting: change the hand-off or limit the work in progress before asking"
        " people to work faster."
    )


def say_samples(found: Metrics) -> str:
    """Which numbers are missing for want of samples; '' when none are."""
    few = [f"{line.name} {line.times.runs}" for line in found.stages if line.times.runs < FEWEST]
    if not few:
        return ""
    return f"P50 and P85 need {FEWEST} finished releases; too few yet: {', '.join(few)}."


def _say_length(line: StageLine) -> str:
    """The stage's plan against what it takes, and what to do about it."""
    name, planned, p50, p85 = line.name, line.times.planned, line.times.p50, line.times.p85
    if planned is None or p50 is None or p85 is None:
        took, meant = line.times.took_days, line.times.planned_days
        return f"{name} took {_count(took, 'day')} where {meant} were planned; shorten it"
    if p50 > planned:
        return f"{name} is planned at {_count(planned, 'day')} and takes {p50} (P50); plan {p50} or shorten it"
    if p85 > planned:
        return f"{name} keeps its {_count(planned, 'day')} at P50 but takes {p85} at P85; make it steadier"
    return f"{name} mostly keeps its {_count(planned, 'day')} (P85 {p85}); look at the few times it did not"


def _say_late(rescued: int, late: int) -> str:
    if late == 1:
        return "the only late release"
    return f"all {late} late releases" if rescued == late else f"{rescued} of {late} late releases"


def _say_no_rescue(found: Metrics, worst: StageLine) -> str:
    share = worst.times.slip_share
    slips = f"{worst.name} slips most ({say_share(share)} of the slip days)" if share else "no stage ran over its plan"
    if found.late:
        which = "the only late release" if found.late == 1 else f"any of the {found.late} late releases"
        rest = "look at what the releases waited for" if not share else "shorten more than one, or plan for it"
        return f"No stage alone explains {which}; {slips}: {rest}."
    if not found.agreed.of:
        return f"No finished release has a window, so none can be called late; {slips}."
    return f"No release was late, so no stage must be shortened; {slips}."


def say_share(share: float | None) -> str:
    """`57%`; '' when there is nothing to share."""
    return "" if share is None else f"{round(100 * share)}%"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
