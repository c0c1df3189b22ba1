"""What is written can be read again: plan file, table and JSON give the board they came from."""

import json
import tomllib
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import PutRecords
from releaseboard.domain.fields import KINDS, write_record
from releaseboard.domain.words import Cause, FreezeKind, ReleaseType, State
from releaseboard.errors import BadInput
from releaseboard.interchange.csvfile import read_releases, write_releases
from releaseboard.interchange.generator import make_tables
from releaseboard.interchange.jsonfile import read_json, write_json
from releaseboard.interchange.planfile import read_plan, write_plan
from releaseboard.interchange.records import list_records
from releaseboard.interchange.samples import load_sample

TODAY = date(2027, 2, 24)


def same_records(one: Board, other: Board) -> bool:
    """Equal but for the board's own id: records, not documents, so that a default may be written or not."""
    for table in KINDS:
        if table != "board" and dict(one.table(table)) != dict(other.table(table)):
            return False
    return one.info._replace(id="") == other.info._replace(id="")


@pytest.fixture(scope="module")
def sample() -> Board:
    """The sample board."""
    return make_board(load_sample(today=TODAY))


def test_a_plan_file_holds_the_whole_board(sample: Board) -> None:
    """Written, read and put on nothing, the sample board comes back, and is written the same."""
    text = write_plan(sample)
    back = make_board(read_plan(text, "plan.toml"))
    assert same_records(back, sample)
    assert write_plan(back) == text


def test_json_holds_the_whole_board(sample: Board) -> None:
    """The same for JSON."""
    text = write_json(sample)
    assert same_records(make_board(read_json(text, "board.json")), sample)


def test_a_table_goes_back_on_its_board(sample: Board) -> None:
    """Every row of our own table is sound, and none changes the board it came from."""
    plan = read_releases(write_releases(sample).encode(), "t.csv", known=sample, today=TODAY)
    assert plan.skipped == ()
    assert "links" not in plan.tables
    assert do(sample, PutRecords(plan.tables)) == sample


def test_a_table_lists_each_release_once(sample: Board) -> None:
    """Without the archived ones, in the order of the keys."""
    lines = write_releases(sample).splitlines()
    assert len(lines) == len(sample.releases) + 1
    assert lines[0].startswith("project,version,type,stage,planned,actual,depends_on,notes,")


def test_a_large_board_survives_a_plan_file() -> None:
    """All kinds of links and states of a generated board."""
    board = make_board(make_tables(120, 3, TODAY))
    assert same_records(make_board(read_plan(write_plan(board), "plan.toml")), board)


def test_fields_of_a_newer_version_stay_out_of_a_plan_file() -> None:
    """A plan file holds only what its reader checks."""
    board = make_board(releases=[{"key": "A-1"}])
    (ident,) = board.releases
    newer = board.changed("releases", {ident: {**board.docs["releases"][ident], "mood": "blue"}})
    assert "mood" not in write_plan(newer)
    assert "mood" not in write_json(newer)


def test_of_two_releases_with_one_key_the_open_one_is_written() -> None:
    """An archived release gives its key away; only one of the two can be named by it."""
    board = make_board(releases=[{"key": "A-1", "title": "new"}])
    old = {"id": "rold", "key": "A-1", "project": "A", "title": "old", "archived": True}
    both = board.changed("releases", {"rold": old})
    assert [release["title"] for release in list_records(both)["releases"]] == ["new"]


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
names = st.text("abcXYZ09_.ü", min_size=1, max_size=6)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
types = st.sampled_from(list(ReleaseType))
causes = st.sampled_from(list(Cause))
windows = st.builds(
    lambda start, length: {"start": str(start), "end": str(start + timedelta(days=length))}, days, st.integers(0, 40)
)
stage_plans = st.fixed_dictionaries(
    {"planned_days": st.integers(1, 99)},
    optional={"team": names, "started": days.map(str), "remaining": st.just({"days": 2, "as_of": "2027-02-01"})},
)


