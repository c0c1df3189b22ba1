"""Where keys stand in a TOML text."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.interchange.planlines import find_lines, locate

TEXT = """\
# a comment = with an equals sign
[board]
name = "one # two"   # rest

[[releases]]
key = "A-1"
"odd key" = 1
window.start = 2027-03-01
notes = \"\"\"
[[releases]]
key = "not a key"
\"\"\"
samples = [
  {date = 2027-01-01, open = 4},

  # between
  {date = 2027-01-02, open = "] }"},
]
[[releases]]
key = 'B-1'
[releases.window]
start = 2027-03-01
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("board",), 2),
        (("board", "name"), 3),
        (("releases", 0), 5),
        (("releases", 0, "odd key"), 7),
        (("releases", 0, "window", "start"), 8),
        (("releases", 0, "notes"), 9),
        (("releases", 0, "samples", 0), 14),
        (("releases", 0, "samples", 1), 17),
        (("releases", 1), 19),
        (("releases", 1, "window", "start"), 22),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    """Strings of several lines, comments and brackets inside strings do not lead astray."""
    assert find_lines(TEXT)[path] == line


def test_an_inner_value_is_located_by_what_holds_it() -> None:
    """What stands inside an inline table is told by the line of its member; the unknown by line 1."""
    lines = find_lines(TEXT)
    assert locate(lines, ("releases", 0, "samples", 1, "open")) == 17
    assert locate(lines, ("nothing",)) == 1


names = st.text("abc -.#[]\"'é", min_size=1, max_size=6)
values = st.one_of(st.integers(0, 9), st.text("a\n#[]{}=\"'\\", max_size=8), st.lists(st.text("a,]}\n", max_size=3)))


@given(st.lists(st.dictionaries(names, values, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_key_of_a_written_table_is_found(entries: list[dict[str, Any]]) -> None:
    """Whatever tomli_w writes, each key stands on the line that is said."""
    import tomli_w

    text = "".join(f"[[entry]]\n{tomli_w.dumps(entry)}" for entry in entries)
    lines = find_lines(text)
    rows = text.split("\n")
    for number, entry in enumerate(tomllib.loads(text)["entry"]):
        for key in entry:
            row = rows[lines["entry", number, key] - 1]
            assert row.startswith(tomli_w.dumps({key: 0})[:-3])
