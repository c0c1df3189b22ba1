"""The graph of dependencies (domain.md, invariants 5 and 6): loops with their path, what is up- and downstream.

A node is one end of one stage: `2 × rank` is its start, `2 × rank + 1` its finish. Inside a release each end comes
after the one before; a link ties an end of its predecessor to an end of its successor by its type.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .board import Board
from .model import Link, Release
from .words import LinkType, PredecessorKind

Node = tuple[str, int]


class Step(NamedTuple):
    """One line of a dependency tree: how far from the root (1 = next), by which link, to which record."""

    depth: int
    link: Link
    other: str


def split_stage(board: Board, text: str) -> tuple[str, str]:
    """`KEY` or `KEY.stage` as key and stage id ('' = none); a key with dots in it comes first (PAY-4.2)."""
    head, dot, tail = text.strip().rpartition(".")
    if dot and board.find_release(text) is None:
        for stage in board.stages:
            if tail.casefold() in (stage.id.casefold(), stage.name.casefold()):
                return head, stage.id
    return text.strip(), ""


def _rank(board: Board, release: Release | None, stage: str, *, last: bool) -> int:
    """Where a stage stands in its release; '' or an unknown one is the last (or, not `last`, the first)."""
    own = [plan.stage for plan in release.stages] if release is not None and release.stages else list(board.stage_ids)
    if stage in own:
        return own.index(stage)
    return len(own) - 1 if last else 0


def ends_of(board: Board, link: Link) -> tuple[int, int]:
    """The end of the predecessor and the end of the successor that a link ties together, as node numbers."""
    before, after = board.releases.get(link.predecessor), board.releases.get(link.successor)
    point = link.successor_stage if link.type == LinkType.SAME_STAGE else link.point
    source = 2 * _rank(board, before, point, last=True) + (0 if link.type == LinkType.SS else 1)
    target = 2 * _rank(board, after, link.successor_stage, last=True) + (1 if link.type == LinkType.FF else 0)
    return source, target


def find_loop(board: Board, link: Link) -> tuple[str, ...]:
    """The release ids around the loop that a new link would close, first and last the same; () when it closes none."""
    if link.predecessor_kind != PredecessorKind.RELEASE:
        return ()
    if link.predecessor == link.successor:
        return (link.successor, link.successor)
    source, target = ends_of(board, link)
    reached = {link.successor: target}
    came_from = {link.successor: ""}
    queue = [link.successor]
    while queue:
        here = queue.pop()
        for step in board.holds_up(here):
            leaves, enters = ends_of(board, step)
            if leaves < reached[here] or enters >= reached.get(step.successor, UNREACHED):
                continue
            reached[step.successor] = enters
            came_from[step.successor] = here
            if step.successor == link.predecessor and enters <= source:
                return (link.predecessor, *reversed(_walk_back(came_from, link.predecessor)))
            queue.append(step.successor)
    return ()


UNREACHED = 1_000_000


def _walk_back(came_from: dict[str, str], last: str) -> list[str]:
    way = [last]
    while came_from[way[-1]] and len(way) <= len(came_from):
        way.append(came_from[way[-1]])
    return way


def find_any_loop(board: Board) -> tuple[str, ...]:
    """The release ids around one loop of the whole board, first and last the same; () when there is none."""
    follows = _node_graph(board)
    state: dict[Node, int] = {}
    for root in follows:
        if root in state:
            continue
        trail: list[Node] = [root]
        stack: list[Iterator[Node]] = [iter(follows[root])]
        state[root] = 1
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                state[trail.pop()] = 2
            elif state.get(node) == 1:
                return _releases_of([*trail[trail.index(node) :], node])
            elif node not in state:
                state[node] = 1
                trail.append(node)
                stack.append(iter(follows.get(node, ())))
    return ()


def _node_graph(board: Board) -> dict[Node, list[Node]]:
    follows: dict[Node, list[Node]] = {}
    for release in board.releases.values():
        for end in range(2 * (len(release.stages) or len(board.stage_ids)) - 1):
            follows.setdefault((release.id, end), []).append((release.id, end + 1))
    for link in board.links.values():
        if link.predecessor_kind == PredecessorKind.RELEASE:
            source, target = ends_of(board, link)
            follows.setdefault((link.predecessor, source), []).append((link.successor, target))
    return follows


def _releases_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    found: list[str] = []
    for release, _ in nodes:
        if not found or found[-1] != release:
            found.append(release)
    return tuple(found) if found[0] == found[-1] and len(found) > 1 else (*found, found[0])


def name_loop(board: Board, loop: Sequence[str]) -> str:
    """A loop as people read it: `PAY-4.1.1 → PAY-4.2 → PAY-4.1.1`."""
    return " → ".join(board.label(ident) for ident in loop)


def walk_upstream(board: Board, release: str, depth: int) -> tuple[Step, ...]:
    """What a release waits for, as a tree in reading order, at most `depth` deep; each record is opened once."""
    return tuple(_walk(release, depth, board.waits_for, lambda link: link.predecessor))


def walk_downstream(board: Board, record: str, depth: int) -> tuple[Step, ...]:
    """What a record holds up, as a tree in reading order, at most `depth` deep; each record is opened once."""
    return tuple(_walk(record, depth, board.holds_up, lambda link: link.successor))


def _walk(
    root: str, depth: int, links_of: Callable[[str], Sequence[Link]], other_end: Callable[[Link], str]
) -> Iterator[Step]:
    opened = {root}

    def open_record(record: str, level: int) -> Iterator[Step]:
        for link in links_of(record):
            other = other_end(link)
            yield Step(level, link, other)
            if level < depth and other not in opened:
                opened.add(other)
                yield from open_record(other, level + 1)

    yield from open_record(root, 1)


def sort_by_dependency(board: Board) -> tuple[str, ...]:
    """All release ids, each after those it waits for; those in a loop of releases come last, in board order."""
    waiting = {
        ident: len(
            {link.predecessor for link in board.waits_for(ident) if link.predecessor in board.releases} - {ident}
        )
        for ident in board.releases
    }
    ready = [ident for ident, count in waiting.items() if count == 0]
    done: list[str] = []
    while ready:
        here = ready.pop()
        done.append(here)
        for after in {link.successor for link in board.holds_up(here)} - {here}:
            if after in waiting:
                waiting[after] -= 1
                if waiting[after] == 0:
                    ready.append(after)
    placed = set(done)
    return (*done, *(ident for ident in board.releases if ident not in placed))
