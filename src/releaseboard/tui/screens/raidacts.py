"""Raising entries of the log, strategies and the go/no-go sheet: from every page on which a release is chosen."""

from collections.abc import Sequence

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.words import ENDED_STATES, RaidKind, spoken
from releaseboard.settings.actions import NEEDS
from releaseboard.tui.messages import SheetWanted, StrategiesWanted

from .releaseacts import ReleaseActs


class RaidActs(ReleaseActs):
    """A page may say which entry of the log is under its cursor; else that is chosen by the release."""

    def current_entry(self) -> Raid | None:
        """The entry under the cursor; None when there is none."""
        return None

    def raised_about(self) -> Sequence[Release]:
        """What a new entry is about at first: the marked releases, or the one under the cursor."""
        return self.targets()

    def action_raise_issue(self) -> None:
        """What happened, the days it costs, who sees to it."""
        from .raidforms import issue_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(issue_form(self.desk, self.raised_about()))

    def action_raise_request(self) -> None:
        """What management asks."""
        self._raise(RaidKind.REQUEST)

    def action_raise_entry(self) -> None:
        """The kind first."""
        from .picker import Picker, search_rows  # noqa: PLC0415 - the first frame needs no lists
        from .rows import Row  # noqa: PLC0415 - the same

        kinds = {
            RaidKind.RISK: "what may go wrong", RaidKind.DECISION: "what has to be decided",
            RaidKind.REQUEST: "what management asks", RaidKind.ISSUE: "what has gone wrong",
        }  # fmt: skip
        rows = [Row(kind.value, ((kind.value, "key"), (f"  {text}", "dim"))) for kind, text in kinds.items()]
        self.app.push_screen(Picker("Raise", search_rows(rows)), self._raise)

    def _raise(self, kind: str | None) -> None:
        from .raidforms import raise_form  # noqa: PLC0415 - the first frame needs no forms

        if kind:
            self.open_form(raise_form(self.desk, kind, self.raised_about()))

    def action_compare_strategies(self) -> None:
        """For the issue under the cursor, or one of the release's."""
        entry = self.current_entry()
        if entry is not None:
            self._compare(entry)
            return
        release = self.target()
        if release is None:
            self.say(NEEDS["release"], kind="warning")
            return
        from releaseboard.reports.raidtext import sort_entries  # noqa: PLC0415 - the first frame needs no log

        issues = sort_entries(self.desk.board, kind=RaidKind.ISSUE, release=release.id)
        if not issues:
            key = self.desk.key_of("raise_issue")
            self.say(f"{release.key} has no open issue: {key} logs one", kind="warning")
        elif len(issues) == 1:
            self._compare(issues[0])
        else:
            self._choose_issue(release, issues)

    def _choose_issue(self, release: Release, issues: Sequence[Raid]) -> None:
        from .picker import Picker, search_rows  # noqa: PLC0415 - the first frame needs no lists
        from .rows import Row  # noqa: PLC0415 - the same

        rows = [Row(issue.id, ((issue.title, ""),), ((spoken(issue.state), "dim"),)) for issue in issues]

        def chosen(ident: str | None) -> None:
            if ident:
                self._compare(self.desk.board.raid[ident])

        self.app.push_screen(Picker(f"Which issue of {release.key}?", search_rows(rows)), chosen)

    def _compare(self, issue: Raid) -> None:
        release = self.target()
        is_ahead = release is not None and release.id in issue.releases and release.state not in ENDED_STATES
        key = release.key if release is not None and is_ahead else ""
        self.post_message(StrategiesWanted(issue.id, key))

    def action_open_sheet(self) -> None:
        """Criteria, votes, decision of each gate."""
        self.post_message(SheetWanted(self._the_release().id))
