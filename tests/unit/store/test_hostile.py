"""Whoever may write the folder may write anything into it: no program of ours falls over, nothing confirmed is lost."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releaseboard.errors import ReleaseboardError
from releaseboard.store import doctor, layout, lines, source, sync
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.history import History
from releaseboard.store.image import dump_image, parse_image
from releaseboard.store.lines import clean_body, encode_body, is_sound
from releaseboard.store.outbox import outbox_path
from storing import first_changes, make_change

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["id", "entity", "key", "set", "was", "on", "seq", "at", "by", "host", "group", "reason", "app", "x"]
)
SOON, FAR = "2027-02-24T10:00:03.000Z-0000-k3f9abcd", "9999-12-31T00:00:00.000Z-ffff-evilevil"
CHANGES = st.fixed_dictionaries(
    {"id": st.sampled_from(["c1", "zzzz", SOON, FAR])},
    optional={
        "entity": st.sampled_from(["releases", "board", "changes", "meta", "x\n"]) | ANYTHING,
        "key": st.sampled_from(["r1", "b-1", "..", ""]) | ANYTHING,
        "set": st.dictionaries(st.text(max_size=6), ANYTHING, max_size=3) | ANYTHING,
        "on": st.dictionaries(st.sampled_from(["title", "x"]), ANYTHING, max_size=2) | ANYTHING,
        "was": ANYTHING, "seq": ANYTHING, "group": ANYTHING, "host": ANYTHING, "at": ANYTHING,
    },
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "PAUSES", ())
    monkeypatch.setattr(source.time, "sleep", lambda _: None)


def plant(store: BoardFile, raw: bytes) -> None:
    """A line of somebody else's in an outbox, with a right checksum."""
    path = Path(outbox_path(store.folder, "evilevil"))
    path.parent.mkdir(parents=True, exist_ok=True)
    named = [lines.name_board("b-1"), raw]
    path.write_bytes(b"".join(b"%08x %s\n" % (lines.crc32(line), line) for line in named))


SPOILERS = {
    "NaN": b'{"id":"c9","entity":"releases","key":"r1","set":{"x":NaN}}',
    "infinity": b'{"id":"c9","entity":"releases","key":"r1","set":{"x":1e999}}',
    "not UTF-8": b'{"id":"c9","entity":"releases","key":"r1","set":{"x":"\xff"}}',
    "deep": b'{"id":"c9","entity":"releases","key":"r1","set":{"x":' + b"[" * 500 + b"]" * 500 + b"}}",
    "absurdly deep": b'{"id":"c9","set":' + b"[" * 200_000,
    "not an object": b'["id"]',
    "half": b'{"id":"c9","entity":"releases","key":"r1"',
    "more than JSON": b'{"id":"c9"}, "evil": {',
    "a surrogate": b'{"id":"c9","entity":"releases","key":"r1","set":{"title":"\\ud800"}}',
    "a list of ids": b'{"id":"c9","entity":"releases","key":"r1","set":{"title":"x"},"on":{"title":5}}',
    "no set": b'{"id":"c9","entity":"releases","key":"r1"}',
    "odd key": b'{"id":"c9","entity":["releases"],"key":{"r":1},"set":{"title":"x"}}',
    "odd path": b'{"id":"c9","entity":"releases","key":"r1","set":{"":1,".":2,"title.x.y":3,"id":null}}',
    "odd number": b'{"id":"c9-evilevil","entity":"releases","key":"r1","set":{"x":1},"seq":1e300}',
    "the board itself": b'{"id":"c9","entity":"board","key":"b-1","set":{"id":"b-2","deleted":true}}',
    "a table of ours": b'{"id":"c9","entity":"changes","key":"c1","set":{"id":"c1"}}',
    "meta": b'{"id":"c9","entity":"meta","key":"meta","set":{"id":"meta","seen":{"a":9}}}',
}


@pytest.mark.parametrize("name", SPOILERS)
def test_a_planted_line_spoils_nothing(board: BoardFile, name: str) -> None:
    plant(board, SPOILERS[name])
    content = board.commit([make_change(3, goal="mine")])
    assert content.docs["releases"]["r1"]["goal"] == "mine"
    held = Path(board.path).read_bytes()
    assert json.loads(held, parse_constant=pytest.fail)
    assert parse_image(held, "x").sound
    for history in (True, False):
        again = BoardFile(board.path).load(history=history)
        assert again.docs["releases"]["r1"]["goal"] == "mine"
        list(again.changes or ())
    doctor.examine(board.path)
    doctor.mend(board.path)
    assert BoardFile(board.path).load().docs["releases"]["r1"]["goal"] == "mine"


