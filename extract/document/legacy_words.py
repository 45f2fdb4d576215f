"""How likely a word is as Vietnamese: the measure by which encodings are told apart.

Counts of syllables come from `syllables.tsv` (made by `corpus/training/syllable_counts.py`).
"""

import functools
import math
import re
import unicodedata
from importlib import resources

from extract.document.legacy_tables import STRAY
from extract.spelling import fold

# Logarithms of a word's chance. A known syllable has its own, between -3 and -16.
UNKNOWN = -16.0  # letters, but no syllable that is in use
SIGN = -10.0  # signs alone
ASIDE = -8.0  # plain letters that are no syllable, with others in a word
ELISION = -7.0  # an apostrophe amid letters: as rare as a word
ODD = -25.0  # no word at all: a code without a letter, a sign amid letters, capitals amid small letters
FOREIGN = -12.0  # as text already right, a word of another language is no wonder
FOREIGN_ODD = -18.0
_ELISION = re.compile(r"(?<=[^\W\d_])’(?=[^\W\d_])")
_APART = re.compile('[\\s<>=&;"]+')
_PIECE = re.compile(r"[^\W\d_]+")
# Signs that no word holds; quotation marks stand before and behind words, never the other way round.
_SIGN = re.compile(r"[^\w\s'’‘“”\"«»–—…•.,:;!?()/%-]|[^\W\d_](?:[«“‘•–—]|…[^\W\d_])|[»”][^\W\d_]|[\x00-\x08\x0e-\x1f]")


@functools.cache
def _chances() -> dict[str, float]:
    source = resources.files("extract").joinpath("document", "syllables.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in source.splitlines()[1:]]
    total = sum(int(count) for _, count in rows)
    return {syllable: math.log(int(count) / total) for syllable, count in rows}


def is_syllable(word: str) -> bool:
    """Whether a word is a syllable seen in Vietnamese text, in any case and tone placement.

    >>> is_syllable("Nghị"), is_syllable("hoà"), is_syllable("trong"), is_syllable("nghỵ")
    (True, True, True, False)
    """
    return fold(word) in _chances()


def as_decoded(word: str) -> float:
    """The chance (a logarithm) of a word that was decoded from an old encoding, not all of it ASCII.

    >>> as_decoded("nghị") > as_decoded("nghí") > as_decoded("nghÞ")
    True
    """
    if STRAY.search(word):
        return ODD
    return _chance(word, UNKNOWN, ODD)


def as_it_stands(word: str) -> float:
    """The chance (a logarithm) of a word of Unicode text, not all of it ASCII: other languages' words have theirs.

    >>> as_it_stands("nghị") > as_it_stands("für") > as_it_stands("nghÞ¸")
    True
    """
    return _chance(unicodedata.normalize("NFC", word).replace("Ð", "Đ"), FOREIGN, FOREIGN_ODD)


def reads_as_words(text: str) -> bool:
    """Whether next to all words of a text in another language are letters, as in text that was read right.

    >>> reads_as_words("Le président a été reçu à Huế"), reads_as_words("H¶i nghÞ tæng kÕt n¨m")
    (True, False)
    """
    words = [word for word in _APART.split(text) if not word.isascii()]
    odd = sum(as_it_stands(word) <= FOREIGN_ODD for word in words)
    return odd <= 0.02 * len(words)


def _chance(word: str, unknown: float, odd: float) -> float:
    chance = 0.0
    for piece in _PIECE.findall(word):
        if piece.isascii():
            chance += 0.0 if is_syllable(piece) or piece.isupper() else ASIDE
        elif not (piece.islower() or piece.isupper() or (piece[0].isupper() and piece[1:].islower())):
            chance += odd
        else:
            chance += max(_chances().get(fold(piece), unknown), unknown)
    chance += ELISION * len(_ELISION.findall(word))
    if _SIGN.search(word):
        chance = min(chance, odd if _PIECE.search(word) else SIGN)
    return max(chance, 2 * odd)
