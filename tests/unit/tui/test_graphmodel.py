"""The dependency graph: branches are drawn where lines go on, floats are the forecast's."""

from drawing import TODAY, make_board, make_release
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import look_ahead
from releaseboard.tui.graphmodel import build_graph

STAGES = {"build": {"planned_days": 5}, "deploy": {"planned_days": 1}}


def graph_of(root: str, depth: int = 4, outlooks=None):
    """A → B, C → D (B takes longer), D → E; D waits for a vendor without a date too, softly."""
    releases = [make_release(name, name.upper(), stages=STAGES) for name in "abcde"]
    releases[1]["stages"] = {"build": {"planned_days": 9}, "deploy": {"planned_days": 1}}
    pairs = [("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"), ("e", "d")]
    links = [
        {"id": one + two, "successor": one, "predecessor": two, "successor_stage": "build", "why": f"{one} {two}"}
        for one, two in pairs
    ]
    links.append({"id": "dv", "successor": "d", "predecessor": "v", "predecessor_kind": "third_party",
                  "strength": "soft", "why": "cert"})  # fmt: skip
    board = make_board(releases, links, externals={"v": {"id": "v", "vendor": "V"}})
    found = look_ahead(board, TODAY) if outlooks is None else outlooks
    return build_graph(board, found, root, today=TODAY, calendar=calendar_of(board), depth=depth)


def test_branches() -> None:
    """`├` where another line of the depth follows, `└` at the last, `│` beside what stands under the first."""
    graph = graph_of("d")
    assert [(item.stem, item.line.id) for item in graph.upstream] == [
        ("├ ", "b"), ("│ └ ", "a"), ("├ ", "c"), ("│ └ ", "a"), ("└ ", "v"),
    ]  # fmt: skip
    assert [(item.stem, item.line.id) for item in graph.downstream] == [("└ ", "e")]
    assert graph.counts == (4, 1)


def test_floats_are_those_of_the_forecast() -> None:
    """B drives D; C may be four days late; the vendor has no date."""
    rooms = {item.line.link_id: (item.room, item.is_driving) for item in graph_of("d").upstream}
    assert rooms["db"] == (0, True)
    assert rooms["dc"] == (4, False)
    assert rooms["dv"] == (None, False)
    assert rooms["ba"] == (0, True)


def test_depth_and_reasons() -> None:
    """One step shows how many stand behind a line; each line has what people gave as its reason."""
    graph = graph_of("d", depth=1)
    assert [(item.line.id, item.line.more, item.why) for item in graph.upstream][:2] == [
        ("b", 1, "d b"),
        ("c", 1, "d c"),
    ]


def test_without_a_forecast() -> None:
    """The first frame of a large board: lines are there, floats as far as dates are known."""
    graph = graph_of("d", outlooks={})
    assert [item.line.id for item in graph.upstream] == ["b", "a", "c", "a", "v"]
    assert not graph_of("nobody").upstream
