"""Notices that are owed, put together as they are told: one text for those about one release who get the same."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.coordination import EditNotice, RecordNotice, SendNotice
from releaseboard.domain.model import Release
from releaseboard.domain.notify import Owed, list_stakeholders, owed_for
from releaseboard.domain.raid import Notice
from releaseboard.domain.words import NoticeKind, NoticeState
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import calendar_of

from .noticefacts import Case, Typed, is_hidden
from .notices import make_case
from .noticetext import write_notice

AS_IT_IS = Typed()


class Telling(NamedTuple):
    """What one text is for.

    Attributes:
        who: those it goes to, all of one audience.
        told: the day they count on; None when none was named. now: the day to tell; None when nobody knows.
        is_short: it comes later than the notice period of the release's type allows.
        draft: the draft that goes to all of these people, whatever it says; None when there is none.
        rest: those that the draft goes to besides.
    """

    release: Release
    audience: str
    kind: str
    told: date | None
    now: date | None
    who: tuple[str, ...]
    is_short: bool = False
    draft: Notice | None = None
    rest: tuple[str, ...] = ()

    @property
    def needs_update(self) -> bool:
        """Nobody can name a day, so the day of the next update must be named, and no draft has it yet."""
        has_one = self.draft is not None and self.draft.next_update_on is not None
        return self.now is None and self.kind in (NoticeKind.DELAY, NoticeKind.RECOVERED) and not has_one

    @property
    def fits_draft(self) -> bool:
        """The draft says what is to be told today, so its text can go out as it stands."""
        draft = self.draft
        return draft is not None and bool(draft.text) and (draft.kind, draft.date_told) == (self.kind, self.now)


def group_owed(board: Board, owed: Iterable[Owed]) -> tuple[Telling, ...]:
    """One telling for all that is owed about one release to one audience, of one kind, from and to the same day."""
    groups: dict[tuple[Any, ...], list[Owed]] = {}
    for each in owed:
        key = (each.release, each.stakeholder.audience, each.kind, each.told, each.now)
        groups.setdefault(key, []).append(each)
    return tuple(_make_telling(board, group) for group in groups.values())


def _make_telling(board: Board, group: Sequence[Owed]) -> Telling:
    first = group[0]
    release, audience = board.releases[first.release], first.stakeholder.audience
    who = tuple(each.stakeholder.who for each in group)
    draft, rest = find_draft(board, release, audience, who)
    is_short = any(each.is_short for each in group)
    return Telling(release, audience, first.kind, first.told, first.now, who, is_short, draft, rest)


def find_draft(
    board: Board, release: Release, audience: str, who: Sequence[str] = ()
) -> tuple[Notice | None, tuple[str, ...]]:
    """The draft about a release that goes to all these people of an audience (() is all of it), and to whom besides.

    Of several the one with the fewest others, then the latest; None without one.
    """
    everybody = tuple(each.who for each in list_stakeholders(board, release) if each.audience == audience)
    wanted = {name.casefold() for name in who or everybody}
    best: tuple[Notice | None, tuple[str, ...]] = (None, ())
    drafts = [
        notice for notice in board.group("notices", "release").get((release.id,), ())
        if notice.state == NoticeState.DRAFT and notice.audience == audience
    ]  # fmt: skip
    for notice in sorted(drafts, key=lambda notice: (notice.drafted_at, notice.id), reverse=True):
        readers = notice.stakeholders or everybody
        if wanted <= {name.casefold() for name in readers}:
            rest = tuple(name for name in readers if name.casefold() not in wanted)
            if best[0] is None or len(rest) < len(best[1]):
                best = (notice, rest)
    return best


def write_telling(board: Board, outlooks: Outlooks, today: date, telling: Telling, typed: Typed = AS_IT_IS) -> str:
    """The text: of a draft that fits as it stands, else written anew, a draft's own cause kept.

    Raises:
        BadInput: what was typed names the inside, and the audience must not have that.
    """
    if typed == AS_IT_IS and telling.fits_draft and telling.draft is not None:
        return telling.draft.text
    case = _make_case(board, outlooks, today, telling)
    return write_notice(case, _with_draft(telling, typed)).text


def _make_case(board: Board, outlooks: Outlooks, today: date, telling: Telling) -> Case:
    case, _ = make_case(board, telling.release, telling.audience, outlooks, today, to=telling.who, kind=telling.kind)
    return case


def _with_draft(telling: Telling, typed: Typed) -> Typed:
    draft = telling.draft
    if draft is None:
        return typed
    return typed._replace(cause=typed.cause or draft.cause_told, next_update=typed.next_update or draft.next_update_on)


def keep_draft(board: Board, outlooks: Outlooks, today: date, telling: Telling, typed: Typed = AS_IT_IS) -> list[Any]:
    """The commands that keep the text as a draft, in place of one to the same people. Raises as `write_telling`."""
    return _record(board, outlooks, today, telling, typed, "")


def send(
    board: Board, outlooks: Outlooks, today: date, tellings: Iterable[Telling], channel: str, typed: Typed = AS_IT_IS
) -> list[Any]:
    """The commands that note all of these as sent by a channel; drafts that fit go out as they stand.

    `typed.next_update` is for those without a day alone.
    """
    made: list[Any] = []
    for each in tellings:
        own = typed if each.needs_update else typed._replace(next_update=None)
        if own == AS_IT_IS and each.fits_draft and each.draft is not None and not each.rest:
            made.append(SendNotice(each.draft.id, channel))
        else:
            made += _record(board, outlooks, today, each, own, channel)
    return made


def _record(board: Board, outlooks: Outlooks, today: date, telling: Telling, typed: Typed, channel: str) -> list[Any]:
    case = _make_case(board, outlooks, today, telling)
    typed, text = _with_draft(telling, typed), write_telling(board, outlooks, today, telling, typed)
    window = case.release.window if is_hidden(case) else None
    draft = telling.draft
    if draft is None or telling.rest:
        made: list[Any] = [RecordNotice(
            case.release.key, telling.audience, telling.kind, telling.who, telling.now, window, typed.cause, text,
            typed.next_update, channel,
        )]  # fmt: skip
        return made if draft is None else [*made, EditNotice(draft.id, {"stakeholders": list(telling.rest)})]
    fields = {
        "kind": telling.kind, "stakeholders": list(telling.who), "date_told": telling.now, "window_told": window,
        "cause_told": typed.cause, "text": text, "next_update_on": typed.next_update,
    }  # fmt: skip
    edited: list[Any] = [EditNotice(draft.id, fields)]
    return [*edited, SendNotice(draft.id, channel)] if channel else edited


def draft_released(board: Board, release_id: str, today: date) -> list[RecordNotice]:
    """The commands that draft the released notices about a release that is out, for a board on which it is."""
    owed = owed_for(board, board.releases[release_id], {}, today, calendar_of(board).days_between)
    tellings = [each for each in group_owed(board, owed) if each.kind == NoticeKind.RELEASED]
    if not tellings:
        return []
    from releaseboard.schedule.outlook import look_ahead  # noqa: PLC0415 - only with somebody to tell

    outlooks = look_ahead(board, today)
    return [command for each in tellings for command in keep_draft(board, outlooks, today, each)]
