"""The dependency graph over the whole page: all that one release waits for, and all that waits for it."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day, format_window
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.glyphs import spell
from releaseboard.tui.graphmodel import GraphLine, GraphModel, build_graph
from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.paint import HEALTH_ROLES, cut_middle, fit, long_date
from releaseboard.tui.panelmodel import PanelLine

from .linkacts import LinkActs
from .listpage import ListPage
from .rows import Row, text_row

DEEPEST = 20
ROOT = "root"


class GraphScreen(ListPage, LinkActs):
    """Both trees of a release.

    Args:
        desk: what all pages share.
        release_id: record id of the release in the middle.
    """

    VIEW = "graph"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("graph")]

    def __init__(self, desk: Desk, release_id: str) -> None:
        super().__init__(desk)
        self._root, self._depth = release_id, 4

    def target(self) -> Release | None:
        """The release on the chosen line; the one in the middle where the line is no release."""
        row = self.row_list.current if self.is_mounted else None
        ident = row.id.partition(" ")[0] if row is not None and row.id != ROOT else self._root
        return self.desk.find(ident) or self.desk.find(self._root)

    def show_rows(self, *, keep: bool = False) -> None:
        """The lines as they are now; the cursor begins in the middle."""
        desk = self.desk
        release = desk.find(self._root)
        if release is None:
            self.show_title("This release is not on the board any more")
            self.row_list.show([])
            return
        model = build_graph(
            desk.board, desk.outlooks, self._root, today=desk.today, calendar=desk.session.calendar, depth=self._depth
        )
        up, down = model.counts
        cut = "  ·  only the first 200 lines of a side are shown" if model.is_cut else ""
        steps = "step" if self._depth == 1 else "steps"
        self.show_title(
            f"Dependencies of {release.key}  ·  waits for {up}, holds up {down}  ·  {self._depth} {steps}{cut}"
        )
        self.row_list.show(list(self._list_rows(model)), keep=keep)
        if not keep:
            self.row_list.go_to(ROOT)

    def on_resize(self) -> None:
        """Columns are wider or narrower."""
        if self.is_mounted:
            self.show_rows(keep=True)

    # -- rows ------------------------------------------------------------------------------------------------------

    def _list_rows(self, model: GraphModel) -> Iterator[Row]:
        panel, glyphs = model.panel, self.desk.glyphs
        yield text_row(self._head("waits for"), "heading")
        yield from (self._row(item, is_up=True) for item in model.upstream)
        if not model.upstream:
            yield text_row("  nothing", "dim")
        yield text_row("")
        when = f"  {long_date(panel.day, self.desk.today)}" if panel.day is not None else "  no date"
        about = [panel.now, *([f"target {format_day(panel.target)}"] if panel.target else [])]
        about += [f"window {format_window(panel.window)}"] if panel.window is not None else []
        role = HEALTH_ROLES.get(panel.health, "dim")
        yield Row(ROOT, ((f"{panel.health} ", role), (panel.key, "strong"), (when, "accent"),
                         (spell("  " + " · ".join(about), glyphs), "dim")))  # fmt: skip
        yield text_row("")
        yield text_row(self._head("holds up"), "heading")
        yield from (self._row(item, is_up=False) for item in model.downstream)
        if not model.downstream:
            yield text_row("  nothing", "dim")

    def _widths(self) -> tuple[int, int, int]:
        """Cells for the tree, for the state, and for the reason people gave; days and floats stand between them."""
        room = max(30, self.app.size.width - 4 - 12 - 14)
        tree = min(44, max(20, room * 4 // 10))
        about = min(34, max(10, room - tree))
        return tree, about, max(0, room - tree - about)

    def _head(self, name: str) -> str:
        tree, about, why = self._widths()
        text = fit(name, tree + 2) + fit("where it stands", about) + fit(" day", 12) + fit("float", 14)
        return text + ("why" if why > 10 else "")

    def _row(self, item: GraphLine, *, is_up: bool) -> Row:
        line, glyphs, (tree, about, why) = item.line, self.desk.glyphs, self._widths()
        stem = spell(item.stem, glyphs) if len(item.stem) < tree - 8 else item.stem[: tree - 8]
        stem = stem if glyphs.wall == "│" else stem.translate(str.maketrans("│├└", "|++"))
        name = cut_middle(line.label, tree - len(stem) - 2, glyphs.more)
        when = long_date(line.day, self.desk.today) if line.day is not None else "no date"
        more = f" {glyphs.folded}{line.more}" if line.more else ""
        sign, role = self._sign(line)
        parts = (
            (stem, "rule"),
            (f"{sign} ", role),
            (fit(name + more, tree - len(stem), more=glyphs.more), "strong" if line.is_release else "text"),
            (fit(line.about, about - 1, more=glyphs.more) + " ", "text"),
            (fit(when, 12, more=glyphs.more), "text" if line.day is not None else "amber"),
            (fit(self._say_room(item, is_up=is_up), 14, more=glyphs.more), "accent" if item.is_driving else "dim"),
            (fit(item.why, why, more=glyphs.more) if why > 10 else "", "dim"),
        )
        return Row(f"{line.id} {line.link_id} {'u' if is_up else 'd'}", parts)

    def _sign(self, line: PanelLine) -> tuple[str, str]:
        glyphs = self.desk.glyphs
        if line.standing in ("released", "met"):
            return glyphs.released, "done"
        if line.standing == "blocked":
            return glyphs.blocked, "red"
        if line.is_release:
            return line.health, HEALTH_ROLES.get(line.health, "dim")
        return glyphs.open, "text" if line.day is not None else "amber"

    def _say_room(self, item: GraphLine, *, is_up: bool) -> str:
        if item.is_driving:
            return f"drives {self.desk.glyphs.upstream if is_up else self.desk.glyphs.downstream}"
        if item.room is None:
            return "" if item.line.standing in ("released", "met") else "not known"
        return f"late {-item.room}" if item.room < 0 else f"float {item.room}"

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_follow_line(self) -> None:
        """The graph of the release on the line; in the middle, its page."""
        row = self.row_list.current
        ident = row.id.partition(" ")[0] if row is not None else ROOT
        if ident == ROOT:
            self.post_message(ReleaseWanted(self._root, ()))
        elif self.desk.find(ident) is None:
            self.say("this line is no release: it has no graph of its own", kind="warning")
        else:
            self.desk.remember_jump(self._root)
            self._root = ident
            self.show_rows()

    def action_jump_back(self) -> None:
        """To the graph looked at before."""
        self._root = self.desk.jumps.pop()
        self.show_rows()

    def action_deeper_links(self) -> None:
        """One step more."""
        self._set_depth(self._depth + 1)

    def action_shallower_links(self) -> None:
        """One step less."""
        self._set_depth(self._depth - 1)

    def _set_depth(self, depth: int) -> None:
        self._depth = max(1, min(depth, DEEPEST))
        self.show_rows(keep=True)
        self.say(f"{self._depth} {'step' if self._depth == 1 else 'steps'} of dependencies")
