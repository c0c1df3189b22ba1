"""The whole chain to a date in plain words: from the cause, by each stage, wait and freeze, to the day it goes out."""

from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release
from releaseboard.domain.when import format_day
from releaseboard.domain.words import spoken

from .driving import Driving, Hold
from .health import days, word_all
from .idle import BoardNames
from .ledger import Ledger, write_ledger
from .plan import PlannedRelease, PlannedStage
from .prospects import Prospects
from .slack import Slack, compute_slack


class Step(NamedTuple):
    """One link of the chain.

    `kind`: today, start, window, block, event, external, backlog, release, stage, lag, lane or freeze. `ref`: what it
    is about, as people name it (`PAY-4.2.build`, a key, a record's id). `day`: when it ends, None when that says
    nothing. `who`: whom to talk to, '' for nobody.
    """

    kind: str
    ref: str
    text: str
    day: date | None = None
    who: str = ""


class Why(NamedTuple):
    """Why a release has its date.

    Attributes:
        sentence: the chain in one line.
        chain: the records on it, root first: `OS 12 → SDK-5 → MOB-7.0 Deploy`.
        steps: the whole chain, root first.
        ledger: the day ledger behind it; None without a date.
        runner_up: what would set the date if the driver did not, '' when that is no news.
        chain_slack: working days it may move before any window downstream is missed; None where nothing limits it.
    """

    sentence: str
    chain: str
    steps: tuple[Step, ...]
    ledger: Ledger | None = None
    runner_up: str = ""
    chain_slack: int | None = None


