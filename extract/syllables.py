"""Syllables, numbers and signs of a text with their places: the grain that the trained models count by."""

import functools
import re
from typing import NamedTuple

from extract.spelling import fold

PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|\s+|_+|[^\w\s]|\w")
_CLASSES = (
    (re.compile(r"\d+\Z"), "number"),
    (re.compile(r"\d+(?:[.,]\d+)+\Z"), "figure"),
    (re.compile(r"\W\Z"), "sign"),
)


class Syllable(NamedTuple):
    """Text `start`:`end` (half-open code points), as written and folded."""

    start: int
    end: int
    text: str
    norm: str


_fold = functools.lru_cache(maxsize=100_000)(fold)


def syllables(text: str, start: int = 0, end: int | None = None) -> list[Syllable]:
    """The pieces of `text[start:end]` other than white space; offsets index the whole `text`.

    >>> [s.norm for s in syllables("Uỷ ban, 31/12")]
    ['ủy', 'ban', ',', '31', '/', '12']
    """
    stop = len(text) if end is None else end
    return [
        Syllable(m.start(), m.end(), m[0], _fold(m[0])) for m in PIECE.finditer(text, start, stop) if not m[0].isspace()
    ]


@functools.lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """A token's outline: capitals, digits, length class.

    >>> shape("UBND"), shape("Hòa"), shape("tỉnh"), shape("2019")
    ('AA', 'Aa', 'a', 'number4')
    """
    for pattern, name in _CLASSES:
        if pattern.match(word):
            return f"{name}{min(len(word), 5)}" if name == "number" else name if name != "sign" else word
    if word.isupper():
        return "A" if len(word) == 1 else "AA"
    if word[:1].isupper():
        return "Aa" if word[1:].islower() else "AaA"
    return "a"
