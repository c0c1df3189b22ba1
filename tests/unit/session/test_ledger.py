"""The changes a session knows, read only as far as somebody looks."""

from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.changes import Change, write_change
from releaseboard.domain.merge import find_conflicts, find_heads
from releaseboard.ledger import Ledger
from storing import make_change

FIELDS = ("title", "goal")
EDITS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(FIELDS), st.sampled_from("xyz"), st.booleans()), max_size=12
)


def play(edits: list[tuple[str, str, str, bool]]) -> list[Change]:
    """Three people edit two records; each sees the others' edits only where told to meet them first."""
    made: list[Change] = []
    seen: dict[str, list[Change]] = {"a": [], "b": [], "c": []}
    for number, (who, field, value, meets) in enumerate(edits, start=1):
        if meets:
            seen[who] = list(made)
        record = f"r{number % 2}"
        heads = find_heads([change for change in seen[who] if change.key == record]).get(field, ())
        change = make_change(number, "releases", record, replica=f"replica{who}", **{field: value})
        change = change._replace(on={field: [head.id for head in heads]} if heads else {})
        made.append(change)
        seen[who].append(change)
    return made


@given(EDITS, st.integers(0, 3))
def test_conflicts_are_found_without_reading_what_only_one_copy_wrote(
    edits: list[tuple[str, str, str, bool]], under_way: int
) -> None:
    """The same conflicts as from the whole history, some of the changes still under way."""
    made = play(edits)
    held, own = made[: len(made) - under_way], made[len(made) - under_way :]
    ledger = Ledger([write_change(change) for change in held], own)
    assert find_conflicts(ledger.list_shared()) == find_conflicts(ledger.list_all())


def test_a_record_that_one_copy_wrote_alone_is_not_read() -> None:
    """Nor kept in memory: that is what the short way is for."""
    alone = [make_change(number, "releases", "r1", title=str(number)) for number in (1, 2)]
    both = [make_change(3, "releases", "r2", title="x"), make_change(4, "releases", "r2", replica="other", title="y")]
    ledger = Ledger([write_change(change) for change in (*alone, *both)])
    assert [change.key for change in ledger.list_shared()] == ["r2", "r2"]
