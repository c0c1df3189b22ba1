"""What the doctor finds, and that mending throws nothing away."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from releaseboard.domain.changes import Change, read_change
from releaseboard.domain.doclines import put_docs
from releaseboard.domain.merge import fold
from releaseboard.store import doctor, sync
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.checks import Finding, find_gaps
from releaseboard.store.clocks import word_span
from releaseboard.store.files import DAY
from releaseboard.store.history import History
from releaseboard.store.image import dump_image, parse_image
from releaseboard.store.lines import encode_body
from releaseboard.store.outbox import append_outbox, outbox_path
from storing import first_changes, make_change

AT = 1_803_463_200.0  # Wed 24 Feb 2027 10:00 UTC, the time of the changes here


@pytest.fixture
def worked_on(board: BoardFile, monkeypatch: pytest.MonkeyPatch) -> BoardFile:
    """A healthy board with a few edits."""
    monkeypatch.setattr(sync, "PAUSES", ())
    for number in range(3, 8):
        board.commit([make_change(number, title=f"t{number}")])
    for name in os.listdir(board.folder + "/j"):
        os.utime(Path(board.folder, "j", name), (AT, AT))
    return board


def bad(store: BoardFile) -> list[Finding]:
    return [finding for finding in doctor.examine(store.path, now=AT) if finding.is_bad]


def texts(store: BoardFile) -> list[str]:
    return [finding.text for finding in bad(store)]


def test_a_healthy_board(worked_on: BoardFile) -> None:
    found = doctor.examine(worked_on.path, now=AT)
    assert [finding for finding in found if finding.is_bad] == []
    assert found[0].text == "format 1, 7 changes in the file"
    before = Path(worked_on.path).read_bytes()
    assert doctor.mend(worked_on.path) == []
    assert Path(worked_on.path).read_bytes() == before


def test_looking_changes_nothing(worked_on: BoardFile) -> None:
    before = {path: path.read_bytes() for path in Path(worked_on.path).parent.rglob("*") if path.is_file()}
    doctor.examine(worked_on.path)
    assert {path: path.read_bytes() for path in Path(worked_on.path).parent.rglob("*") if path.is_file()} == before


def test_documents_that_are_not_what_the_history_adds_up_to(worked_on: BoardFile) -> None:
    with TinyDB(worked_on.path) as stock:
        stock.table("releases").update({"title": "By a script"}, where("id") == "r1")
    assert texts(worked_on) == ["1 records are not what the history adds up to: releases r1"]
    assert doctor.mend(worked_on.path) == ["another program's edits were taken into the history: 1 records"]
    assert texts(worked_on) == []
    assert worked_on.load().docs["releases"]["r1"]["title"] == "By a script"


def test_documents_of_a_wrong_fold_under_a_right_digest_are_folded_anew(worked_on: BoardFile) -> None:
    """A fault of ours, not somebody's edit: the changes are the truth."""
    image = parse_image(Path(worked_on.path).read_bytes(), "x")
    releases = image.docs["releases"]
    wrong = put_docs(releases, {"r1": {**releases["r1"], "title": "wrong"}})
    Path(worked_on.path).write_bytes(dump_image(image._replace(docs={**image.docs, "releases": wrong})))
    assert texts(worked_on) == ["1 records are not what the history adds up to: releases r1"]
    told = doctor.mend(worked_on.path)
    assert told[0] == "the records were made again from the history"
    assert texts(worked_on) == []
    assert worked_on.load().docs == fold(map(read_change, worked_on.load().changes or ()))


def drop(store: BoardFile, *numbers: int) -> None:
    """The board file without some of its changes, as a careless tool might leave it; nothing else knows them."""
    image = parse_image(Path(store.path).read_bytes(), "x")
    gone = {make_change(number).id for number in numbers}
    history = History({ident: line for ident, line in image.history.lines.items() if ident not in gone})
    Path(store.path).write_bytes(dump_image(image._replace(history=history)))


def test_a_change_that_others_keep_is_put_back(worked_on: BoardFile) -> None:
    drop(worked_on, 4, 5)
    assert "2 changes are kept elsewhere (outboxes, copies, backups) and missing in the file" in texts(worked_on)
    doctor.mend(worked_on.path)
    assert texts(worked_on) == []
    assert len(worked_on.load().changes or ()) == 7


