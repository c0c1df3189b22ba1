"""A board in memory: the same bytes for the same board, the file's own digests, newer and older rules of folding."""

import json

import pytest

from releaseboard.domain.changes import Change, write_change
from releaseboard.domain.merge import fold
from releaseboard.store import layout
from releaseboard.store.history import History
from releaseboard.store.image import Image, add_bodies, dump_image, fold_anew, make_image, parse_image
from releaseboard.store.lines import encode_body
from storing import first_changes, make_change


def encode(*changes: Change) -> list[bytes]:
    return [encode_body(write_change(change)) for change in changes]


@pytest.fixture
def image() -> Image:
    return make_image(History({}).with_bodies(encode(*first_changes())))


def test_it_is_read_as_it_was_written(image: Image) -> None:
    raw = dump_image(image)
    found = parse_image(raw, "x")
    assert (found.docs, found.history, found.outside, found.sound) == (image.docs, image.history, False, True)
    assert found.board_id == "b-1"
    assert dump_image(found) == raw
    assert found.docs == fold(first_changes())


def test_one_at_a_time_or_all_at_once_is_the_same_board(image: Image) -> None:
    late = [make_change(n, "releases", f"r{n % 3}", title=f"t{n}") for n in range(3, 12)]
    steps = image
    for change in reversed(late):
        steps = add_bodies(steps, encode(change))
    assert dump_image(steps) == dump_image(add_bodies(image, encode(*late)))
    assert fold_anew(steps).docs == steps.docs
    assert add_bodies(steps, encode(*late)) is steps


def test_what_each_replica_has_written_is_counted(image: Image) -> None:
    more = add_bodies(image, encode(make_change(7, title="x", replica="otherrrr"), make_change(3, title="y")))
    assert more.meta["seen"] == {"k3f9abcd": 3, "otherrrr": 7}


@pytest.mark.parametrize(
    ("old", "new"), [(b"Faster", b"Slower"), (b'"PAY-4.2"', b'"PAY-9"'), (b'"name":"Payments"', b'"name":"X"')]
)
def test_a_hand_edit_of_a_document_is_seen(image: Image, old: bytes, new: bytes) -> None:
    raw = dump_image(image)
    head, text = raw.split(b'"changes": {')
    found = parse_image(head.replace(old, new, 1) + b'"changes": {' + text, "x")
    assert found.outside
    assert not found.sound


def test_a_hand_edit_of_the_history_is_read_the_slow_way(image: Image) -> None:
    raw = dump_image(image)
    at = raw.index(b'"changes": {')
    found = parse_image(raw[:at] + raw[at:].replace(b"Faster", b"Slower"), "x")
    assert not found.sound
    assert found.history[1]["set"]["title"] == "Slower refunds"


def test_what_is_no_change_is_told_and_the_rest_is_read(image: Image) -> None:
    tables = json.loads(dump_image(image))
    tables["changes"]["77"] = {"id": "odd", "set": 5}
    found = parse_image(json.dumps(tables).encode(), "x")
    assert len(found.history) == 2
    assert len(found.damage) == 1
    assert "document 77" in found.damage[0]


def test_under_newer_rules_the_documents_are_left_alone_and_marked(image: Image) -> None:
    newer = image._replace(meta={**image.meta, "fold": 99})
    found = add_bodies(newer, encode(make_change(3, title="x")))
    assert found.docs == image.docs
    assert found.meta["stale"] is True
    assert len(found.history) == 3
    again = fold_anew(found)
    assert again.docs["releases"]["r1"]["title"] == "x"
    assert "stale" not in again.meta


def test_what_a_newer_program_says_about_the_file_is_kept(image: Image) -> None:
    newer = image._replace(meta={**image.meta, "mood": "calm"})
    found = parse_image(dump_image(add_bodies(newer, encode(make_change(3, title="x")))), "x")
    assert found.meta["mood"] == "calm"


def test_the_digest_is_of_the_documents_alone(image: Image) -> None:
    head, _ = layout.split(dump_image(image)) or (b"", b"")
    assert layout.before_meta(head) == layout.dump_records(json.loads(dump_image(image)))
    assert layout.read_meta(dump_image(image))["id"] == "meta"
    assert layout.read_meta(b"{}") == {}
