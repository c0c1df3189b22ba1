"""What can be done to an entry of the RAID log: on the log's page and on the entry's own."""

from releaseboard.domain import coordination as co
from releaseboard.domain.raid import Raid
from releaseboard.domain.raiddetails import with_article
from releaseboard.domain.raidlog import BY_OTHER_COMMANDS, MOVES, is_over, state_of
from releaseboard.domain.words import Answer, RaidKind, spoken
from releaseboard.errors import ReleaseboardError

from . import entryforms
from .picker import Picker, search_rows
from .raidacts import RaidActs
from .raidforms import edit_form, issue_form
from .rows import Row


class EntryActs(RaidActs):
    """Each action says why it does not fit where the entry is of another kind."""

    def _the_entry(self) -> Raid:
        """Asked only after `why_not` has seen to it that a line is chosen."""
        found = self.current_entry()
        if found is None:
            raise ReleaseboardError("there is no entry here")
        return found

    def _say_kind(self, entry: Raid, text: str) -> None:
        self.say(f"{entry.title[:40]!r} is {with_article(entry.kind)}: {text}", kind="warning")

    def action_settle_entry(self) -> None:
        """The usual end of its kind; for a request the next step to it."""
        entry, state = self._the_entry(), state_of(self._the_entry())
        if is_over(entry):
            key = self.desk.key_of("move_entry")
            more = f": {key} opens it again" if MOVES.get((entry.kind, state)) else ""
            self.say(f"{entry.title[:40]!r} is {spoken(state)} already{more}", kind="warning")
        elif entry.kind == RaidKind.DECISION:
            self.open_form(entryforms.decide_form(self.desk, entry))
        elif entry.kind != RaidKind.REQUEST:
            self.open_form(entryforms.resolve_form(self.desk, entry))
        elif state == "answered":
            self.do(co.ReportBack(entry.id), said=f"reported back: {entry.title}")
        else:
            self.open_form(entryforms.answer_form(self.desk, entry))

    def action_accept_entry(self) -> None:
        """A risk is lived with; a request is granted."""
        entry = self._the_entry()
        if entry.kind == RaidKind.RISK:
            fields = {"response": "accept", "roam": "accepted"}
            self.do(co.EditEntry(entry.id, fields), said=f"accepted, and watched: {entry.title}")
        elif entry.kind == RaidKind.REQUEST:
            self.open_form(entryforms.answer_form(self.desk, entry, Answer.ACCEPTED.value))
        elif entry.kind == RaidKind.ISSUE:
            self._say_kind(entry, f"{self.desk.key_of('compare_strategies')} compares its options, one is to accept it")
        else:
            self._say_kind(entry, f"{self.desk.key_of('settle_entry')} decides it")

    def action_become_issue(self) -> None:
        """With what the risk said already in the form."""
        entry = self._the_entry()
        if entry.kind != RaidKind.RISK:
            self._say_kind(entry, "only a risk becomes an issue")
        elif "became_issue" not in MOVES.get((entry.kind, state_of(entry)), ()):
            self._say_kind(entry, f"it is {spoken(state_of(entry))}")
        else:
            about = [self.desk.board.releases[ident] for ident in entry.releases if ident in self.desk.board.releases]
            self.open_form(issue_form(self.desk, about, entry))

    def action_pass_on(self) -> None:
        """A request to a team or lead."""
        entry = self._the_entry()
        if entry.kind != RaidKind.REQUEST:
            self._say_kind(entry, "only a request is passed on")
        elif "passed_on" not in MOVES.get((entry.kind, state_of(entry)), ()):
            self._say_kind(entry, f"it is {spoken(state_of(entry))}")
        else:
            self.open_form(entryforms.pass_on_form(self.desk, entry))

    def action_edit_entry(self) -> None:
        """Its fields."""
        self.open_form(edit_form(self.desk, self._the_entry()))

    def action_move_entry(self) -> None:
        """To another state of its kind, from a list; one that is over is opened again with a reason."""
        entry = self._the_entry()
        states = [state for state in MOVES.get((entry.kind, state_of(entry)), ()) if state not in BY_OTHER_COMMANDS]
        if entry.kind == RaidKind.DECISION and state_of(entry) == "decided":
            self._supersede(entry)
        elif not states:
            key = self.desk.key_of("settle_entry")
            more = "it stays so" if is_over(entry) else f"{key} settles it"
            self._say_kind(entry, f"it is {spoken(state_of(entry))}, {more}")
        else:
            rows = [Row(state, ((spoken(state), ""),)) for state in states]
            here = f"{entry.title[:40]}: {spoken(state_of(entry))} → …"
            self.app.push_screen(Picker(here, search_rows(rows)), lambda state: self._move(entry, state))

    def _move(self, entry: Raid, state: str | None) -> None:
        if state and is_over(entry):
            self.open_form(entryforms.reopen_form(self.desk, entry, state))
        elif state:
            self.do(co.AdvanceEntry(entry.id, state), said=f"{spoken(state)}: {entry.title}")

    def _supersede(self, entry: Raid) -> None:
        """Which decision stands in its place."""
        others = [
            each for each in self.desk.board.raid.values() if each.kind == RaidKind.DECISION and each.id != entry.id
        ]
        rows = [Row(each.id, ((each.title, ""),), ((spoken(state_of(each)), "dim"),)) for each in others]
        if not rows:
            self._say_kind(entry, "it is decided, and there is no other decision to stand in its place")
            return

        def take(ident: str | None) -> None:
            if ident:
                self.do(co.SupersedeDecision(entry.id, ident), said=f"superseded: {entry.title}")

        self.app.push_screen(Picker("Which decision stands in its place?", search_rows(rows)), take)
