"""What the dependency panel says about the release under the cursor. Pure; made anew at each move of the cursor.

Only direct links are read, and those of opened lines; of a release that 5,000 others wait for, the first 200 are made.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release, Window
from releaseboard.domain.when import format_short
from releaseboard.domain.words import MOVING_STATES, OUT_STATES, Agreement, LinkType, State, Strength, spoken

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook

MOST_LINES = 200  # lines made for one side; the count beside the heading is always the whole one


class Workdays(Protocol):
    """Counts working days; the calendar of the board."""

    def days_between(self, first: date, last: date) -> int:
        """Working days from one day to another, signed."""


class PanelLine(NamedTuple):
    """One dependency.

    `id` of the release, external, event or backlog; `is_release` says whether Enter can go there. `standing` is one of
    released working waiting blocked held draft committed open met gone; `health` G A R - (only releases). `label` is
    the key, with the stage where the link names one. `about` is where it stands and what the link says; `day` when it
    is due, None when nobody knows. `float` is how many working days it may still slip before it moves this release
    (negative: late by so many), None when not known. `is_driving`: the one that decides the date now. `more` is how
    many lines stand behind it, not opened.
    """

    id: str
    link_id: str
    depth: int
    is_release: bool
    standing: str
    health: str
    label: str
    about: str
    day: date | None
    float: int | None = None
    is_driving: bool = False
    more: int = 0


class PanelModel(NamedTuple):
    """The panel for one release; `release_id` '' is the empty panel.

    `upstream` it waits for, `downstream` it holds up; `waits` and `holds` are the whole numbers of direct links. `now`
    says where it stands (`Build, 4 days left`), `why` the reasons of its colour, each as rule and text.
    """

    release_id: str = ""
    key: str = ""
    title: str = ""
    health: str = "-"
    now: str = ""
    day: date | None = None
    window: Window | None = None
    target: date | None = None
    why: tuple[str, ...] = ()
    upstream: tuple[PanelLine, ...] = ()
    downstream: tuple[PanelLine, ...] = ()
    waits: int = 0
    holds: int = 0


EMPTY = PanelModel()


def build_panel_model(
    board: Board,
    outlooks: Mapping[str, "Outlook"],
    release_id: str,
    *,
    today: date,
    calendar: Workdays | None = None,
    depth: int = 2,
) -> PanelModel:
    """What the panel says about a release.

    Args:
        board: the records.
        outlooks: forecasts by release id.
        release_id: record id; '' or one that is not on the board gives the empty panel.
        today: the day things are read against.
        calendar: counts working days for the float; None leaves it unknown.
        depth: how many steps up and down are opened, at least 1.
    """
    release = board.releases.get(release_id)
    if release is None:
        return EMPTY
    reader = _Reader(board, outlooks, today, calendar, max(1, depth))
    upstream = _mark_driving(tuple(reader.walk(release_id, is_up=True)))
    outlook = outlooks.get(release_id)
    return PanelModel(
        release_id, release.key, release.title, outlook.health if outlook is not None else "-",
        describe_place(board, release), reader.day_of(release_id), release.window, release.target,
        tuple(f"{reason.rule} {reason.text}".strip() for reason in outlook.reasons) if outlook is not None else (),
        upstream, tuple(reader.walk(release_id, is_up=False)),
        len(board.waits_for(release_id)), len(board.holds_up(release_id)),
    )  # fmt: skip


def describe_place(board: Board, release: Release) -> str:
    """Where a release stands, in words: `Build, 4 days left`, `Build, blocked until 05 Mar`, `draft`, `released`."""
    if release.state not in MOVING_STATES or not release.stage:
        return spoken(release.state)
    stage = board.stage_name(release.stage)
    if release.blocked is not None:
        until = release.blocked.expected_unblock
        return f"{stage}, blocked" if until is None else f"{stage}, blocked until {format_short(until)}"
    plan = release.stage_plan(release.stage)
    left = plan.remaining.get("days") if plan is not None and plan.remaining else None
    return f"{stage}, {left} days left" if isinstance(left, int) else stage


class _Reader:
    """Walks the links of one board."""

    def __init__(
        self, board: Board, outlooks: Mapping[str, "Outlook"], today: date, calendar: Workdays | None, depth: int
    ) -> None:
        self.board, self.outlooks, self.today, self.calendar, self.depth = board, outlooks, today, calendar, depth

    def walk(self, root: str, *, is_up: bool) -> Iterator[PanelLine]:
        """Lines in reading order, each record opened once, at most MOST_LINES."""
        opened = {root}
        made = 0

        def open_record(record: str, level: int) -> Iterator[PanelLine]:
            nonlocal made
            for link in self.links_of(record, is_up=is_up):
                if made >= MOST_LINES:
                    return
                other = link.predecessor if is_up else link.successor
                behind = len(self.links_of(other, is_up=is_up))
                opens = bool(behind) and level < self.depth and other not in opened
                made += 1
                yield self.line(link, other, level, 0 if opens else behind, is_up=is_up)
                if opens:
                    opened.add(other)
                    yield from open_record(other, level + 1)

        yield from open_record(root, 1)

    def links_of(self, record: str, *, is_up: bool) -> tuple[Link, ...]:
        return self.board.waits_for(record) if is_up else self.board.holds_up(record)

    def line(self, link: Link, other: str, level: int, more: int, *, is_up: bool) -> PanelLine:
        release = self.board.releases.get(other)
        stage = link.point if is_up else link.successor_stage
        label = self.board.label(other)
        if release is not None and stage and stage != "released":
            label = f"{label}.{stage}"
        standing, about = self.state_of(other, release)
        outlook = self.outlooks.get(other) if release is not None else None
        return PanelLine(
            other, link.id, level, release is not None, standing, outlook.health if outlook is not None else "-", label,
            ", ".join(part for part in (about, *_terms_of(link)) if part), self.day_of(other),
            self.float_of(link, standing), more=more,
        )  # fmt: skip

    def state_of(self, other: str, release: Release | None) -> tuple[str, str]:
        """Standing and words of a record at the other end."""
        if release is None:
            external = self.board.externals.get(other)
            if external is not None:
                return ("met", "met") if external.state == "met" else ("open", spoken(external.confidence))
            event = self.board.events.get(other)
            if event is not None:
                return ("met", "") if event.date is not None and event.date < self.today else ("open", event.confidence)
            return ("open", "") if other in self.board.backlogs else ("gone", "not on the board")
        if release.state in OUT_STATES:
            return "released", "released"
        if release.state in MOVING_STATES:
            standing = "blocked" if release.blocked is not None else str(release.flow)
            stage = self.board.stage_name(release.stage)
            return standing, f"{stage}, {standing}" if standing != "working" else stage
        return ("held" if release.state == State.ON_HOLD else str(release.state)), spoken(release.state)

    def day_of(self, record: str) -> date | None:
        """The day a record is, or is expected to be, there."""
        release = self.board.releases.get(record)
        if release is not None:
            outlook = self.outlooks.get(record)
            return release.released_on or (outlook.date if outlook is not None else release.target)
        external = self.board.externals.get(record)
        if external is not None:
            return external.date_expected
        event = self.board.events.get(record)
        return event.date if event is not None else None

    def float_of(self, link: Link, standing: str) -> int | None:
        """Working days the predecessor may slip before it moves the successor, by the dates the board knows.

        From the predecessor's day to the successor's, less the lag and the days of the stages that wait (forecast.md
        4.1). None for links between inner stages: those need the forecast of each stage.
        """
        if standing in ("released", "met", "gone") or self.calendar is None or link.point not in ("", "released"):
            return None
        if link.type not in (LinkType.FS, LinkType.FF):
            return None
        successor = self.board.releases.get(link.successor)
        first, last = self.day_of(link.predecessor), self.day_of(link.successor)
        if successor is None or first is None or last is None or successor.state in OUT_STATES:
            return None
        waiting = _days_from(successor, link.successor_stage) if link.type == LinkType.FS else 0
        return self.calendar.days_between(first, last) - link.lag - waiting


def _days_from(release: Release, stage: str) -> int:
    """Planned days of a release from a stage on ('' = its last stage)."""
    names = [plan.stage for plan in release.stages]
    at = names.index(stage) if stage in names else max(0, len(names) - 1)
    return sum(plan.planned_days for plan in release.stages[at:] if plan.skipped is None)


def _terms_of(link: Link) -> Iterator[str]:
    """What is special about a link, in words."""
    if link.type != LinkType.FS:
        yield spoken(link.type)
    if link.lag:
        yield f"lag {link.lag}"
    if link.strength == Strength.SOFT:
        yield "soft"
    if link.agreement in (Agreement.REFUSED, Agreement.WAIVED):
        yield str(link.agreement)


def _mark_driving(lines: tuple[PanelLine, ...]) -> tuple[PanelLine, ...]:
    """Mark the direct predecessor with the least float when none is left: it decides the date."""
    least = min((line.float for line in lines if line.depth == 1 and line.float is not None), default=1)
    if least > 0:
        return lines
    at = next(i for i, line in enumerate(lines) if line.depth == 1 and line.float == least)
    return (*lines[:at], lines[at]._replace(is_driving=True), *lines[at + 1 :])