@settings(max_examples=60)
@given(CHANGES)
def test_any_planted_change_is_carried_or_left_out(tmp_path_factory: pytest.TempPathFactory, planted: dict) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    store = BoardFile(str(folder / "team.json"), str(folder / "home"))
    store.create(first_changes())
    plant(store, json.dumps(planted).encode())
    content = store.commit([make_change(3, goal="mine")])
    assert make_change(3).id in {change["id"] for change in content.changes or ()}
    assert all(is_sound(change) for change in content.changes or ())
    assert parse_image((folder / "team.json").read_bytes(), "x").sound
    assert [finding for finding in doctor.examine(store.path, str(folder / "home")) if finding.part == "file"]
    store.replica().close()


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["board", "releases", "changes", "meta", "x"]),
        st.dictionaries(st.text(max_size=3), ANYTHING, max_size=3),
    )
)
def test_any_json_at_the_path_is_a_board_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, tables: dict
) -> None:
    folder = tmp_path_factory.mktemp("any")
    tables.setdefault("board", {})["1"] = {"id": "b-1", "format": 1}
    (folder / "team.json").write_text(json.dumps(tables))
    store = BoardFile(str(folder / "team.json"), str(folder / "home"))
    try:
        for history in (True, False):
            list(store.load(history=history).changes or ())
        store.commit([make_change(3, id="r1", goal="mine")])
    except ReleaseboardError as problem:
        assert problem.message
        return
    finally:
        if store._board_id:
            store.replica().close()
    assert BoardFile(store.path, str(folder / "home")).load().docs["releases"]["r1"]["goal"] == "mine"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_board_or_an_error_of_ours(raw: bytes) -> None:
    for text in (raw, b'{\n"board": {\n' + raw + b"\n}\n}\n"):
        for history in (True, False):
            try:
                layout.parse(text, "team.json", history=history)
                parse_image(text, "team.json")
            except ReleaseboardError as problem:
                assert problem.message.isprintable()


def test_a_clock_in_the_far_future_leads_nobody_on() -> None:
    bodies = [encode_body({"id": ident, "entity": "x", "key": "y", "set": {}}) for ident in (FAR, "zzz", SOON)]
    history = History({}).with_bodies(bodies)
    assert history.find_last_id("2027-02-24T10:05") == SOON
    assert history.find_last_id("9999-99") == FAR
    assert history.find_last_id("2020") == ""


def test_what_is_let_in_is_written_as_we_write_it() -> None:
    assert clean_body(b' { "set": {"a": "\xc3\xa9"} , "id": "c1" } ') == b'{"id":"c1","set":{"a":"\\u00e9"}}'


def test_digests_made_to_fit_do_not_hide_garbage(board: BoardFile) -> None:
    """A file whose own digests say that it is sound, with a line that is no JSON: read as far as it goes."""
    image = parse_image(Path(board.path).read_bytes(), "x")
    odd = History({**image.history.lines, "zz": b'"9": {"id":"zz","set":{oops'})
    Path(board.path).write_bytes(dump_image(image._replace(history=odd)))
    assert len(list(BoardFile(board.path).load().changes or ())) == 2
    assert BoardFile(board.path).load(history=False).docs["releases"]


def test_a_link_planted_as_our_temporary_file_is_not_followed(board: BoardFile, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    os.symlink(victim, tmp_path / f".~team.json.{board.replica().id}.tmp")
    board.commit([make_change(3, title="x")])
    assert victim.read_text() == "precious"
    assert board.load().docs["releases"]["r1"]["title"] == "x"


def test_a_link_planted_as_our_outbox_is_not_written_through(board: BoardFile, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path = outbox_path(board.folder, board.replica().id)
    os.makedirs(os.path.dirname(path))
    os.symlink(victim, path)
    board.commit([make_change(3, title="x")])
    assert victim.read_text() == "precious"
    assert board.load().docs["releases"]["r1"]["title"] == "x"
