"""What can be done to the release under the cursor, or to all marked ones: on the board and on a release's page."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from releaseboard.domain import commands
from releaseboard.domain.model import Release
from releaseboard.domain.words import State
from releaseboard.errors import ReleaseboardError
from releaseboard.tui.wording import count_of

from .base import Page

if TYPE_CHECKING:
    from .fields import Form


class ReleaseActs(Page):
    """The actions of the groups Change releases and Life cycle. Each is one undo group, all releases or none."""

    def open_form(self, form: "Form") -> None:
        """A form over this page."""
        from .form import FormScreen  # noqa: PLC0415 - the first frame needs no forms

        def left(is_saved: bool | None) -> None:
            if not is_saved and form.id in self.desk.kept:
                self.say("nothing was saved; the same key brings your text back")

        self.app.push_screen(FormScreen(form, self.desk.kept), left)

    def _the_release(self) -> Release:
        """The release under the cursor; asked only after `why_not` has seen to it that there is one."""
        found = self.target()
        if found is None:
            raise ReleaseboardError("there is no release here")
        return found

    def do_or_ask(self, title: str, made: Sequence[Any], said: str) -> None:
        """Do commands that may need a reason: when they do, ask for it first."""
        try:
            self.desk.do(*made, said=said)
        except ReleaseboardError as error:
            reasoned = [command._replace(reason="asked for") for command in made if hasattr(command, "reason")]
            try:
                self.desk.session.preview(*reasoned)
            except ReleaseboardError:
                self.say_error(error)
                return
            self._ask_reason(title, made, said, error)

    def _ask_reason(self, title: str, made: Sequence[Any], said: str, error: ReleaseboardError) -> None:
        from .releaseforms import reason_form  # noqa: PLC0415 - the first frame needs no forms

        def with_reason(reason: str) -> list[Any]:
            return [command._replace(reason=reason) for command in made]

        self.open_form(reason_form(title, with_reason, self.desk, note=error.message, said=said))

    def action_move_on(self) -> None:
        """To the next stage, on today's date."""
        releases = self.targets()
        moves = [commands.MoveRelease(release.key, "next") for release in releases]
        self.do_or_ask(f"Move {_names(releases)} on", moves, f"{_names(releases)} moved on")

    def action_move_back(self) -> None:
        """Rework: to the stage before; the reason is asked."""
        from .releaseforms import back_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(back_form(self.desk, self.targets()))

    def action_choose_stage(self) -> None:
        """To a stage that is chosen from a list."""
        from .fieldsources import stages_of  # noqa: PLC0415 - the first frame needs no lists
        from .picker import Picker, search_rows  # noqa: PLC0415 - the same
        from .rows import Row  # noqa: PLC0415 - the same

        releases = self.targets()
        options = [*stages_of(self.desk, releases[0]), None]
        rows = [
            Row(option.value, ((option.label, ""),)) if option else Row("ready", (("Ready: all stages done", ""),))
            for option in options
        ]

        def move(stage: str | None) -> None:
            if stage:
                name = self.desk.board.stage_name(stage)
                moves = [commands.MoveRelease(release.key, stage) for release in releases]
                self.do_or_ask(f"Move {_names(releases)} to {name}", moves, f"{_names(releases)} moved to {name}")

        here = releases[0].stage
        self.app.push_screen(Picker(f"Move {_names(releases)} to", search_rows(rows), start=here), move)

    def action_new_release(self) -> None:
        """A draft."""
        from .releaseforms import new_form  # noqa: PLC0415 - the first frame needs no forms

        found = self.target()
        self.open_form(new_form(self.desk, found.project if found is not None else ""))

    def action_edit_release(self) -> None:
        """Its plain fields."""
        from .releaseforms import edit_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(edit_form(self.desk, self._the_release()))

    def action_replan(self) -> None:
        """The date moves; a draft's dates are simply edited."""
        from .releaseforms import replan_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(replan_form(self.desk, self._the_release()))

    def action_toggle_block(self) -> None:
        """Blocked, with cause and reason; or free again when all of them are blocked."""
        releases = self.targets()
        if all(release.blocked is not None for release in releases):
            free = [commands.UnblockRelease(release.key) for release in releases]
            self.do(*free, said=f"{_names(releases)} not blocked any more")
            return
        from .releaseforms import block_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(block_form(self.desk, releases))

    def action_assign_team(self) -> None:
        """To a team, from a day on, with the reason."""
        from .assignforms import assign_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(assign_form(self.desk, self.targets()))

    def action_commit_release(self) -> None:
        """The draft is part of the plan; its baseline is set."""
        releases = self.targets()
        made = [commands.CommitRelease(release.key) for release in releases]
        self.do(*made, said=f"{_names(releases)} committed: the baseline is set")

    def action_start_release(self) -> None:
        """Work begins today."""
        releases = self.targets()
        self.do(*(commands.StartRelease(release.key) for release in releases), said=f"{_names(releases)} started")

    def action_toggle_hold(self) -> None:
        """On hold with a reason, or taken up again when all of them are held."""
        releases = self.targets()
        if all(release.state == State.ON_HOLD for release in releases):
            self.do(*(commands.ResumeRelease(release.key) for release in releases), said=f"{_names(releases)} resumed")
            return
        self._ask_why("Put {} on hold", "{} on hold", lambda key, why: commands.HoldRelease(key, why))

    def _ask_why(self, title: str, said: str, make: Any) -> None:
        from .releaseforms import reason_form  # noqa: PLC0415 - the first frame needs no forms

        releases = self.targets()

        def with_reason(reason: str) -> list[Any]:
            return [make(release.key, reason) for release in releases]

        names = _names(releases)
        self.open_form(reason_form(title.format(names), with_reason, self.desk, said=said.format(names)))

    def action_check_in(self) -> None:
        """What the lead said."""
        from .checkinforms import check_in_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(check_in_form(self.desk, self._the_release()))

    def action_mark_released(self) -> None:
        """It is out."""
        from .releaseforms import released_form  # noqa: PLC0415 - the first frame needs no forms

        release = self._the_release()

        def tell(text: str) -> None:
            self.app.notify(text, title=f"{release.key} is out", markup=False, timeout=8)

        self.open_form(released_form(self.desk, release, tell))

    def action_roll_back(self) -> None:
        """It was taken back."""
        from .releaseforms import rollback_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(rollback_form(self.desk, self._the_release()))

    def action_cancel_release(self) -> None:
        """Given up, with the reason."""
        self._ask_why("Cancel {}", "{} cancelled", lambda key, why: commands.CancelRelease(key, why))

    def action_close_release(self) -> None:
        """Nothing is left to do."""
        releases = self.targets()
        self.do(*(commands.CloseRelease(release.key) for release in releases), said=f"{_names(releases)} closed")

    def action_toggle_archive(self) -> None:
        """Off the board, or back."""
        releases = self.targets()
        put_away = not all(release.archived for release in releases)
        made = [commands.ArchiveRelease(release.key, put_away) for release in releases]
        self.do(*made, said=f"{_names(releases)} {'archived' if put_away else 'back on the board'}")

    def action_copy_key(self) -> None:
        """To the clipboard of the terminal (OSC 52)."""
        keys = " ".join(release.key for release in self.targets())
        self.app.copy_to_clipboard(keys)
        self.say(f"copied {keys}")

    def action_show_why(self) -> None:
        """The chain from the cause to the date, whom to talk to, the rules that hold, the days one by one."""
        from .textpage import TextPage  # noqa: PLC0415 - the first frame needs no texts
        from .whypage import why_writer  # noqa: PLC0415 - the same

        release = self._the_release()
        self.app.push_screen(
            TextPage(self.desk, f"Why · {release.key}  {release.title}", why_writer(self.desk, release.id))
        )

    def action_show_odds(self) -> None:
        """The chances of its dates, drawn in a thread: about a second on a large board."""
        self.say("working out the chances …")
        self.run_worker(self._show_odds(self._the_release()), group="odds", exclusive=True)

    async def _show_odds(self, release: Release) -> None:
        from .oddspage import draw_for, odds_writer  # noqa: PLC0415 - the first frame needs no chances
        from .textpage import TextPage  # noqa: PLC0415 - the same

        try:
            odds = await asyncio.to_thread(draw_for, self.desk, release.id)
        except ReleaseboardError as error:
            self.say_error(error)
            return
        self.say("")
        title = f"Chances · {release.key}  {release.title}"
        self.app.push_screen(TextPage(self.desk, title, odds_writer(self.desk, release.id, odds)))


def _names(releases: Sequence[Release]) -> str:
    return releases[0].key if len(releases) == 1 else count_of(len(releases), "release")
