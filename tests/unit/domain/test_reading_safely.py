"""However a board file was made, no text that it holds reaches a terminal as it is, wherever in a record it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.board import Board
from releaseboard.domain.cleaning import LONG_TEXTS, clean_value
from releaseboard.domain.fields import KINDS, read_record
from releaseboard.errors import BadInput

HOSTILE = "a\x1b[31m\u202eb\x00\u200b"
CLEAN = "ab"

# What a field with a reader may hold, with H where a text stands; the readers decide what of it is a text.
H = HOSTILE
WINDOW = {"start": "2027-03-01", "end": "2027-03-05", "source": H, "source_id": H}
NAMED = {H: {H: H, "deep": [H, {H: [H]}]}}
SHAPES: dict[str, Any] = {
    "stages": {H: {"planned_days": 3, "team": H, "started": "2027-03-01", "remaining": {"days": 1, "by": H, H: H},
                   "skipped": {"reason": H, "by": H}}},
    "window": WINDOW, "window_told": WINDOW,
    "blocked": {"since": "2027-03-01", "reason": H, "cause": H, "waiting_on": H},
    "baseline": {"window": WINDOW, "target": "2027-03-01", "stages": {H: 3}, "committed_at": H, "committed_by": H},
    "before": {"window": WINDOW, "stages": {H: 3}}, "after": {"window": WINDOW, "stages": {H: 3}},
    "health_override": {"colour": H, "reason": H, "by": H, "until": "2027-03-01"},
    "event": NAMED, "thresholds": NAMED, "gate": NAMED, "details": NAMED, "gates": NAMED, "votes": NAMED,
    "criteria": NAMED, "conditions": NAMED, "samples": [NAMED, NAMED], "changes": [NAMED], "applications": [NAMED, H],
    "tags": {H: True}, "clients": [H], "days_off": ["2027-03-01"],
}  # fmt: skip


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a record, names of members too; not those in `extra`, which nothing shows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from texts_in(name)
            yield from texts_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_in(item)


def readings(table: str, field: str) -> list[Any]:
    """Values to try in a field: the shape made for it, and those that other fields have."""
    kind = KINDS[table]
    if field not in kind.readers:
        return [H, [H], NAMED]
    return [SHAPES.get(field, H), [H], {H: True}, {H: 3}, NAMED, 3, "2027-03-01"]


def list_fields() -> list[tuple[str, str]]:
    """Every field of every kind of record."""
    return [(table, field) for table, kind in KINDS.items() for field in kind.record._fields if field != "extra"]


def required(table: str) -> dict[str, Any]:
    """The least document of a kind that can be read."""
    kind = KINDS[table]
    shapes = {"start": "2027-03-01", "end": "2027-03-02", "date": "2027-03-01", "before": {}, "after": {}}
    return {name: shapes.get(name, "x") for name in kind.record._fields if name not in kind.record._field_defaults}


@pytest.mark.parametrize(("table", "field"), list_fields())
def test_a_hostile_text_is_cleaned_wherever_it_stands(table: str, field: str) -> None:
    """In each field of each kind, at any depth; and at least one of the values tried can be read."""
    read = 0
    for value in readings(table, field):
        try:
            record = read_record(table, {**required(table), field: value})
        except BadInput:
            continue
        read += 1
        assert {text for text in texts_in(getattr(record, field)) if not text.isprintable()} == set()
    assert read


def test_stages_of_a_board_are_cleaned_though_they_are_put_in_order() -> None:
    """The board orders the stages by their names in the file; they are cleaned after that."""
    stages = {"stages": {"build": {"id": "build", "name": "B", "order": 1}}}
    release = {"id": "r", "key": "A-1", "stages": {H: {"team": H}, "build": {"planned_days": 2}}}
    board = Board({**stages, "releases": {"r": release}})
    assert [(plan.stage, plan.team) for plan in board.releases["r"].stages] == [("build", ""), (CLEAN, CLEAN)]


TEXT = st.sampled_from([H, CLEAN, "two  words", "x" * 501, "build", "2027-03-01", "2027-03-01\u200b"]) | st.text(
    max_size=6
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
WITH_SHAPES = st.sampled_from(list(SHAPES.values())) | PLAIN


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_a_document_reads_like_the_same_document_cleaned_before(table: str, data: st.DataObject) -> None:
    """The quick way gives what the plain rule gives: clean every text of the document, then read it."""
    fields = sorted(set(KINDS[table].record._fields) - {"extra"})
    plain = required(table) | data.draw(st.dictionaries(st.sampled_from(fields), WITH_SHAPES, max_size=5))
    cleaned = {name: value if _stays(value) else clean_value(value, name) for name, value in plain.items()}
    assert _read_or_refuse(table, plain) == _read_or_refuse(table, cleaned)


def _stays(value: Any) -> bool:
    """A long text that needs nothing is not laid out anew (its own spacing is kept)."""
    return isinstance(value, str) and value.isprintable() and len(value) <= 500


def _read_or_refuse(table: str, plain: Mapping[str, Any]) -> Any:
    try:
        return read_record(table, plain)
    except BadInput:
        return None


def test_something_invisible_in_a_date_costs_nothing() -> None:
    """A date that an editor wrote with a mark around it is the date."""
    release = read_record("releases", {"id": "r", "key": "A-1", "target": "2027-03-01\ufeff", "title": H})
    assert (str(release.target), release.title) == ("2027-03-01", CLEAN)


def test_long_texts_keep_their_lines() -> None:
    """The fields that hold several lines are named in one place."""
    for field in sorted(LONG_TEXTS):
        assert clean_value("a\n\x1b[31mb", field) == "a\nb"
    assert clean_value({"text": "a\nb", "title": "a\nb"}) == {"text": "a\nb", "title": "a b"}


@pytest.mark.parametrize("table", sorted(KINDS))
def test_every_kind_takes_and_names_what_it_must(table: str) -> None:
    """A field of a newer version is kept as it is; one that cannot be missed is named when it is not there."""
    plain = required(table)
    record = read_record(table, {**plain, "newer": [1], "deleted": False})
    assert record.extra == {"newer": [1]}
    assert record._replace(extra={}) == read_record(table, plain)._replace(extra={})
    for name in plain:
        with pytest.raises(BadInput, match=f"{name} is missing"):
            read_record(table, {field: value for field, value in plain.items() if field != name})