def test_a_change_that_nobody_has_is_a_gap_with_a_name(board: BoardFile) -> None:
    drop_from = [make_change(number, title=f"t{number}") for number in range(3, 9)]
    board.commit([change for change in drop_from if change.seq not in (4, 5, 7)])
    assert [text for text in texts(board) if "lost" in text] == ["changes 4–5, 7 of ana on h (k3f9abcd) are lost"]
    assert find_gaps(History.from_plain(board.load().changes or ())) == {"k3f9abcd": [4, 5, 7]}


@pytest.mark.parametrize("noise", [b"", b"{", b"[]"])
def test_a_file_that_makes_no_sense(worked_on: BoardFile, noise: bytes) -> None:
    before = worked_on.load().docs
    Path(worked_on.path).write_bytes(noise)
    (finding,) = doctor.examine(worked_on.path)
    assert finding.is_bad
    assert finding.can_mend
    assert finding.hint == "it can be made again with 7 changes"
    assert "the board was made again from what is kept here" in doctor.mend(worked_on.path)[0]
    assert worked_on.load().docs == before


def test_a_file_that_is_gone(worked_on: BoardFile) -> None:
    before = worked_on.load().docs
    os.unlink(worked_on.path)
    (finding,) = doctor.examine(worked_on.path)
    assert (finding.is_bad, finding.can_mend) == (True, True)
    assert doctor.mend(worked_on.path)[0] == f"{worked_on.path} was made again with 7 changes"
    assert BoardFile(worked_on.path).load().docs == before


def test_a_board_of_which_nothing_is_known(tmp_path: Path) -> None:
    (finding,) = doctor.examine(str(tmp_path / "team.json"))
    assert (finding.is_bad, finding.can_mend) == (True, False)


def test_a_conflict_copy_and_a_broken_board_beside_it(worked_on: BoardFile) -> None:
    folder = Path(worked_on.path).parent
    (folder / "team (1).json").write_bytes(Path(worked_on.path).read_bytes())
    (folder / "team.corrupt-20270224-101503.json").write_text("{")
    assert texts(worked_on) == ["team (1).json is a conflict copy of this board"]
    doctor.mend(worked_on.path)
    assert texts(worked_on) == []
    assert (folder / "team.corrupt-20270224-101503.json").exists()


def test_a_lock_that_stands_for_long(worked_on: BoardFile) -> None:
    marker = Path(worked_on.folder, "lock.held")
    marker.write_text('{"token": "t", "machine": "elsewhere", "pid": 1}')
    os.utime(marker, (time.time() - 600,) * 2)
    assert texts(worked_on) == ["the lock has been held for 10 minutes"]


def test_what_a_dead_program_left_is_removed(worked_on: BoardFile) -> None:
    orphan = Path(worked_on.path).parent / ".~team.json.deaddead.tmp"
    orphan.write_text("half")
    os.utime(orphan, (time.time() - 2 * DAY,) * 2)
    assert ".~team.json.deaddead.tmp was left by a program that died" in [
        f.text for f in doctor.examine(worked_on.path)
    ]
    assert doctor.mend(worked_on.path) == []
    assert not orphan.exists()


def test_a_private_folder_that_others_can_read(worked_on: BoardFile) -> None:
    folder = worked_on.replica().folder
    os.chmod(folder, 0o755)
    assert texts(worked_on) == [f"{folder} can be read by others"]
    worked_on.replica().close()
    doctor.mend(worked_on.path)
    assert os.stat(folder).st_mode & 0o777 == 0o700


def test_a_team_folder_whose_file_only_one_can_write(worked_on: BoardFile) -> None:
    os.chmod(Path(worked_on.path).parent, 0o2775)
    os.chmod(worked_on.path, 0o644)
    assert texts(worked_on) == ["the folder is for the team, but the file's group may not write it"]
    assert doctor.mend(worked_on.path) == ["the team's group may write the file now"]
    assert texts(worked_on) == []


def test_a_second_hard_link_is_mentioned(worked_on: BoardFile) -> None:
    os.link(worked_on.path, worked_on.path + ".link")
    assert "the file has a second hard link, which a save does not follow" in [
        finding.text for finding in doctor.examine(worked_on.path)
    ]


def test_a_newer_format(worked_on: BoardFile) -> None:
    file = Path(worked_on.path)
    file.write_text(file.read_text().replace('"format":1', '"format":2'))
    (finding,) = doctor.examine(worked_on.path)
    assert "this board has format 2, this program writes format 1" in finding.text


