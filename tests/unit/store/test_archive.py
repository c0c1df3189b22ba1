"""Old history moved to archive files: nothing of it is lost, the board stays the same, late edits still merge."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.changes import Change, read_change, write_change
from releaseboard.domain.merge import fold
from releaseboard.errors import BoardUnavailable
from releaseboard.store import archive
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.history import History
from releaseboard.store.image import Image, add_bodies, dump_image, fold_anew, make_image, parse_image
from releaseboard.store.lines import encode_body
from storing import first_changes, make_change

NEVER = "2000"
ALWAYS = "2100"


def encode(*changes: Change) -> list[bytes]:
    return [encode_body(write_change(change)) for change in changes]


def chain(numbers: range, field: str = "title") -> list[Change]:
    """Edits of one field, each of which replaces the one before."""
    found: list[Change] = []
    for number in numbers:
        on = {field: [found[-1].id]} if found else {field: [make_change(2).id]}
        found.append(make_change(number, **{field: f"{field}{number}"})._replace(on=on, was={field: "before"}))
    return found


@pytest.fixture
def image() -> Image:
    return make_image(History({}).with_bodies(encode(*first_changes(), *chain(range(3, 40)))))


def test_what_is_sealed_is_in_the_archive_whole_and_the_board_is_the_same(image: Image, tmp_path: Path) -> None:
    sealed = archive.seal(image, str(tmp_path), ALWAYS, "k3f9abcd")
    assert sealed.docs == image.docs
    assert fold_anew(sealed).docs == image.docs
    assert len(sealed.history) == 3
    archived, problems = archive.read_archives(str(tmp_path), "b-1")
    assert problems == []
    assert archive.unseal(sealed.history, archived) == image.history
    assert sealed.meta["seen"] == image.meta["seen"]


def test_a_change_of_which_a_field_still_stands_is_cut_down_to_it(image: Image, tmp_path: Path) -> None:
    sealed = archive.seal(image, str(tmp_path), ALWAYS, "k3f9abcd")
    kept = sealed.history[1]
    assert kept["set"] == {"id": "r1", "key": "PAY-4.2"}
    assert kept["trimmed"] is True


def test_young_history_stays(image: Image, tmp_path: Path) -> None:
    assert archive.seal(image, str(tmp_path), NEVER, "k3f9abcd") is image
    half = archive.seal(image, str(tmp_path), make_change(20).id, "k3f9abcd")
    assert [change["seq"] for change in half.history] == [1, 2, *range(20, 40)]


def test_sealing_twice_keeps_everything(image: Image, tmp_path: Path) -> None:
    once = archive.seal(image, str(tmp_path), make_change(20).id, "k3f9abcd")
    twice = archive.seal(once, str(tmp_path), ALWAYS, "k3f9abcd")
    archived, _ = archive.read_archives(str(tmp_path), "b-1")
    assert len(archive.list_archives(str(tmp_path))) == 2
    assert archive.unseal(twice.history, archived) == image.history


def test_two_who_seal_the_same_make_one_archive(image: Image, tmp_path: Path) -> None:
    one = archive.seal(image, str(tmp_path), ALWAYS, "aaaaaaaa")
    other = archive.seal(image, str(tmp_path), ALWAYS, "bbbbbbbb")
    assert dump_image(one) == dump_image(other)
    assert len(archive.list_archives(str(tmp_path))) == 1


def test_what_comes_back_from_old_copies_is_known(image: Image, tmp_path: Path) -> None:
    """An old backup, a long forgotten outbox: the sealed changes do not come to life again."""
    sealed = archive.seal(image, str(tmp_path), ALWAYS, "k3f9abcd")
    old = [image.history.body(name) or b"" for name in image.history.lines]
    late = encode(make_change(41, goal="new"))
    assert archive.drop_sealed(sealed, str(tmp_path), [*old, *late]) == late
    assert archive.drop_sealed(image, str(tmp_path), old) == old


def test_an_edit_by_somebody_who_was_away_for_months_still_merges(image: Image, tmp_path: Path) -> None:
    """It replaced the title of long ago: beside today's title it is a conflict, as it would be without an archive."""
    late = encode(make_change(35, title="from afar", replica="afarafar")._replace(on={"title": [make_change(9).id]}))
    sealed = archive.seal(image, str(tmp_path), make_change(30).id, "k3f9abcd")
    with_archive = add_bodies(sealed, archive.drop_sealed(sealed, str(tmp_path), late))
    assert with_archive.docs == add_bodies(image, late).docs


@given(st.data())
def test_sealing_never_changes_what_any_later_edit_comes_to(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any history, sealed at any moment, and any edit after it: the same board as without the archive."""
    fields = st.sampled_from(["title", "goal", "tags.a"])
    heads: dict[str, list[str]] = {}
    changes = first_changes()
    for number in range(3, data.draw(st.integers(4, 14))):
        values = dict.fromkeys(data.draw(st.sets(fields, min_size=1)), f"v{number}")
        seen = {field: heads[field] for field in values if heads.get(field) and data.draw(st.booleans())}
        change = make_change(number, **values)._replace(on=seen)
        for field in values:
            heads[field] = [change.id] if field in seen else [*heads.get(field, []), change.id]
        changes.append(change)
    image = make_image(History({}).with_bodies(encode(*changes)))
    place = tmp_path_factory.mktemp("net")
    sealed = archive.seal(image, str(place), make_change(data.draw(st.integers(3, 15))).id, "k3f9abcd")
    field = data.draw(fields)
    late = encode(make_change(16, **{field: "late"})._replace(on={field: heads.get(field, [])}))
    assert fold_anew(sealed).docs == image.docs
    assert add_bodies(sealed, late).docs == add_bodies(image, late).docs


def test_an_archive_that_cannot_be_written_leaves_the_board_alone(image: Image) -> None:
    with pytest.raises((BoardUnavailable, OSError)):
        archive.seal(image, "/proc/nowhere", ALWAYS, "k3f9abcd")


def test_a_damaged_archive_is_named(image: Image, tmp_path: Path) -> None:
    archive.seal(image, str(tmp_path), ALWAYS, "k3f9abcd")
    (path,) = archive.list_archives(str(tmp_path))
    Path(path).write_bytes(Path(path).read_bytes()[:-30])
    archived, problems = archive.read_archives(str(tmp_path), "b-1")
    assert len(archived) == 0
    assert path in problems[0]


def test_once_a_day_a_long_history_is_sealed_by_itself(
    board: BoardFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(archive, "SEAL_AT", 20)
    monkeypatch.setattr(time, "strftime", lambda form, *rest: ALWAYS if form == "%Y-%m-%dT" else "20270224-101503")
    board.commit(chain(range(3, 40)))
    content = board.load()
    assert len(content.changes or ()) == 3
    assert content.docs == fold([*first_changes(), *chain(range(3, 40))])
    assert len(os.listdir(board.folder + "/old")) == 1
    stranger = BoardFile(board.path, str(tmp_path / "stranger"))
    stranger.commit([make_change(50, goal="g", replica="stranger")])
    held = parse_image(Path(board.path).read_bytes(), "x")
    assert len(held.history) == 4
    assert [read_change(plain).seq for plain in stranger.archived()][:3] == [2, 3, 4]
