"""Type-ahead: which of many lines are meant by a few letters, best first. Pure, no widgets."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

SHOWN = 50  # nobody reads further; a longer list only costs the line
AS_WRITTEN = 200  # the score from which what was typed stands in the text as it is


def score_text(typed: str, text: str) -> int:
    """How well `text` fits what was typed: 0 not at all, else higher is better.

    Every typed word must be found: at the start of the text, at the start of a word, anywhere, or as letters in order.
    """
    fold = text.casefold()
    total = 0
    for word in typed.casefold().split():
        score = _score_word(word, fold)
        if not score:
            return 0
        total += score
    return total or 1


def _score_word(word: str, fold: str) -> int:
    at = fold.find(word)
    if at == 0:
        return 1000 - min(len(fold) - len(word), 300)
    if at > 0:
        at_word = next((i for i in _starts(fold) if fold.startswith(word, i)), -1)
        return 600 - min(at_word, 200) if at_word > 0 else 300 - min(at, 100)
    return _score_letters(word, fold)


def _starts(fold: str) -> Iterable[int]:
    return (i for i in range(1, len(fold)) if not fold[i - 1].isalnum() and fold[i].isalnum())


def _score_letters(word: str, fold: str) -> int:
    """Letters in order with gaps; a single letter must be found as it is, and the gaps may not outgrow the word."""
    if len(word) < 2:
        return 0
    at = first = fold.find(word[0])
    if at < 0:
        return 0
    for letter in word[1:]:
        at = fold.find(letter, at + 1)
        if at < 0:
            return 0
    gaps = at - first + 1 - len(word)
    return 100 - gaps if gaps <= 4 * len(word) and gaps < 100 else 0


def rank(typed: str, items: Iterable[T], text_of: Callable[[T], str], limit: int = SHOWN, least: int = 1) -> list[T]:
    """The items that fit, best first, equal ones in the order given; with nothing typed the first `limit`.

    `least` is the lowest score that counts: AS_WRITTEN leaves out what only has the letters in order.
    """
    if not typed.strip():
        found: list[T] = []
        for item in items:
            found.append(item)
            if len(found) >= limit:
                break
        return found
    scored = [
        (score, -at, item) for at, item in enumerate(items) if (score := score_text(typed, text_of(item))) >= least
    ]
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    return [item for _score, _at, item in scored[:limit]]
