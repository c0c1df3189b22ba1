"""The text of a board file: one document a line, the changes cut off when nobody asks for them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from releaseboard.errors import BadInput, BoardDamaged
from releaseboard.store import layout

INFO = {"id": "b-1", "format": 1, "name": "Payments"}


def tables(**more: Any) -> layout.Tables:
    base = {
        "board": layout.by_document([("b-1", INFO)]),
        "changes": layout.by_document([("c1", {"id": "c1", "set": {}})]),
    }
    return {**base, **more}


def test_one_document_a_line_and_the_changes_last() -> None:
    text = layout.dump(tables(zebra={"1": {"id": "z"}}, releases={"7": {"id": "r1", "title": "line\nbreak"}})).decode()
    assert text.splitlines()[0] == "{"
    assert [line for line in text.splitlines() if line.endswith("{")][1:] == [
        '"board": {',
        '"releases": {',
        '"zebra": {',
        '"changes": {',
    ]
    assert '"7": {"id":"r1","title":"line\\nbreak"}' in text
    assert text.endswith("\n}\n}\n")


def test_document_ids_are_the_first_52_bits_of_sha256() -> None:
    assert f"{layout.document_id('r1'):013x}" == hashlib.sha256(b"r1").hexdigest()[:13]


def test_without_history_the_changes_are_not_even_parsed() -> None:
    raw = layout.dump(tables())
    broken = raw.replace(b'{"id":"c1"', b'{"id";"c1"')
    assert "changes" not in layout.parse(broken, "x", history=False)
    with pytest.raises(BoardDamaged, match="not JSON"):
        layout.parse(broken, "x", history=True)


def test_a_field_that_looks_like_the_cut_does_no_harm() -> None:
    raw = layout.dump(tables(releases={"1": {"id": "r1", "title": 'a\n},\n"changes": {\nb', "changes": {"x": 1}}}))
    found = layout.parse(raw, "x", history=False)
    assert found["releases"]["1"]["title"] == 'a\n},\n"changes": {\nb'


@pytest.mark.parametrize("indent", [None, 0, 4])
def test_a_file_rewritten_by_stock_tinydb_is_read_whole(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(layout.dump(tables()))
    with TinyDB(path, indent=indent) as stock:
        stock.table("after").insert({"id": "new", "changes": {"a": {"b": 1}}})
    for history in (True, False):
        found = layout.parse(path.read_bytes(), "x", history=history)
        assert found["after"] == {"1": {"id": "new", "changes": {"a": {"b": 1}}}}
        assert found["board"] == tables()["board"]


BAD = {
    "is empty": b"  \n",
    "is cut off": layout.dump(tables())[:-20],
    "is cut off after 9 bytes": b'{"board":',
    "is not JSON: Expecting property name": b"{board: 1}",
    "not UTF-8": '{"board": {"1": {"id": "caf\u00e9"}}}'.encode("latin-1"),
    "byte 0 is not UTF-8": "{}".encode("utf-16"),
    "nested too deeply": b'{"board":' + b"[" * 200_000,
    "NaN is not a number": b'{"board": {"1": {"id": "b", "x": NaN}}}',
    "-Infinity is not a number": b'{"board": {"1": {"id": "b", "x": -Infinity}}}',
    "1e999 is not a number": b'{"board": {"1": {"id": "b", "x": 1e999}}}',
    "a table of tables is needed": b"[1, 2]",
    "'board' is not a table": b'{"board": [1]}',
    "it has no board record": b'{"_default": {"1": {"name": "Ann"}}}',
    "Exceeds the limit": b'{"board": {"1": {"id": "b", "x": ' + b"1" * 5000 + b"}}}",
}


@pytest.mark.parametrize("words", BAD)
def test_each_bad_file_is_worded(words: str) -> None:
    raw = BAD[words]
    for history in (True, False):
        with pytest.raises(BoardDamaged) as caught:
            layout.parse(raw, "team.json", history=history)
        assert words in caught.value.message
        assert "team.json" in caught.value.message
        assert "\n" not in caught.value.message


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    assert layout.parse(b"\xef\xbb\xbf" + layout.dump(tables()), "x")["board"] == tables()["board"]


def test_a_document_id_that_stands_twice_loses_nothing() -> None:
    """Two people's lines glued together by hand: both changes are kept, equal ones once."""
    raw = layout.dump(tables(changes={"5": {"id": "c5", "set": {"a": 1}}}))
    line = b'"5": {"id":"c5","set":{"a":1}}'
    assert line in raw
    glued = raw.replace(line, line + b',\n"5": {"id":"c6","set":{}},\n' + line)
    found = layout.parse(glued, "x")["changes"]
    assert sorted(change["id"] for change in found.values()) == ["c5", "c6"]


def test_a_table_that_stands_twice_is_one_table() -> None:
    raw = b'{"board": {"1": {"id": "b"}}, "releases": {"1": {"id": "r1"}}, "releases": {"2": {"id": "r2"}}}'
    assert set(layout.parse(raw, "x")["releases"]) == {"1", "2"}


def test_a_newer_format_is_named_with_ours() -> None:
    newer = {"board": {"1": {**INFO, "format": 3}}}
    assert layout.newer_format(newer) == (
        "this board has format 3, this program writes format 1: it can be read, not changed"
    )
    assert layout.newer_format({"board": {"1": {**INFO, "format": "2.1"}}})
    assert layout.newer_format(tables()) == ""
    assert layout.newer_format({"board": {"1": {"id": "b"}}}) == ""


def test_a_document_without_an_id_goes_by_its_number() -> None:
    assert layout.by_record({"3": {"key": "X"}, "4": {"id": "r1"}}) == {"doc3": {"key": "X"}, "r1": {"id": "r1"}}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_is_not_plain_json_is_refused_on_the_way_in(value: object) -> None:
    with pytest.raises(BadInput, match="a value in releases can't be written"):
        layout.dump(tables(releases={"1": {"id": "r1", "x": value}}))


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
records = st.dictionaries(st.text(max_size=8), st.dictionaries(st.text(max_size=6), plain, max_size=4), max_size=4)


@given(records, records, records)
def test_whatever_is_written_is_read_back(releases: dict, odd: dict, changes: dict) -> None:
    """Any text, also half of a surrogate pair, a line break or a quote, survives; so does cutting off the changes."""
    whole = {
        "board": {"1": INFO},
        "releases": layout.by_document(releases.items()),
        'odd "name"\n': layout.by_document(odd.items()),
        "changes": layout.by_document(changes.items()),
    }
    raw = layout.dump(whole)
    kept = {name: table for name, table in whole.items() if table}
    assert layout.parse(raw, "x") == {**kept, "changes": whole["changes"]}
    assert layout.parse(raw, "x", history=False) == {n: t for n, t in kept.items() if n != "changes"}
    assert layout.dump(layout.parse(raw, "x")) == raw
    assert json.loads(raw) == layout.parse(raw, "x")
