"""Two histories into one, and the documents that a history adds up to (storage.md, "Fold").

Per record and field, the heads are the changes that no other change replaces. One head is the value; of several the
latest stamp stands and all stay in the history. Members of a set are a field each, and being in wins over being out.
A deletion names all heads it saw; an edit it did not see brings the record back. The order in which changes arrive does
not matter, and the same change twice is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .apply import copy_plain
from .board import Docs
from .changes import DELETED, Change
from .doclines import put_docs
from .fields import Plain, put_value, split_path

Place = tuple[str, str]
_SETS = frozenset({"tags", "clients"})


class Conflict(NamedTuple):
    """One field with several values that did not know of each other, the one that stands first."""

    entity: str
    key: str
    field: str
    heads: tuple[Change, ...]


def union(*histories: Iterable[Change]) -> tuple[Change, ...]:
    """All changes of all histories, each once, in stamp order."""
    found = {change.id: change for history in histories for change in history}
    return tuple(found[ident] for ident in sorted(found))


def by_place(changes: Iterable[Change], wanted: Iterable[Place] | None = None) -> dict[Place, list[Change]]:
    """The changes of each record, in the order given; only the `wanted` records (None: all)."""
    only = None if wanted is None else set(wanted)
    groups: dict[Place, list[Change]] = {}
    for change in changes:
        if only is None or change.place in only:
            groups.setdefault(change.place, []).append(change)
    return groups


def find_heads(changes: Sequence[Change]) -> dict[str, tuple[Change, ...]]:
    """The heads of each field of one record, latest stamp first."""
    replaced: dict[str, set[str]] = {}
    for change in changes:
        for path in change.set:  # a deletion also names heads of fields that it saw and left as they are
            replaced.setdefault(path, set()).update(change.on.get(path, ()))
    heads: dict[str, list[Change]] = {}
    for change in changes:
        for path in change.set:
            if change.id not in replaced.get(path, ()):
                heads.setdefault(path, []).append(change)
    return {path: tuple(sorted(found, key=_by_stamp, reverse=True)) for path, found in heads.items()}


def fold_record(changes: Sequence[Change]) -> Plain:
    """The document of one record from its changes; {} when nothing is left of it."""
    heads = find_heads(changes)
    doc: Plain = {}
    for path in sorted(heads):
        if path != DELETED:
            value = _standing(path, heads[path])
            if value is not None:
                put_value(doc, path, copy_plain(value))
    if _is_deleted(heads):
        doc[DELETED] = True
    return doc


def _standing(path: str, heads: Sequence[Change]) -> Any:
    if len(heads) > 1 and split_path(path)[0] in _SETS and any(head.set[path] for head in heads):
        return True
    return heads[0].set[path]


def _is_deleted(heads: Mapping[str, Sequence[Change]]) -> bool:
    graves = [head for head in heads.get(DELETED, ()) if head.set[DELETED]]
    if not graves or len(graves) < len(heads[DELETED]):
        return False
    for path, found in heads.items():
        if path != DELETED:
            seen = {ident for grave in graves for ident in grave.on.get(path, ())}
            if any(head.id not in seen and head.id not in {grave.id for grave in graves} for head in found):
                return False
    return True


def fold(changes: Iterable[Change]) -> Docs:
    """The documents that a whole history adds up to."""
    return refold({}, union(changes), None)


def refold(docs: Docs, changes: Iterable[Change], touched: Iterable[Place] | None) -> Docs:
    """`docs` with the touched records folded again from all changes of theirs (None: every record that has any).

    Args:
        docs: what stands now; not changed.
        changes: the whole history, each change once.
        touched: table and id of each record to fold.
    """
    result = dict(docs)
    puts: dict[str, dict[str, Plain | None]] = {}
    for (entity, key), group in by_place(changes, touched).items():
        puts.setdefault(entity, {})[key] = fold_record(group) or None
    for entity, fresh in puts.items():
        result[entity] = put_docs(result.get(entity, {}), fresh)
    return result


def find_news(docs: Docs, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of a whole history, in stamp order, that these older documents do not have yet."""
    news: list[Change] = []
    for (entity, key), group in by_place(changes).items():
        old = docs.get(entity, {}).get(key, {})
        known = len(group)
        while known and fold_record(group[:known]) != old:
            known -= 1
        news.extend(group[known:])
    return tuple(sorted(news, key=_by_stamp))


def find_conflicts(changes: Iterable[Change]) -> tuple[Conflict, ...]:
    """The fields that hold several different values side by side, for people to settle."""
    found = []
    for (entity, key), group in by_place(changes).items():
        for path, heads in find_heads(group).items():
            if len(heads) > 1 and any(head.set[path] != heads[0].set[path] for head in heads):
                found.append(Conflict(entity, key, path, heads))
    return tuple(found)


def _by_stamp(change: Change) -> str:
    return change.id