@st.composite
def releases(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """A release with most of what one can have."""
    window = draw(windows)
    given_fields = draw(
        st.fixed_dictionaries(
            {"stages": st.dictionaries(st.sampled_from(["plan", "build", "test"]), stage_plans, min_size=1)},
            optional={
                "title": texts, "goal": texts, "notes": texts, "type": types,
                "state": st.sampled_from(list(State)), "tags": st.dictionaries(names, st.just(True)),
                "priority": st.integers(1, 4), "released_on": days.map(str), "reworks": st.integers(0, 5),
                "blocked": st.fixed_dictionaries({"since": days.map(str), "reason": texts, "cause": causes}),
                "event": st.just({"id": "os12", "within": [0, 5]}),
                "baseline": st.fixed_dictionaries({"window": windows, "stages": st.just({"plan": 3})}),
                "archived": st.booleans(),
            },
        )
    )  # fmt: skip
    return {"key": key, "window": window, "target": window["end"], **given_fields}


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """A small board with odd texts in it."""
    keys = draw(st.lists(st.sampled_from(["A-1", "A-2", "B.x-1", "ü-0.1"]), unique=True, min_size=1))
    freeze = st.builds(
        lambda ident, name, window, kind, exempt: {
            "id": ident, "name": name, **window, "kind": kind, "exempt_types": exempt,
        },
        names, names, windows, st.sampled_from(list(FreezeKind)), st.lists(types, max_size=2),
    )  # fmt: skip
    return make_board(
        releases=[draw(releases(key)) for key in keys],
        links=[
            {"successor": keys[at], "predecessor": keys[at - 1], "lag": draw(st.integers(-3, 3)), "why": draw(texts)}
            for at in range(1, len(keys))
        ],
        freezes=draw(st.lists(freeze, max_size=2, unique_by=lambda record: record["id"])),
        raid=[{"kind": "risk", "title": "t", "details": draw(st.dictionaries(names, names, max_size=2))}],
        check_ins=[{"release": keys[0], "date": "2027-02-01", "progress": draw(texts)}],
    )


@given(boards())
def test_any_board_survives_a_plan_file(board: Board) -> None:
    """Whatever people typed: quotes, control characters, line breaks, other scripts."""
    text = write_plan(board)
    tomllib.loads(text)
    assert same_records(make_board(read_plan(text, "plan.toml")), board)


@given(boards())
def test_any_board_survives_json(board: Board) -> None:
    """The same for JSON."""
    assert same_records(make_board(read_json(write_json(board), "x.json")), board)


@given(boards())
def test_any_board_survives_a_table(board: Board) -> None:
    """Every row of our own table is sound, on its own board and on an empty one."""
    data = write_releases(board).encode()
    plan = read_releases(data, "x.csv", known=board)
    assert plan.skipped == read_releases(data, "x.csv").skipped == ()
    kept = {release.key for release in board.releases.values() if not release.archived}
    assert {verdict.key for verdict in plan.verdicts} == kept


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "{", '{"a": 1}', '{"releases": 3}', '{"releases": [3]}', '{"releases": {"1": {}}}', "1" * 9_000,
     "[" * 90_000, '{"releases": {"1": {"id": "r", "key": "A-1", "target": "soon"}}}'],
)  # fmt: skip
def test_json_that_is_no_board_is_refused(text: str) -> None:
    """With the file's name, in one line."""
    with pytest.raises(BadInput, match=r"^x\.json") as caught:
        read_json(text, "x.json")
    assert "\n" not in str(caught.value)


def test_a_board_file_is_read(sample: Board) -> None:
    """The documents of a TinyDB file, with ids, come to the same board."""
    document = {table: {str(at): doc for at, doc in enumerate(docs.values(), 1)} for table, docs in sample.docs.items()}
    assert same_records(make_board(read_json(json.dumps({**document, "changes": {}}), "team.json")), sample)


def test_an_export_changes_nothing_on_its_own_board(sample: Board) -> None:
    """Plan file and JSON, imported where they were exported, come to no change, also where releases have no stages."""
    tables = read_releases(b"project,version,actual\nA,1,2027-02-01\n", "t.csv").tables
    board = do(sample, PutRecords(tables))
    for back in (read_plan(write_plan(board), "plan.toml"), read_json(write_json(board), "board.json")):
        assert do(board, PutRecords(back)) == board


def test_json_that_names_releases_by_ids_is_read(sample: Board) -> None:
    """Records as they stand on the board, with ids; trains may come after what they hold."""
    view = {table: [write_record(table, record) for record in sample.table(table).values()] for table in KINDS}
    tables = read_json(json.dumps({**view, "board": view["board"][0]}), "b.json")
    assert same_records(make_board(tables), sample)


@pytest.mark.parametrize(
    "record",
    [{"key": 3}, {"key": "A-1", "title": ["x"]}, {"key": "A-1", "archived": "no"}, {"key": "A-1", "tags": [3]},
     {"key": "A-1", "stages": ["plan"]}],
)  # fmt: skip
def test_json_with_values_of_another_kind_is_refused(record: dict[str, Any]) -> None:
    """What people or programs have changed in an export is told with its place, before anything is put."""
    with pytest.raises(BadInput, match=r"^x\.json: releases, entry 2: "):
        read_json(json.dumps({"releases": [{"key": "B-1"}, record]}), "x.json")