def test_lines_that_were_cut_short_in_an_outbox(worked_on: BoardFile) -> None:
    name = sorted(os.listdir(worked_on.folder + "/j"))[0]
    with open(Path(worked_on.folder, "j", name), "ab") as file:
        file.write(b"00000000 {half\n")
    notes = [finding for finding in doctor.examine(worked_on.path) if finding.part == "outboxes"]
    assert [finding.text for finding in notes] == [
        f"the outbox {name} has 1 lines that were cut short; nothing rests on them"
    ]


def test_how_old_the_last_backup_is(worked_on: BoardFile) -> None:
    notes = [finding.text for finding in doctor.examine(worked_on.path) if finding.part == "backups"]
    assert notes == ["1 backup of today"]


def on_host(change: Change, host: str, at: str) -> Change:
    return change._replace(host=host, at=at)


def test_a_host_whose_edits_are_in_the_future(worked_on: BoardFile) -> None:
    late = make_change(3600 * 5, title="x", replica="wrongggg")
    worked_on.commit([on_host(late, "laptop", late.at)._replace(seq=1)])
    assert texts(worked_on) == ["the clock of laptop is 5 hours ahead"]


def test_a_host_that_answered_before_it_was_asked(worked_on: BoardFile) -> None:
    """Its edit names one of another host as seen, yet says it was made an hour before it."""
    seen = worked_on.load().changes or ()
    answer = make_change(8, title="x", replica="wrongggg")._replace(on={"title": [seen[-1]["id"]]}, seq=1)
    early = [
        answer._replace(id=answer.id.replace("T10", "T09"), host="laptop", at=answer.at.replace("T10", "T09")),
        make_change(9, goal="y", replica="thirdddd")._replace(on={"goal": [seen[-1]["id"]]}, host="desk", seq=1),
        make_change(10, "releases", "r1", replica="wrongggg", lead="z")._replace(
            on={"lead": [make_change(9, replica="thirdddd").id]}, host="laptop", at="2027-02-24T09:00:10.000Z", seq=2
        ),
    ]
    worked_on.commit(early)
    assert [text for text in texts(worked_on) if "clock" in text] == ["the clock of laptop is 60 minutes behind"]


def test_a_host_whose_edits_the_share_got_at_another_time(worked_on: BoardFile) -> None:
    early = make_change(9, goal="x", replica="wrongggg")._replace(host="laptop", seq=1)
    append_outbox(worked_on.folder, "wrongggg", "b-1", [encode_body(doctor_plain(early))])
    os.utime(outbox_path(worked_on.folder, "wrongggg"), (AT + 7300, AT + 7300))
    worked_on.meet()
    assert texts(worked_on) == ["the clock of laptop is 2 hours behind"]


def doctor_plain(change: Change) -> dict:
    from releaseboard.domain.changes import write_change

    return write_change(change)


def test_clocks_that_agree_are_not_mentioned(worked_on: BoardFile) -> None:
    worked_on.commit(
        [on_host(make_change(60, goal="x", replica="otherrrr"), "laptop", "2027-02-24T10:01:00.000Z")._replace(seq=1)]
    )
    assert [text for text in texts(worked_on) if "clock" in text] == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(130, "2 minutes"), (119, "119 seconds"), (7300, "2 hours"), (90_000, "25 hours"), (3e8, "3472 days")],
)
def test_lengths_of_time_in_words(seconds: float, words: str) -> None:
    assert word_span(seconds) == words


@pytest.mark.parametrize("harm", [lambda p: p.write_bytes(b"{"), lambda p: p.unlink(), lambda p: p.write_bytes(b"")])
def test_mending_keeps_every_confirmed_change(worked_on: BoardFile, harm: Callable[[Path], None]) -> None:
    """Twice in a row, whatever was done to the file."""
    for number in (20, 21):
        harm(Path(worked_on.path))
        doctor.mend(worked_on.path)
        BoardFile(worked_on.path).commit([make_change(number, title="x", replica="afterrrr")._replace(seq=number - 19)])
    assert len(BoardFile(worked_on.path).load().changes or ()) == 9
    assert texts(worked_on) == []
    assert first_changes()[0].id in {change["id"] for change in BoardFile(worked_on.path).load().changes or ()}
