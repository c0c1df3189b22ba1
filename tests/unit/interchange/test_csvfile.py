"""Tables of releases: what a row means, and the verdict on rows that are not sound."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import make_board
from releaseboard.domain.board import Board
from releaseboard.errors import BadInput
from releaseboard.interchange.csvfile import read_releases
from releaseboard.interchange.findings import Import

TODAY = date(2027, 2, 24)


def read(text: str, **more: Any) -> Import:
    """The plan in a CSV text."""
    return read_releases(text.encode(), "t.csv", **more)


def reasons(plan: Import) -> dict[int, str]:
    """Line to reason, of the rows that are left out."""
    return {verdict.line: verdict.reason for verdict in plan.skipped}


def put(plan: Import) -> Board:
    """A board of nothing but this table."""
    return make_board(plan.tables)


def test_a_row_is_a_release() -> None:
    """State and dates follow from stage, planned and actual; depends_on is a link."""
    plan = read(
        "project,version,type,stage,planned,actual,depends_on,notes\n"
        "PAY,4.1,patch,released,2027-02-01,2027-02-03,,\n"
        "PAY,4.2,minor,build,2027-03-02,,PAY@4.1,with care\n"
        "PAY,4.3,,,,,PAY@4.1|PAY@4.2,\n"
    )
    assert [verdict.ok for verdict in plan.verdicts] == [True] * 3
    board = put(plan)
    old, new, draft = (board.release(key) for key in ("PAY-4.1", "PAY-4.2", "PAY-4.3"))
    assert (old.state, old.type, old.target, old.released_on) == (
        "released", "patch", date(2027, 2, 1), date(2027, 2, 3),
    )  # fmt: skip
    assert (new.state, new.stage, new.target, new.notes) == ("in_progress", "build", date(2027, 3, 2), "with care")
    assert [stage.is_over for stage in new.stages] == [True, False, False, False, False]
    assert (draft.state, draft.type, len(board.waits_for(draft.id))) == ("draft", "minor", 2)
    assert {link.agreement for link in board.waits_for(new.id)} == {"met"}


@pytest.mark.parametrize(
    "data",
    [
        b"project;version\nA;1\n",
        b"version\tproject\n1\tA\n",
        b"\xef\xbb\xbfproject,version\nA,1\n",
        "project,version\nA,1\n".encode("utf-16"),
        "project,version\nA,1\n".encode("utf-16-le"),
        "project,version\nA,1\n".encode("utf-16-be"),
        b'"Project","VERSION"\r\n"A","1"\r\n',
        b"\n\nproject,version\n\nA,1\n,\n",
        b"project,version,extra, more\nA,1,x\n",
    ],
)
def test_delimiter_encoding_and_columns_are_found_out(data: bytes) -> None:
    """Comma, semicolon, tab; UTF-8 with or without a mark, UTF-16; columns in any order and case."""
    plan = read_releases(data, "t.csv")
    assert [release["key"] for release in plan.tables["releases"]] == ["A-1"]


def test_a_named_encoding_is_used() -> None:
    """Bytes that are not UTF-8 are told with their line, and read when the encoding is named."""
    data = "project,version,notes\nA,1,é\nA,2,ü\n".encode("latin-1")
    with pytest.raises(BadInput, match=r"t\.csv:2: this is not UTF-8") as caught:
        read_releases(data, "t.csv")
    assert "latin-1" in caught.value.hint
    plan = read_releases(data, "t.csv", "latin-1")
    assert [release["notes"] for release in plan.tables["releases"]] == ["é", "ü"]
    for wrong in ("no-such", "hex", "undefined"):
        with pytest.raises(BadInput):
            read_releases(data, "t.csv", wrong)


def test_columns_with_other_names_are_mapped() -> None:
    """A column is called what the file calls it; what is not mapped or known is said to be ignored."""
    plan = read("Component;Fix version;Colour\nA;1;red\n", mapping={"component": "project", "Fix Version": "version"})
    assert plan.tables["releases"][0]["key"] == "A-1"
    assert plan.ignored == ("Colour",)
    with pytest.raises(BadInput, match="no field 'projekt'"):
        read("a,b\n", mapping={"a": "projekt"})
    with pytest.raises(BadInput, match="no column 'c'"):
        read("a,b\n", mapping={"c": "project"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv: the file is empty"),
        ("\n \n", "t.csv: the file is empty"),
        ("version,planned\n1,\n", "t.csv:1: there is no column 'project'"),
        ("projct,version\n", "did you mean projct"),
        ("project,version,Project\n", "two columns stand for project"),
        ('project,version\nA,"1\n', "t.csv:2: this row can't be read"),
        ('project,version\nA,1\nB,"2" x\n', "t.csv:3: this row can't be read"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused(text: str, message: str) -> None:
    """Without its columns, or with broken quotes, nothing of a file can be trusted."""
    with pytest.raises(BadInput) as caught:
        read(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,,minor,,,,", "version is missing (each release has a project and a version)"),
        (",1,minor,,,,", "project is missing"),
        ("A,1,minr,,,,", "there is no type 'minr' (did you mean minor?)"),
        ("A,1,,buld,,,", "there is no stage 'buld' (did you mean build?)"),
        ("A,1,,,2027-02-30,,", "the planned date"),
        ("A,1,,,soon,,", "the planned date 'soon' is not a date with its year"),
        ("A,1,,,03/04/2027,,", "can be read in two ways"),
        ("A,1,,released,,2027-02-25,", "the actual date 2027-02-25 is in the future"),
        ("A,1,,,,,B@7", "it waits for 'B@7', which is neither in the file nor on the board"),
        ("A,1,,,,,A@1", "it waits for itself"),
        ("A,1,,,,,,x", "1 more values than columns"),
        ("OK,1,,,,,", "OK 1 stands in line 2 already (keep one of the two)"),
        (f"{'A' * 70},1,,,,,", "is longer than 64 signs"),
    ],
)
def test_an_unsound_row_is_left_out_with_its_reason(row: str, reason: str) -> None:
    """The line, and why; the sound row stays."""
    plan = read(f"project,version,type,stage,planned,actual,depends_on\nOK,1,,,,,\n{row}\n", today=TODAY)
    assert reason in reasons(plan)[3]
    assert [release["key"] for release in plan.tables["releases"]] == ["OK-1"]
    assert put(plan).problems == ()


def test_rows_that_wait_for_a_bad_row_fall_out_too() -> None:
    """Nothing is half imported: not a release without what it waits for, however far away."""
    plan = read("project,version,type,depends_on\nA,1,nonsense,\nA,2,,A@1\nA,3,,A@2\nB,1,,\n")
    assert reasons(plan)[3] == "it waits for A-1, and line 2 is left out"
    assert reasons(plan)[4] == "it waits for A-2, and line 3 is left out"
    assert [release["key"] for release in plan.tables["releases"]] == ["B-1"]


def test_a_circle_is_named() -> None:
    """All of a circle fall out, and what waits for it."""
    plan = read("project,version,depends_on\nA,1,C@1\nB,1,A@1\nC,1,B@1\nD,1,C@1\nE,1,\n")
    assert set(reasons(plan)) == {2, 3, 4, 5}
    assert "in a circle: A-1 → C-1 → B-1 → A-1" in reasons(plan)[2]
    assert [release["key"] for release in plan.tables["releases"]] == ["E-1"]


def test_lines_are_counted_with_quoted_breaks() -> None:
    """A row begins on the line that an editor shows."""
    plan = read('project,version,type,notes\nA,1,,"two\nlines"\n\nA,2,bad,\n')
    assert set(reasons(plan)) == {6 - 1}


def test_two_rows_that_come_to_one_key_are_told_apart() -> None:
    """The later one gets +2, each keeps its own links, and the next import finds both again."""
    text = "project,version,depends_on\na-b,c,\na,b-c,\nA,B-C,\nx,1,a@b-c\n"
    plan = read(text)
    assert [(verdict.ok, verdict.key) for verdict in plan.verdicts] == [
        (True, "a-b-c"), (True, "a-b-c+2"), (False, ""), (True, "x-1"),
    ]  # fmt: skip
    assert "taken by another project and version" in plan.verdicts[1].reason
    assert plan.tables["links"][0]["predecessor"] == "a-b-c+2"
    board = put(plan)
    again = read(text, known=board)
    assert [verdict.key for verdict in again.verdicts] == ["a-b-c", "a-b-c+2", "", "x-1"]


def test_names_that_no_key_may_hold_are_rewritten() -> None:
    """A project of two words gets an id without blanks and keeps its name."""
    board = put(read("project,version,notes\nWeb Shop,1 beta,team=Blue Team; series=q 1; kind=x\nweb shop,2,\n"))
    assert [(project.id, project.name) for project in board.projects.values()] == [("Web-Shop", "Web Shop")]
    release = board.release("Web-Shop-1-beta")
    assert (release.version, release.team, release.tags) == ("1 beta", "Blue-Team", ("q-1",))
    assert board.teams["Blue-Team"].name == "Blue Team"
    assert board.release("Web-Shop-2").project == "Web-Shop"


def test_what_the_board_has_may_be_waited_for() -> None:
    """A predecessor on the board is found by project and version or by its key."""
    board = put(read("project,version\nA,1\n"))
    plan = read("project,version,depends_on\nB,1,a@1\nB,2,A-1\n", known=board)
    assert [link["predecessor"] for link in plan.tables["links"]] == ["A-1", "A-1"]
    assert "projects" in plan.tables and [project["id"] for project in plan.tables["projects"]] == ["B"]


cells = st.sampled_from(
    [
        "",
        "A",
        "B",
        "1",
        "2",
        "minor",
        "bad",
        "released",
        "build",
        "2027-02-01",
        "31.12.2026",
        "A@1",
        "B@2|A@1",
        "é",
        "\x00",
        '"',
        "a\nb",
        "\u202e",
    ]
)


@given(st.lists(st.lists(cells, min_size=7, max_size=8), max_size=8), st.sampled_from(",;\t"))
def test_sound_rows_make_a_sound_board(rows: list[list[str]], delimiter: str) -> None:
    """Whatever stands in the cells, what is not left out can be put on a board."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["project", "version", "type", "stage", "planned", "actual", "depends_on"])
    writer.writerows(rows)
    plan = read(out.getvalue(), today=TODAY)
    board = put(plan)
    assert board.problems == ()
    assert len(board.releases) == sum(verdict.ok for verdict in plan.verdicts)


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin-1", "utf-16", "utf-7", "punycode", "rot13"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    """No bytes make a traceback, in whatever encoding they are said to be."""
    for start in (b"", b"project,version\nA,1\n"):
        try:
            plan = read_releases(start + data, "t.csv", encoding)
        except BadInput as problem:
            assert "\n" not in str(problem)
        else:
            put(plan)
