"""Any file, told by its name and by what is in it."""

from datetime import date

import pytest

from releaseboard.errors import BadInput
from releaseboard.interchange.detect import read_any
from releaseboard.interchange.findings import Verdict

TOML = b'# a plan\n[[releases]]\nkey = "A-1"\n'
CSV = b"project;version\nA;1\n"
JSON = b'{"releases": [{"key": "A-1"}]}'


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("plan.toml", TOML, "toml"),
        ("/some/where/T.CSV", CSV, "csv"),
        ("t.tsv", b"project\tversion\nA\t1\n", "csv"),
        ("board.json", JSON, "json"),
        ("plan", TOML, "toml"),
        ("table.txt", CSV, "csv"),
        ("-", JSON, "json"),
        ("x.dat", b'board.name = "B"\n[[releases]]\nkey = "A-1"\n', "toml"),
        ("x.dat", '[[releases]]\nkey = "A-1"\n'.encode("utf-16"), "toml"),
    ],
)
def test_a_file_is_known_by_name_or_content(path: str, data: bytes, kind: str) -> None:
    """The ending goes first; without a telling one the first line does."""
    found = read_any(path, data)
    assert found.format == kind
    assert [release["key"] for release in found.tables["releases"]] == ["A-1"]


def test_a_given_form_goes_before_the_name() -> None:
    """What the person says it is, it is."""
    assert read_any("plan.txt", TOML, form="toml").format == "toml"


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        ("x.toml", b" \n", "x.toml is empty"),
        ("x", b"hello", "x is neither a plan file"),
        ("x.toml", CSV, "x.toml:1: this is not TOML"),
        ("x.csv", TOML, "x.csv:1: there is no column"),
        ("x.json", TOML, "x.json:1: this is not JSON"),
        ("x.toml", b"\xff\xfe\xff", "x.toml:1: this is not UTF-16"),
        ("x.toml", b'name = "\xe9"', "x.toml:1: this is not UTF-8"),
    ],
)
def test_what_can_not_be_read_is_refused(path: str, data: bytes, message: str) -> None:
    """With the name and the line."""
    with pytest.raises(BadInput) as caught:
        read_any(path, data)
    assert message in caught.value.message


def test_only_tables_have_columns_to_map() -> None:
    """A mapping for a plan file is a slip."""
    with pytest.raises(BadInput, match="mapped in tables only"):
        read_any("plan.toml", TOML, mapping={"a": "project"})


def test_every_format_tells_of_each_entry() -> None:
    """Plan files and boards too: the line and what it is; progress ends with all of them."""
    told: list[tuple[int, int]] = []
    plan = read_any("p.toml", TOML + b'[[people]]\nid = "kim"\n', progress=lambda *at: told.append(at))
    assert plan.verdicts == (Verdict(2, True, "A-1"), Verdict(4, True, "kim"))
    board = b'{\n"board": {"name": "B"},\n"people": [\n{"id": "kim"}\n],\n"releases": [{"key": "A-1"}],\n"more": 5\n}'
    assert read_any("b.json", board, progress=lambda *at: told.append(at)).verdicts == (
        Verdict(4, True, "kim"), Verdict(6, True, "A-1"),
    )  # fmt: skip
    assert told == [(2, 2), (2, 2)]


def test_an_imported_plan_counts_no_dates_from_today() -> None:
    """Only sample boards may."""
    with pytest.raises(BadInput, match="only sample boards count dates from today"):
        read_any("p.toml", TOML + b'target = "today+3"\n', today=date(2027, 2, 24))
