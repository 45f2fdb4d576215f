"""Syllables, numbers and signs of a text with their places: the grain that the trained models count by."""

import functools
import re
from dataclasses import dataclass
from itertools import accumulate

from extract.spelling import fold_word

PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|\s+|_+|[^\w\s]|\w")
_CLASSES = (
    (re.compile(r"\d+\Z"), "number"),
    (re.compile(r"\d+(?:[.,]\d+)+\Z"), "figure"),
    (re.compile(r"\W\Z"), "sign"),
)


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a text as plain lists: as written, folded, where they begin (code points). Lists, for speed."""

    text: list[str]
    norm: list[str]
    start: list[int]

    def end(self, k: int) -> int:
        """Where syllable `k` ends in the text."""
        return self.start[k] + len(self.text[k])


@functools.lru_cache(maxsize=2)  # the tagger and the event models both count by them
def syllables(text: str) -> Syllables:
    """The pieces of `text` other than white space, in order.

    >>> syllables("Uỷ ban, 31/12").norm
    ['ủy', 'ban', ',', '31', '/', '12']
    """
    pieces = PIECE.findall(text)  # they cover the text, so their lengths say where each begins
    starts = accumulate(map(len, pieces), initial=0)
    placed = [(at, p) for at, p in zip(starts, pieces, strict=False) if not p.isspace()]
    words = [p for _, p in placed]
    return Syllables(words, list(map(fold_word, words)), [at for at, _ in placed])


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
