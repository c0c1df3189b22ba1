"""Links and loops (domain.md invariants 5 and 6)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board, make_context, payments, prove_round_trip
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.links import (
    find_any_loop,
    name_loop,
    sort_by_dependency,
    split_stage,
    walk_downstream,
    walk_upstream,
)
from releaseboard.errors import BadInput, Refused, UnknownKey

WHY = {"why": "it needs the new log-in"}


def link(successor: str, predecessor: str, **fields: object) -> c.AddLink:
    return c.AddLink(successor, predecessor, {**WHY, **fields})


@pytest.mark.parametrize(
    "command",
    [
        link("PAY-4.2", "PAY-4.1.1"),
        link("PAY-4.2", "pay-4.1.1", point="test", successor_stage="build", lag=2, strength="soft"),
        link("PAY-4.2", "sap"),
        link("PAY-4.2", "SAP certification"),
        link("PAY-4.2", "os12", type="SS"),
        link("PAY-4.2", "WEB-9.0", type="same-stage", successor_stage="Test"),
    ],
)
def test_a_new_link_can_be_taken_back(command: c.AddLink) -> None:
    board = prove_round_trip(payments(), command)
    (made,) = board.links.values()
    prove_round_trip(board, c.RemoveLink(made.id))


def test_the_kind_of_the_predecessor_is_kept() -> None:
    board = do(payments(), link("PAY-4.2", "sap"), link("PAY-4.2", "os12"), link("PAY-4.2", "WEB-9.0"))
    kinds = [made.predecessor_kind for made in board.waits_for(board.release("PAY-4.2").id)]
    assert kinds == ["vendor_requirement", "event", "release"]


def test_a_loop_is_refused_and_named_all_the_way_round() -> None:
    board = do(payments(), link("PAY-4.2", "PAY-4.1.1"), link("WEB-9.0", "PAY-4.2"))
    with pytest.raises(Refused) as refused:
        decide(board, link("PAY-4.1.1", "WEB-9.0"), make_context())
    assert "PAY-4.1.1 → PAY-4.2 → WEB-9.0 → PAY-4.1.1" in str(refused.value) or (
        "WEB-9.0 → PAY-4.1.1 → PAY-4.2 → WEB-9.0" in str(refused.value)
    )


def test_two_releases_may_wait_for_each_other_in_different_stages() -> None:
    board = do(payments(), link("PAY-4.2", "WEB-9.0", point="plan", successor_stage="test"))
    board = do(board, link("WEB-9.0", "PAY-4.2", point="test", successor_stage="accept"))
    assert len(board.links) == 2
    with pytest.raises(Refused, match="loop"):
        decide(board, link("WEB-9.0", "PAY-4.2", point="test", successor_stage="plan"), make_context())


@pytest.mark.parametrize(
    ("command", "error", "word"),
    [
        (link("PAY-4.2", "PAY-4.2"), Refused, "itself"),
        (link("PAY-4.2", "PAY-4.9"), UnknownKey, "PAY-4"),
        (link("PAY-4.2", "spa"), UnknownKey, "sap"),
        (link("PAY-4.2", "WEB-9.0", type="ES"), BadInput, "FS"),
        (link("PAY-4.2", "WEB-9.0", successor_stage="tset"), BadInput, "plan, build"),
        (link("PAY-4.2", "WEB-9.0", lag="two"), BadInput, "whole number"),
        (link("PAY-4.2", "WEB-9.0", needed_by="soon"), BadInput, "needed_by"),
        (c.AddLink("PAY-4.2", "WEB-9.0"), BadInput, "say why"),
        (c.RemoveLink("nothing"), UnknownKey, "nothing"),
    ],
)
def test_what_is_no_link_is_refused(command, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(payments(), command, make_context())
    assert word in str(refused.value)


def test_the_same_link_twice_is_refused_but_another_type_is_not() -> None:
    board = do(payments(), link("PAY-4.2", "WEB-9.0"))
    with pytest.raises(Refused, match="already"):
        do(board, link("PAY-4.2", "WEB-9.0", lag=3))
    assert len(do(board, link("PAY-4.2", "WEB-9.0", type="SS")).links) == 2


def test_a_key_with_dots_is_told_from_a_stage() -> None:
    board = payments()
    assert split_stage(board, "PAY-4.2") == ("PAY-4.2", "")
    assert split_stage(board, "PAY-4.2.test") == ("PAY-4.2", "test")
    assert split_stage(board, "PAY-4.2.Build") == ("PAY-4.2", "build")
    assert split_stage(board, "sap") == ("sap", "")


def test_trees_go_both_ways_and_open_each_release_once() -> None:
    board = do(payments(), link("PAY-4.2", "PAY-4.1.1"), link("WEB-9.0", "PAY-4.2"), link("PAY-4.1.1", "sap"))
    ids = {name: board.release(name).id for name in ("PAY-4.2", "PAY-4.1.1", "WEB-9.0")}
    up = [(step.depth, board.label(step.other)) for step in walk_upstream(board, ids["WEB-9.0"], 3)]
    assert up == [(1, "PAY-4.2"), (2, "PAY-4.1.1"), (3, "SAP certification")]
    down = [(step.depth, board.label(step.other)) for step in walk_downstream(board, "sap", 2)]
    assert down == [(1, "PAY-4.1.1"), (2, "PAY-4.2")]


def _board_of(edges: list[tuple[int, int]]) -> Board:
    records = [{"key": f"R-{number}"} for number in range(6)]
    links = {f"l{at}": {"id": f"l{at}", "successor": f"R-{after}", "predecessor": f"R-{before}", "why": "x"}
             for at, (before, after) in enumerate(edges)}  # fmt: skip
    board = make_board(releases=records)
    ids = {release.key: release.id for release in board.releases.values()}
    for doc in links.values():
        doc["successor"], doc["predecessor"] = ids[doc["successor"]], ids[doc["predecessor"]]
    return board.changed("links", links)


EDGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14, unique=True)


@given(EDGES)
def test_links_added_one_by_one_never_make_a_loop(edges: list[tuple[int, int]]) -> None:
    board = make_board(releases=[{"key": f"R-{number}"} for number in range(6)])
    for before, after in edges:
        try:
            board = do(board, link(f"R-{after}", f"R-{before}"))
        except Refused:
            whole = _board_of([(before, after), *_edges_of(board)])
            assert before == after or find_any_loop(whole)
    assert find_any_loop(board) == ()


def _edges_of(board: Board) -> list[tuple[int, int]]:
    return [
        (int(board.label(made.predecessor)[2:]), int(board.label(made.successor)[2:])) for made in board.links.values()
    ]


@given(EDGES)
def test_any_loop_that_is_found_really_goes_round(edges: list[tuple[int, int]]) -> None:
    board = _board_of([edge for edge in edges if edge[0] != edge[1]])
    loop = find_any_loop(board)
    if loop:
        assert loop[0] == loop[-1]
        pairs = {(made.predecessor, made.successor) for made in board.links.values()}
        assert all(pair in pairs for pair in pairwise(loop)), name_loop(board, loop)
    else:
        order = {ident: at for at, ident in enumerate(sort_by_dependency(board))}
        assert all(order[made.predecessor] < order[made.successor] for made in board.links.values())
