"""Records written and read back, paths, and what hostile or newer files hold (domain.md invariant 17)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.cleaning import clean_value
from releaseboard.domain.fields import (
    KINDS,
    flatten,
    join_path,
    look_up,
    put_value,
    read_record,
    split_path,
    write_record,
)
from releaseboard.errors import BadInput

RELEASE: dict[str, Any] = {
    "id": "r1", "key": "PAY-4.2", "project": "PAY", "version": "4.2", "state": "in_progress", "stage": "build",
    "flow": "blocked", "type": "security", "priority": 1,
    "stages": {
        "plan": {"planned_days": 1, "started": "2027-02-01", "finished": "2027-02-03"},
        "build": {"planned_days": 10, "team": "core", "started": "2027-02-04",
                  "remaining": {"days": 4, "as_of": "2027-02-22", "by": "kim"}},
        "deploy": {"planned_days": 1, "skipped": {"reason": "not needed", "by": "ana"}},
    },
    "window": {"start": "2027-03-01", "end": "2027-03-05"}, "target": "2027-03-02",
    "blocked": {"since": "2027-02-20", "reason": "SAP", "cause": "third_party", "expected_unblock": "2027-02-26"},
    "baseline": {"window": {"start": "2027-03-01", "end": "2027-03-05"}, "target": "2027-03-02",
                 "stages": {"build": 8}, "committed_at": "2027-01-10T10:00:00+00:00", "committed_by": "ana"},
    "health_override": {"colour": "G", "reason": "agreed", "by": "ana", "until": "2027-03-01"},
    "tags": {"q1": True}, "clients": {"acme": True},
    "event": {"id": "os12", "within": [0, 5]},
    "newer_field": {"kept": [1, 2]},
}  # fmt: skip
RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("releases", RELEASE),
    ("stages", {"id": "test", "name": "Test", "order": 3, "frozen_by": ["deploy"], "gate": {"name": "exit"}}),
    ("teams", {"id": "core", "people": 6, "week": ["mon", "tue"], "days_off": ["2027-03-01"], "lanes": 2}),
    ("freezes", {"id": "f", "name": "F", "start": "2027-03-01", "end": "2027-03-02", "exempt_types": ["hotfix"]}),
    ("links", {"id": "l", "successor": "r1", "predecessor": "sap", "lag": -2, "needed_by": "2027-03-01", "why": "x"}),
    ("raid", {"id": "i", "kind": "issue", "title": "x", "releases": {"r1": True}, "details": {"cause": "people"}}),
    ("check_ins", {"id": "c", "release": "r1", "date": "2027-02-22", "remaining_days": 0, "confidence": 3}),
    ("backlogs", {"id": "b", "threshold": 3, "samples": [{"date": "2027-02-01", "open": 9}]}),
    ("replans", {"id": "p", "release": "r1", "cause": "people", "reason": "x", "by": "ana",
                 "at": "2027-02-01T00:00:00Z",
                 "before": {"target": "2027-03-01"}, "after": {"target": "2027-03-02", "stages": {"build": 3}}}),
    ("events", {"id": "e", "name": "OS 12", "date": "2027-03-20", "confidence": "rumoured"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "plain"), RECORDS, ids=[table for table, _ in RECORDS])
def test_a_record_is_written_as_it_was_read_unknown_fields_too(table: str, plain: dict[str, Any]) -> None:
    assert write_record(table, read_record(table, plain)) == plain


def test_every_kind_has_a_reader_for_each_field_that_is_not_plain() -> None:
    for table, kind in KINDS.items():
        assert set(kind.readers) <= set(kind.record._fields), table


@pytest.mark.parametrize(
    ("table", "plain", "word"),
    [
        ("releases", {"id": "r1", "key": "PAY-1", "target": "soon"}, "target"),
        ("releases", {"id": "r1", "key": "PAY-1", "stages": "all"}, "stages"),
        ("releases", {"id": "r1", "key": "PAY-1", "window": {"start": "2027-03-01"}}, "window"),
        ("releases", {"id": "r1", "key": "PAY-1", "priority": "high"}, "priority"),
        ("releases", {"id": "r1"}, "r1"),
        ("teams", {"id": "core", "week": "monday"}, "week"),
        ("freezes", {"id": "f", "name": "F", "start": 5, "end": "2027-03-02"}, "start"),
    ],
)
def test_a_field_of_the_wrong_shape_is_named(table: str, plain: dict[str, Any], word: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_record(table, plain)
    assert word in str(bad.value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_any_document_is_read_or_refused_by_name(table: str, data: st.DataObject) -> None:
    fields = [*KINDS[table].record._fields, "zzz"]
    plain = data.draw(st.dictionaries(st.sampled_from(fields), PLAIN, max_size=5))
    try:
        record = read_record(table, {"id": "x", **plain})
    except BadInput as bad:
        assert table in bad.message
    else:
        assert isinstance(record, KINDS[table].record)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_path_gives_back_its_names(names: list[str]) -> None:
    assert split_path(join_path(*names)) == tuple(names)


@given(st.dictionaries(st.text(min_size=1, max_size=3), PLAIN.filter(lambda item: item not in (None, {})), max_size=4))
def test_flat_paths_put_one_by_one_make_the_document_again(plain: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    for path, value in flatten("people", plain).items():
        put_value(made, path, value)
        assert look_up(made, path) == value
    assert made == plain


def test_members_that_people_edit_apart_have_a_path_each() -> None:
    flat = flatten("releases", RELEASE)
    assert flat["stages.build.planned_days"] == 10
    assert flat["tags.q1"] is True
    assert flat["window"] == RELEASE["window"]
    made: dict[str, Any] = {}
    for path, value in flat.items():
        put_value(made, path, value)
    assert made == RELEASE


def test_an_emptied_value_leaves_nothing_behind() -> None:
    doc: dict[str, Any] = {"id": "r1", "stages": {"build": {"team": "core"}}}
    put_value(doc, "stages.build.team", None)
    put_value(doc, "stages.test.team", None)
    assert doc == {"id": "r1"}


def test_text_from_an_old_file_is_cleaned_when_it_is_read() -> None:
    record = read_record(
        "releases", {"id": "r1", "key": "PAY-1", "title": "\x1b]0;pwned\x07Pay\u202e\nday", "notes": "a\n\x1b[31mb"}
    )
    assert (record.title, record.notes) == ("Pay day", "a\nb")
    assert clean_value({"a\x00": ["\x1b[1mx", 1, None]}) == {"a": ["x", 1, None]}


def test_dates_are_dates() -> None:
    record = read_record("releases", RELEASE)
    assert record.target == date(2027, 3, 2)
    assert record.window.end == date(2027, 3, 5)
    assert record.blocked.expected_unblock == date(2027, 2, 26)
    assert record.stage_plan("plan").is_over
    assert not record.stage_plan("build").is_over
    assert record.extra == {"newer_field": {"kept": [1, 2]}}
