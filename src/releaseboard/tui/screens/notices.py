"""Notices: who is owed one, the texts by audience, that they were told and have answered."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.coordination import AcknowledgeNotice, SendNotice
from releaseboard.domain.model import Release
from releaseboard.domain.notify import Owed, list_stakeholders
from releaseboard.domain.raid import Notice
from releaseboard.domain.words import CHANNELS, NoticeState
from releaseboard.errors import ReleaseboardError
from releaseboard.reports.noticefacts import Typed
from releaseboard.reports.notices import list_notices, list_owed
from releaseboard.reports.telling import Telling, group_owed, send, write_telling
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.known import known_outlooks
from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.wording import count_of

from .coordpage import CoordPage
from .fields import lettered
from .noticelines import notice_id, notice_rows, owed_id, owed_rows
from .rows import Row, text_row


class NoticesScreen(CoordPage):
    """What is owed first, then drafts, then what was told, the latest first."""

    VIEW = "notices"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("notices")]

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk, start)
        self._owed: dict[str, Owed] = {}
        self._notices: dict[str, Notice] = {}
        self._marks: set[str] = set()
        self._next_update: date | None = None
        mine = {release.id for release in desk.board.releases.values() if release.rm == desk.session.user}
        self._is_everyone = not mine or (start in desk.board.releases and start not in mine)

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """Title and lines; on a large board the dates have to be known first."""
        desk, board = self.desk, self.desk.board
        outlooks = known_outlooks(self.desk)
        owed = self._rank(list_owed(board, outlooks, desk.today) if outlooks is not None else ())
        self._owed = {owed_id(each): each for each in owed}
        self._marks &= self._owed.keys()
        notices = [notice for notice in list_notices(board) if self._concerns(notice.release)]
        self._notices = {notice_id(notice): notice for notice in notices}
        drafts = [notice for notice in notices if notice.state == NoticeState.DRAFT]
        sent = notices[len(drafts) :]
        shorts = sum(each.is_short for each in owed)
        parts = [
            "Notices", "everybody's" if self._is_everyone else "yours",
            "looking ahead…" if outlooks is None else f"{len(owed)} owed", f"{shorts} SHORT" if shorts else "",
            f"{len(self._marks)} marked" if self._marks else "", count_of(len(drafts), "draft") if drafts else "",
            f"{len(sent)} told",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part), self._lay(owed, drafts, sent)

    def _concerns(self, release_id: str) -> bool:
        """It is about a release of the one who looks, or everybody's are shown."""
        release = self.desk.find(release_id)
        return release is not None and (self._is_everyone or release.rm == self.desk.session.user)

    def _rank(self, owed: Iterable[Owed]) -> list[Owed]:
        """Those at short notice first, else by release."""
        return sorted((each for each in owed if self._concerns(each.release)), key=lambda each: not each.is_short)

    def _lay(self, owed: Sequence[Owed], drafts: Sequence[Notice], sent: Sequence[Notice]) -> list[Row]:
        board, today, width = self.desk.board, self.desk.today, self.app.size.width
        if self._start in board.releases:  # a release's first line
            self._start = next((owed_id(each) for each in owed if each.release == self._start), "")
        rows = owed_rows(board, owed, today, width, self._marks) if owed else []
        for title, notices in (("Drafts", drafts), ("Told", sent)):
            if notices:
                rows += [*([text_row("")] if rows else []), text_row(f"  {title}", "strong")]
                rows += notice_rows(board, notices, today, width)
        return rows

    def tell_empty(self) -> str:
        """Nobody to tell, or nobody was named."""
        if not self._is_everyone:
            return f"nobody is owed a notice by you; {self.desk.key_of('toggle_everyone')} shows everybody's"
        if self.desk.board.stakeholders or any(release.clients for release in self.desk.board.releases.values()):
            return "nobody is owed a notice, and none was written yet"
        return "nobody is to be told: clients or [[stakeholders]] of a plan file name them"

    def _require_outlooks(self) -> Outlooks:
        outlooks = known_outlooks(self.desk)
        if outlooks is None:
            raise ReleaseboardError("the dates are being worked out", "try again in a moment")
        return outlooks

    # -- what is chosen --------------------------------------------------------------------------------------------

    def target(self) -> Release | None:
        """The release that the line is about."""
        line = self.current_line()
        about = self._owed.get(line) or self._notices.get(line)
        return self.desk.find(about.release) if about is not None else None

    def _chosen(self) -> tuple[Telling, ...]:
        """What is marked, else what is owed on this line; () on a line that is not owed."""
        idents = [ident for ident in self._owed if ident in self._marks] or [self.current_line()]
        return group_owed(self.desk.board, [self._owed[ident] for ident in idents if ident in self._owed])

    def action_mark_line(self) -> None:
        """Mark or unmark, and on to the next line."""
        line = self.current_line()
        if line not in self._owed:
            self.say("only what is owed can be marked", kind="warning")
            return
        self._marks ^= {line}
        self.show_rows(keep=True)
        self.row_list.move(1)

    def action_mark_lines(self) -> None:
        """All that is owed, or none."""
        everything = set(self._owed)
        self._marks = set() if self._marks == everything else everything
        self.show_rows(keep=True)
        self.say(f"{len(self._marks)} marked" if everything else "nothing is owed")

    def action_open_line(self) -> None:
        """The text of what was written, or the release."""
        notice = self._notices.get(self.current_line())
        release = self.target()
        if notice is not None and notice.text:
            from .noticeforms import notice_leaf  # noqa: PLC0415 - seldom needed
            from .texts import TextsScreen  # noqa: PLC0415 - the same

            self.app.push_screen(TextsScreen(self.desk, "Notice", [notice_leaf(self.desk.board, notice)]))
        elif release is not None:
            self.post_message(ReleaseWanted(release.id))

    def action_toggle_everyone(self) -> None:
        """Mine, or everybody's."""
        self._is_everyone = not self._is_everyone
        self.show_rows(keep=True)
        self.say("everybody's" if self._is_everyone else "only those about your releases")

    # -- what is done ----------------------------------------------------------------------------------------------

    def _with_update(self, tellings: Sequence[Telling], go_on: Callable[[], None]) -> None:
        """Where nobody can name a day, ask for the day of the next update first."""
        if self._next_update is not None or not any(each.needs_update for each in tellings):
            go_on()
            return
        from .noticeforms import update_form  # noqa: PLC0415 - seldom needed

        def take(day: date) -> None:
            self._next_update = day
            self.call_later(go_on)

        self.open_form(update_form(self.desk, tellings, take))

    @property
    def _typed(self) -> Typed:
        return Typed(next_update=self._next_update)

    def action_write_texts(self) -> None:
        """One text for each audience: shown, copied, in files."""
        tellings = self._chosen()
        if not tellings:
            self.say("nothing is owed on this line; Enter shows what was written", kind="warning")
            return

        def show() -> None:
            from .noticeforms import telling_leaves  # noqa: PLC0415 - seldom needed
            from .texts import TextsScreen  # noqa: PLC0415 - the same

            try:
                outlooks = self._require_outlooks()
                texts = [
                    write_telling(self.desk.board, outlooks, self.desk.today, each,
                                  self._typed if each.needs_update else Typed())
                    for each in tellings
                ]  # fmt: skip
            except ReleaseboardError as error:
                self.say_error(error)
                return
            leaves = telling_leaves(tellings, texts)
            title = f"{count_of(len(leaves), 'text')} · {self.desk.key_of('mark_sent')} notes them as sent"
            self.app.push_screen(TextsScreen(self.desk, title, leaves, self.action_mark_sent))

        self._with_update(tellings, show)

    def action_mark_sent(self) -> None:
        """They were told: by which channel."""
        tellings, notice = self._chosen(), self._notices.get(self.current_line())
        is_draft = notice is not None and notice.state == NoticeState.DRAFT
        if not tellings and not is_draft:
            self.say("nothing is owed on this line, and it is no draft", kind="warning")
            return
        count = sum(len(each.who) for each in tellings) or 1

        def note(channel: str | None) -> None:
            if not channel:
                return
            try:
                board, today = self.desk.board, self.desk.today
                made = (
                    send(board, self._require_outlooks(), today, tellings, channel, self._typed)
                    if tellings or notice is None
                    else [SendNotice(notice.id, channel)]
                )
            except ReleaseboardError as error:
                self.say_error(error)
                return
            if self.do(*made, said=f"{count_of(count, 'notice')} noted as sent by {channel}"):
                self._next_update = None

        def ask() -> None:
            from .letters import LetterAsk  # noqa: PLC0415 - seldom needed

            options = lettered((channel, channel) for channel in CHANNELS)
            self.app.push_screen(LetterAsk(f"{count_of(count, 'notice')} sent by …", options), note)

        self._with_update(tellings, ask)

    def action_acknowledge(self) -> None:
        """Who has answered."""
        notice = self._notices.get(self.current_line())
        if notice is None or notice.state != NoticeState.SENT:
            self.say("only a notice that was sent and waits for an answer can be answered", kind="warning")
            return
        release = self.desk.board.releases[notice.release]
        readers = notice.stakeholders or tuple(
            each.who for each in list_stakeholders(self.desk.board, release) if each.audience == notice.audience
        )

        def note(who: str | None) -> None:
            if who:
                self.do(AcknowledgeNotice(notice.id, who), said=f"{who} has answered about {release.key}")

        if len(readers) == 1:
            note(readers[0])
            return
        from .picker import Picker, search_rows  # noqa: PLC0415 - seldom needed

        rows = [Row(who, ((who, ""),)) for who in readers]
        self.app.push_screen(Picker(f"Who has answered about {release.key}?", search_rows(rows)), note)

    def action_edit_notice(self) -> None:
        """In one's own words, kept as a draft."""
        tellings = self._chosen()
        if len(tellings) != 1:
            said = "mark those who are to get one text" if tellings else "nothing is owed on this line"
            self.say(said, kind="warning")
            return
        from .noticeforms import words_form  # noqa: PLC0415 - seldom needed

        try:
            self.open_form(words_form(self.desk, self._require_outlooks(), tellings[0]))
        except ReleaseboardError as error:
            self.say_error(error)
