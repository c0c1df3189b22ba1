"""The forms about notices, and their texts as they are shown."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Notice
from releaseboard.domain.when import format_day
from releaseboard.domain.words import spoken
from releaseboard.reports.noticefacts import Typed
from releaseboard.reports.telling import Telling, keep_draft
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.tui.desk import Desk
from releaseboard.tui.textfile import name_file

from .fields import DateField, Field, Form
from .fieldsources import days_of
from .texts import Leaf


def telling_leaves(tellings: Sequence[Telling], texts: Sequence[str]) -> list[Leaf]:
    """The texts with whom each is for; no two of them in one file."""
    leaves: list[Leaf] = []
    names: set[str] = set()
    for each, text in zip(tellings, texts, strict=True):
        head = f"{each.release.key} {spoken(each.kind)} to {each.audience} {', '.join(each.who)}"
        name = name_file("notice", each.release.key, each.audience, *each.who)
        while name in names:
            name = f"{name.removesuffix('.txt')}-more.txt"
        names.add(name)
        leaves.append(Leaf(head, name, text))
    return leaves


def notice_leaf(board: Board, notice: Notice) -> Leaf:
    """What was written, as it stands on the board."""
    key, who = board.label(notice.release), ", ".join(notice.stakeholders) or "all of them"
    head = f"{key} {spoken(notice.kind)} to {notice.audience} {who}, {notice.state}"
    return Leaf(head, name_file("notice", key, notice.audience, *notice.stakeholders, notice.state), notice.text)


def update_form(desk: Desk, tellings: Sequence[Telling], take: Callable[[date], None]) -> Form:
    """The day of the next update, for those to whom no date can be named."""

    def submit(values: dict[str, Any]) -> None:
        take(values["day"])

    keys = ", ".join(dict.fromkeys(each.release.key for each in tellings if each.needs_update))
    days = days_of(desk)
    fields = (DateField("day", "Next update", "+5", "the day they hear from you again", required=True, days=days),)
    note = "nobody can name a date, so the notice names the day of the next update"
    return Form("next update", f"{keys}: when do they hear more?", fields, submit, "day", note)


def words_form(desk: Desk, outlooks: Outlooks, telling: Telling) -> Form:
    """Cause, effect and what is done in one's own words; the rest of the text is the board's."""
    draft = telling.draft

    def submit(values: dict[str, Any]) -> None:
        typed = Typed(values["cause"] or "", values["effect"] or "", values["doing"] or "", values["next_update"])
        made = keep_draft(desk.board, outlooks, desk.today, telling, typed)
        shown = desk.key_of("write_texts")
        desk.do(*made, said=f"draft about {telling.release.key} to {telling.audience} kept: {shown} shows it")

    update = draft.next_update_on.isoformat() if draft is not None and draft.next_update_on is not None else ""
    fields = (
        Field("cause", "Why", draft.cause_told if draft is not None else "", "empty: as the board says it"),
        Field("effect", "For them", "", "empty: as the board says it"),
        Field("doing", "We do", "", "what is done about it"),
        DateField("next_update", "Next update", update or ("+5" if telling.needs_update else ""), days=days_of(desk)),
    )
    day = format_day(telling.now) if telling.now is not None else "no date"
    title = f"{telling.release.key} to {telling.audience} {', '.join(telling.who)}: {spoken(telling.kind)}, {day}"
    note = "names of people, teams and others inside are refused where the audience must not have them"
    return Form(f"notice {telling.release.key} {telling.audience}", title, fields, submit, "cause", note)
