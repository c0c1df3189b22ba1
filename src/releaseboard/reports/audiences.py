"""Who may be told what: the list of facts per audience, shipped as audiences.toml, and what must never be named."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.words import Audience
from releaseboard.errors import BadInput

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "audiences.toml")


class Rules(NamedTuple):
    """What one audience may be told, as the file's head explains."""

    facts: frozenset[str]
    cause: str
    early: str
    contact: str
    names: bool
    lines: int


@cache
def _read() -> Mapping[str, dict[str, object]]:
    with open(_FILE, "rb") as file:
        return tomllib.load(file)


def rules_for(audience: str) -> Rules:
    """The rules of an audience. Raises BadInput for one that is none."""
    plain = _read().get(audience)
    if plain is None or audience not in list(Audience):
        raise BadInput(f"there is no audience {audience!r}", f"one of: {', '.join(each.value for each in Audience)}")
    facts = plain["facts"]
    assert isinstance(facts, list)
    return Rules(
        frozenset(facts), str(plain["cause"]), str(plain["early"]), str(plain["contact"]), bool(plain["names"]),
        int(str(plain["lines"])),
    )  # fmt: skip


def neutral_cause(cause: str) -> str:
    """One sentence that blames nobody."""
    sentences = _read()["neutral"]
    return str(sentences.get(cause) or sentences["other"])


def require_discreet(board: Board, release: Release, text: str, recipients: tuple[str, ...], what: str) -> None:
    """Raises BadInput when what was typed names people, teams, others or entries of the log.

    Args:
        board: where the names come from.
        release: the one that the text is about; its own name may be said.
        text: what was typed.
        recipients: who gets it; they may be named.
        what: what they call the release.
    """
    padded = f" {_plain(text)} "
    said = f" {_plain(' '.join((what, *recipients)))} "
    for kind, name in _list_inside(board, release):
        word = f" {_plain(name)} "
        if word.strip() and word in padded and word not in said:
            raise BadInput(f"{name!r} is not for this audience: it is {kind}", "say it without the name")


def _plain(text: str) -> str:
    """Words in lower case with one space between, so that a name is found whatever stands around it."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def _list_inside(board: Board, release: Release) -> Iterator[tuple[str, str]]:
    """All names of the inside, each with what it is."""
    for person in board.people.values():
        yield from (("a person", person.id), ("a person", person.name))
    for team in board.teams.values():
        yield from (("a team", team.id), ("a team", team.name), ("a department", team.department))
    for other in board.releases.values():
        yield "an internal key", other.key
        if other.id != release.id:
            yield "another release", other.title
        yield from (("another client", client) for client in other.clients)
    for stakeholder in board.stakeholders.values():
        yield "another reader", stakeholder.who
    for project in board.projects.values():
        yield from (("another project", project.name), ("a department", project.department))
    for external in board.externals.values():
        yield from (("a vendor", external.vendor), ("a vendor's product", external.product))
    for entry in board.raid.values():
        yield "an entry of the log", entry.title