class Explainer:
    """Explains the dates of one board; its prospects must be those of the whole network (`foresee(whole=True)`)."""

    def __init__(self, prospects: Prospects) -> None:
        self.board: Board = prospects.board
        self.prospects = prospects
        self.net = prospects.found.net
        self.driving = Driving(prospects.found)
        self.names = BoardNames(self.board, prospects.days)
        self._slack: Slack | None = None

    @property
    def slack(self) -> Slack:
        """The slack of all stages and releases, computed when first asked."""
        if self._slack is None:
            self._slack = compute_slack(self.prospects.found)
        return self._slack

    def explain(self, release: Release) -> Why:
        """Why a release has its date, or none."""
        if release.released_on is not None:
            text = f"went out {format_day(release.released_on)}"
            return Why(
                f"{release.key} {text}.", release.key, (Step("release", release.key, text, release.released_on),)
            )
        node = self.net.index.get(release.id)
        prospect = self.prospects.by_id.get(release.id)
        if node is None or prospect is None:
            return Why(f"{release.key} is {spoken(release.state)}: it has no forecast.", release.key, ())
        if prospect.day is None or self.prospects.found.finish[node] is None:
            reason = word_all(self.board, prospect.unknown)
            return Why(
                f"No date: {reason}.", release.key, (Step("block", release.key, reason, None, self._lead(release)),)
            )
        ledger = write_ledger(self.driving, node, self.names)
        way = self.driving.way(node)
        steps = [step for at in range(len(way)) for step in self._tell(way, at, ledger)]
        return Why(
            self._sum_up(release, prospect.day, way, ledger),
            self._name_chain(way),
            tuple(steps),
            ledger,
            self._name_runner_up(way),
            self.slack.of(release.id),
        )

    def say(self, day: int | None) -> str:
        """A day counted from the network's base, with its weekday."""
        return format_day(self._date(day)) if day is not None else "?"

    def _date(self, day: int | None) -> date:
        return date.fromordinal((day or 0) + self.net.base)

    def name(self, node: int) -> str:
        """`PAY-4.2.build` for a stage, `PAY-4.2` for a release."""
        item = self.net.items[node]
        if isinstance(item, PlannedRelease):
            return self.board.label(item.id)
        owner, _, stage = item.id.rpartition(".")
        return f"{self.board.label(owner)}.{stage}"

    def speak(self, node: int) -> str:
        """`PAY-4.2 Build` for a stage, `PAY-4.2` for a release."""
        item = self.net.items[node]
        owner, _, stage = item.id.rpartition(".")
        if isinstance(item, PlannedRelease):
            return self.board.label(item.id)
        return f"{self.board.label(owner)} {self.board.stage_name(stage)}"

    def _lead(self, release: Release | None) -> str:
        return self.board.person_name(release.lead) if release is not None and release.lead else ""

    def _owner(self, node: int) -> Release | None:
        return self.board.releases.get(self.driving.record_of(node))

    def _tell(self, way: list[tuple[int, Hold]], at: int, ledger: Ledger) -> list[Step]:
        """The steps of one node: what it waited for, then itself."""
        node, hold = way[at]
        steps = [] if at else [self._tell_cause(node, hold)]
        if at and hold.kind == "lane":
            steps = [Step("lane", self.name(hold.giver), f"{self._team(node)} is busy with {self.speak(hold.giver)}")]
        elif at and hold.kind == "link":
            wait = self.driving.by_id[hold.dependency]
            if wait.lag:
                unit = "calendar days" if wait.in_calendar_days else "working days"
                sign = "later" if wait.lag > 0 else "earlier"
                steps = [Step("lag", self.name(node), f"{abs(wait.lag)} {unit} {sign} by the dependency")]
        item = self.net.items[node]
        lead = self._lead(self._owner(node))
        end = self.prospects.found.finish[node] or 0
        for segment in ledger.segments:
            if segment.subject == item.id and segment.kind in ("freeze", "window"):
                text = self._tell_closed(segment.kind, segment.name, segment.days)
                steps.append(Step(segment.kind, self.name(node), text))
        kind, text = "release", f"{self.speak(node)} goes out {self.say(end - 1)}"
        if isinstance(item, PlannedStage):
            kind, text = "stage", self._tell_stage(node, item)
        return [*steps, Step(kind, self.name(node), text, self._date(end - 1), lead)]

    def _tell_closed(self, kind: str, name: str, count: int) -> str:
        unit = "day" if count == 1 else "days"
        return (
            f"{count} {unit} of freeze {name}"
            if kind == "freeze"
            else f"{count} {unit} until {name or 'the window opens'}"
        )

    def _tell_stage(self, node: int, item: PlannedStage) -> str:
        start, end = self.prospects.found.start[node], self.prospects.found.finish[node] or 0
        left = self.net.days[node]
        if item.started is not None:
            over = self._say_overdue(item) if item.remaining is None else ""
            return f"{self.speak(node)} has {days(left)} left, to {self.say(end - 1)}{over}"
        return f"{self.speak(node)} takes {days(left)}, {self._say_span(start, end)}"

    def _say_span(self, start: int | None, end: int) -> str:
        return self.say(start) if start == end - 1 else f"{self.say(start)} to {self.say(end - 1)}"

    def _say_overdue(self, item: PlannedStage) -> str:
        today = self.net.plan.as_of
        used = item.calendar.count_ordinals((item.started or today) - 1, today - 1)
        return f" (working day {used + 1} of {item.days} planned)" if used >= (item.days or 0) else ""

    def _team(self, node: int) -> str:
        item = self.net.items[node]
        team = item.team if isinstance(item, PlannedStage) else ""
        record = self.board.teams.get(team)
        return (record.name if record is not None else "") or team or "the team"

    def _tell_cause(self, node: int, hold: Hold) -> Step:
        """What the chain begins with: nothing but an actual, an outside fact, a constraint, a block, or today."""
        release = self._owner(node)
        name, item = self.name(node), self.net.items[node]
        if hold.kind == "link":
            return self._tell_outside(hold)
        if hold.kind == "start":
            if isinstance(item, PlannedRelease):
                return Step("window", name, f"the window opens {self.say(hold.at)}", self._date(hold.at))
            return Step("start", name, f"starts {self.say(hold.at)} as planned", self._date(hold.at))
        if hold.kind == "block" and release is not None and release.blocked is not None:
            block = release.blocked
            why = block.reason or spoken(block.cause)
            who = block.waiting_on or self._lead(release)
            return Step("block", name, f"blocked until {self.say(hold.at)}: {why}", self._date(hold.at), who)
        if hold.kind == "stage":
            return Step("stage", name, f"the stage before ended {self.say(hold.at - 1)}", self._date(hold.at - 1))
        return Step("today", name, f"from today, {self.say(hold.at)}", self._date(hold.at))

    def _tell_outside(self, hold: Hold) -> Step:
        link = self.prospects.gathered.hard.get(hold.dependency)
        if link is None:
            return Step("event", hold.dependency, f"not before {self.say(hold.at)}", self._date(hold.at))
        board, record = self.board, link.predecessor
        label, who, kind = board.label(record), "", "event"
        giver, external = board.releases.get(record), board.externals.get(record)
        if giver is not None:
            kind, who = "release", self._lead(giver)
            if giver.released_on is not None:
                return Step(kind, label, f"{label} went out {format_day(giver.released_on)}{self._say_lag(link)}",
                            giver.released_on, who)  # fmt: skip
        elif external is not None:
            kind, who = "external", external.contact
        elif record in board.backlogs:
            kind = "backlog"
        event = board.events.get(record)
        sure = external.confidence if external is not None else event.confidence if event is not None else ""
        note = f" ({spoken(sure)})" if sure and sure != "confirmed" else ""
        day = self._date(hold.at)
        verb = "is cleared" if kind == "backlog" else "is there"
        return Step(kind, record if giver is None else label, f"{label} {verb} {format_day(day)}{note}", day, who)

    def _say_lag(self, link: Link) -> str:
        lag = link.lag_calendar_days or link.lag
        return f", {lag} {'calendar' if link.lag_calendar_days else 'working'} days between" if lag else ""

    def _name_chain(self, way: list[tuple[int, Hold]]) -> str:
        names: list[str] = []
        root = way[0][1]
        if root.kind == "link" and root.dependency in self.prospects.gathered.hard:
            names.append(self.board.label(self.prospects.gathered.hard[root.dependency].predecessor))
        for at, (node, _) in enumerate(way):
            following = way[at + 1][0] if at + 1 < len(way) else -1
            if following >= 0 and self.driving.record_of(following) == self.driving.record_of(node):
                continue  # only the last stage of each release stands in the line
            names.append(self.speak(node))
        return " → ".join(names)

    def _sum_up(self, release: Release, out: int, way: list[tuple[int, Hold]], ledger: Ledger) -> str:
        """One line: what came last from outside, what is left, and what it waited for at the end."""
        own = [at for at, (node, _) in enumerate(way) if self.driving.record_of(node) == release.id]
        first, hold = way[own[0]]
        stages = [node for node, _ in (way[at] for at in own) if isinstance(self.net.items[node], PlannedStage)]
        parts = []
        if own[0]:
            parts.append(self._tell_giver(way[own[0] - 1][0], first, hold))
        elif hold.kind != "today":
            parts.append(self._tell_cause(first, hold).text)
        if stages:
            parts.append(self._tell_work(stages))
        subjects = {release.id, *(self.net.ids[node] for node in stages)}
        closed = [part for part in ledger.segments if part.subject in subjects and part.kind in ("freeze", "window")]
        if closed:
            longest = max(closed, key=lambda part: part.days)
            where = "then" if longest.subject == release.id else "with"
            text = self._tell_closed(longest.kind, longest.name, longest.days)
            parts.append(f"{where} {text}" if parts else f"ready, {text}")
        text = f"{format_day(date.fromordinal(out))}: {', '.join(parts) or 'nothing is left to do'}."
        unknown = self.prospects.by_id[release.id].unknown
        if not unknown:
            return text
        block = release.blocked
        if block is not None and block.expected_unblock is None:
            why = f"blocked since {format_day(block.since)} ({block.reason or spoken(block.cause)})"
            return f"No sure date: {why}; if freed today, {text}"
        return f"No sure date: {word_all(self.board, unknown)}; not before {text}"

    def _tell_giver(self, giver: int, taker: int, hold: Hold) -> str:
        """What a release waited for last: when that ends, and what must lie between."""
        end = self.say((self.prospects.found.finish[giver] or 0) - 1)
        verb = "goes out" if self.net.is_release(giver) else "ends"
        if hold.kind == "lane":
            return f"{self._team(taker)} is busy until {self.speak(giver)} {verb} {end}"
        link = self.prospects.gathered.hard.get(hold.dependency)
        if link is not None and link.type == "SS":
            return f"{self.speak(giver)} begins {self.say(self.prospects.found.start[giver])}{self._say_lag(link)}"
        return f"{self.speak(giver)} {verb} {end}{self._say_lag(link) if link is not None else ''}"

    def _tell_work(self, stages: list[int]) -> str:
        """The stages of a release on its way: the active one with what is left, the others together."""
        item = self.net.items[stages[0]]
        parts = []
        if isinstance(item, PlannedStage) and item.started is not None:
            end = self.prospects.found.finish[stages[0]] or 0
            name = self.board.stage_name(item.id.rpartition(".")[2])
            over = self._say_overdue(item) if item.remaining is None else ""
            parts.append(f"{name} has {days(self.net.days[stages[0]])} left, to {self.say(end - 1)}{over}")
            stages = stages[1:]
        if stages:
            end = self.prospects.found.finish[stages[-1]] or 0
            names = [self.board.stage_name(self.net.ids[node].rpartition(".")[2]) for node in stages]
            together = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
            verb = "take" if len(names) > 1 else "takes"
            parts.append(
                f"{together} {verb} {days(sum(self.net.days[node] for node in stages))}, to {self.say(end - 1)}"
            )
        return ", then ".join(parts)

    def _name_runner_up(self, way: list[tuple[int, Hold]]) -> str:
        """What would hold the last stage that waited for another release or lane, if that did not."""
        for node, hold in reversed(way):
            if hold.kind in ("link", "lane"):
                other = self.driving.next_best(node, hold)
                if other is None or self.net.counts[node][other.at] >= self.net.counts[node][hold.at]:
                    return ""
                by = self.speak(other.giver) if other.giver >= 0 else {"today": "today"}.get(other.kind, "its plan")
                first = self.say(self.driving.first_day(node, other.at))
                return f"without it {self.speak(node)} could begin {first} ({by})"
        return ""
