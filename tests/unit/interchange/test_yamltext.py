"""Plain YAML: read as another reader does, or refused with its line; never anything else."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.errors import BadInput
from releaseboard.interchange.yamltext import read_yaml

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
PIECES = [
    "a: 1", "- b", "- c: d", "  e: f", "  - g", "    h: i", '"j k": l', "m: 'n'", "o: \"p", "q\"", "r: |", "s: >-",
    "  text", "", "# note", "t: [u, v", "w]", "x: {y: z}", "---", "...", "&a b", "*a", "!t c", "? d", "\te: f",
    "g: h: i", "j: # k", "- - l", "-", "m:", "n: ''", "o: 'it''s'", "p: \"\\x41\\q\"", "u#v: w #x", "k: a #b",
]  # fmt: skip


def read(text: str) -> Any:
    """The value of a YAML text."""
    return read_yaml(text, "t.yaml").value


def test_what_schedules_are_written_in() -> None:
    """Blocks, lists of tables, quotes, blocks of text, brackets, comments, empty values; each value a text."""
    text = (
        "---\n# head\nname: two  # words\nminor: 1.30\nquoted: \"a # b\\n\"\nsingle: 'it''s'\nempty:\nlist:\n- a: 1\n"
        "  b: 2\n- - x\n  - y\n-\n  c: 3\nflow: [a, 'b, c', {d: e, f: }]\nliteral: |\n  one\n    two\n\nfolded: >-\n"
        '  one\n  two\n\n  three\nlong: one\n  two\n\n  three\nurl: https://example.org/a#b\n"key: x": 1\n'
    )
    assert read(text) == {
        "name": "two", "minor": "1.30", "quoted": "a # b\n", "single": "it's", "empty": "",
        "list": [{"a": "1", "b": "2"}, ["x", "y"], {"c": "3"}], "flow": ["a", "b, c", {"d": "e", "f": ""}],
        "literal": "one\n  two\n", "folded": "one two\nthree", "long": "one two\nthree",
        "url": "https://example.org/a#b", "key: x": "1",
    }  # fmt: skip


def test_lines_are_known() -> None:
    """Each key and member is found again in the file."""
    document = read_yaml("a:\n  - b: 1\n    c: 2\n\n  - b: 3\nd: x\n", "t.yaml", first=10)
    assert document.line("a", 0, "c") == 12
    assert document.line("a", 1) == 14
    assert document.line("d") == 15


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: &x 2\n", "t.yaml:2: this line has an anchor"),
        ("a: *x\n", "t.yaml:1: this line has an alias"),
        ("a: !!int 2\n", "t.yaml:1: this line has a tag"),
        ("a: 1\n---\nb: 2\n", "t.yaml:2: "),
        ("a: 1\na: 2\n", "t.yaml:2: the key 'a' stands twice"),
        ("a: b: c\n", "t.yaml:1: a colon and a blank in a text"),
        ("a:\n\tb: 1\n", "t.yaml:2: the line is indented with a tab"),
        ("a:\n  b: 1\n c: 2\n", "t.yaml:3: "),
        ('a: "b\nc: 1\n', "t.yaml:1: this quote or bracket is never closed"),
        ('a: "\\q"\n', "t.yaml:1: there is no escape"),
        ("a: [b, c\n", "t.yaml:1: this quote or bracket is never closed"),
        ("a: [b c: d e]]\n", "t.yaml:1: "),
        ("a: 'b' c\n", "t.yaml:1: something stands behind the end of this value"),
        ("a: |x\n  b\n", "t.yaml:1: the head of this block can't be read"),
        ("- " * 60 + "a\n", "t.yaml:1: blocks are nested too deep"),
        ("a: " + "[" * 90 + "]" * 90, "t.yaml:1: brackets are nested too deep"),
    ],
)
def test_more_than_plain_yaml_is_refused(text: str, said: str) -> None:
    """With the line, and what will do."""
    with pytest.raises(BadInput) as caught:
        read(text)
    assert caught.value.message.startswith(said)
    assert "JSON or CSV" in caught.value.hint


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not there: {DATA}")
def test_real_files_are_read_as_another_reader_does() -> None:
    """All YAML of the real data."""
    yaml = pytest.importorskip("yaml")
    files = [*DATA.rglob("*.yaml"), *DATA.rglob("*.yml")]
    assert len(files) >= 26
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert read(text) == yaml.load(text, yaml.BaseLoader), file


# YAML 1.1 breaks lines at more signs than 1.2 does
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
words = st.text("ab 1#:-'\"[]{},\n|>&*!?", max_size=12)
values = st.recursive(
    st.one_of(texts, words),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(st.one_of(words, texts), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(values, st.sampled_from([None, '"', "'", "|", ">"]), st.booleans(), st.sampled_from([30, 80, 1000]))
def test_what_another_writer_writes_is_read_the_same(value: Any, style: str, is_flow: bool, width: int) -> None:
    """In any style; what is refused is more than plain YAML."""
    yaml = pytest.importorskip("yaml")
    text = yaml.dump(value, default_style=style, default_flow_style=is_flow, width=width, allow_unicode=True)
    try:
        found = read(text)
    except BadInput as problem:
        assert any(mark in text for mark in "&*!?") or "{" in text, problem
    else:
        assert found == yaml.load(text, yaml.BaseLoader)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_lines_are_read_as_another_reader_does_or_refused(lines: list[str]) -> None:
    """Whatever stands below what: no traceback, and no other value than the other reader's."""
    yaml = pytest.importorskip("yaml")
    text = "\n".join(lines)
    try:
        found = read(text)
    except BadInput as problem:
        assert problem.message.startswith("t.yaml:")
        return
    try:
        other = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError:
        return
    assert found == ("" if other is None else other)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No traceback."""
    try:
        read(text)
    except BadInput as problem:
        assert "\n" not in problem.message
