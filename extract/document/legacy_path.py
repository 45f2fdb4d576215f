"""The likeliest way through a text: in which encoding each of its words stands, decided over all of them at once.

Each word is read in every encoding and measured as Vietnamese. Going over from one encoding to another costs, least
at the end of a line or an element, so that single words that could be either follow their neighbours.
"""

import functools
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from extract.document.legacy_capitals import in_capitals
from extract.document.legacy_tables import ENCODINGS, WESTERN, codes_of, read_word
from extract.document.legacy_words import ODD, as_decoded, as_it_stands, is_syllable

# Control codes are letters of VISCII and of the full TCVN 5712.
WORD = re.compile(
    "[A-Za-z\x01\x02\x04-\x06\x11-\x17\x19\x1e\x80-\x84\x86-\u1fff\u2010-\u2027\u202a-\u2fff\u3001-\ufefe\uff00-\U0010ffff]+"
)
UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that were no UTF-8, under surrogateescape
_LINE_END = re.compile("[\n\r<>]")
_SENTENCE_END = re.compile("[.!?;:…]")
_WIDE = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_NEVER = -1e9
_NUMBERS = range(len(ENCODINGS) + 1)
_BROKEN = -80.0  # an undecoded byte left as it is
# What going over costs, in the measure of `legacy_words`: between lines, between sentences, amid one, with the font.
_AT_LINE, _AT_SENTENCE, _AMID, _AT_FONT = 6.0, 10.0, 12.0, 2.0
_AT_START = 8.0
_FAMILIAR = 0.5  # it costs less to go over to an encoding that the text has elsewhere beyond doubt
_FONT = 2.0  # what a font's name adds to a word's chance in its encoding
_LONGEST = 64  # letters: what is longer is no word, and its beginning says as much
_ASIDE = -2.0  # a word of another language amid text in an old encoding


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, what it says with entities resolved, and the encoding its font is for."""

    start: int
    end: int
    text: str
    font: str | None = None
    font_capitals: bool = False


def words_of(text: str) -> list[Word]:
    """The words of plain text.

    >>> [word.text for word in words_of("UBND tØnh, 5/3")]
    ['UBND', 'tØnh']
    """
    return [Word(m.start(), m.end(), m[0]) for m in WORD.finditer(text)]


def tells(word: Word) -> bool:
    """Whether a word says anything of its encoding: plain syllables and abbreviations are the same in all of them.

    >>> [tells(word) for word in words_of("UBND trong weekend tØnh")]
    [False, False, True, True]
    """
    return word.font is not None or not word.text.isascii() or not word.text.isprintable() or _foreign(word.text)


def _foreign(word: str) -> bool:
    return not word.isupper() and not is_syllable(word)


def chances(word: str, *, raw: bool) -> tuple[float, ...]:
    """The chance (a logarithm) of a word as it stands and in each of `ENCODINGS`; `raw` as in `codes_of`.

    >>> [round(chance) for chance in chances("tæng", raw=False)][:3]
    [-12, -80, -6]
    """
    return _chances(word[:_LONGEST], raw)


@functools.lru_cache(maxsize=50_000)
def _chances(word: str, raw: bool) -> tuple[float, ...]:
    if word.isascii() and word.isprintable():
        return (0.0, *[_ASIDE if _foreign(word) else 0.0] * len(ENCODINGS))
    undecoded = raw and UNDECODED.search(word) is not None
    found = [_BROKEN if undecoded else as_it_stands(word)]
    readable = max(codes_of(word, raw=raw)) <= "\xff"
    for encoding in ENCODINGS:
        if encoding == WESTERN and not undecoded:
            found.append(found[0] if raw else _BROKEN)
        elif encoding != WESTERN and not readable:
            found.append(ODD)
        else:
            letters = read_word(word, encoding, raw=raw)
            if encoding == "tcvn3" and in_capitals(letters):
                letters = letters.upper()
            found.append(as_decoded(letters))
    return tuple(found)


def likeliest(
    words: Sequence[Word], text: str, *, raw: bool, declared: str | None, familiar: Collection[str | None] = ()
) -> list[str | None]:
    """The encoding of each of `words` of `text` (None: right as it stands).

    `declared` is the encoding that the page claims, `familiar` those (or None) that are known to be in the text. Where
    letters stand in UTF-8 no other is windows-1252: "tá»" is a letter cut in half.

    >>> line = "Hội nghị. Héi nghÞ tæng kÕt n¨m"
    >>> likeliest(words_of(line), line, raw=False, declared=None)
    [None, None, 'tcvn3', 'tcvn3', 'tcvn3', 'tcvn3', 'tcvn3']
    """
    states: tuple[str | None, ...] = (None, *ENCODINGS)
    ease = [_FAMILIAR if name in familiar or (name and name == declared) else 1.0 for name in states]
    costs = {cost: [cost * part for part in ease] for cost in (_AT_LINE, _AT_SENTENCE, _AMID)}
    western = ENCODINGS.index(WESTERN) + 1
    barred = raw and _WIDE.search(text) is not None
    best = [0.0] + [-_AT_START * part for part in ease[1:]]
    back: list[list[int]] = []
    end, font = 0, None
    for word in words:
        gap = text[end : word.start]
        cost = costs[_AT_LINE if _LINE_END.search(gap) else _AT_SENTENCE if _SENTENCE_END.search(gap) else _AMID]
        highest = max(best)
        top = best.index(highest)
        found = chances(word.text, raw=raw)
        if word.font != font:
            leaving = states[top] == font
            cost = [
                _AT_FONT if leaving or name == word.font else usual for name, usual in zip(states, cost, strict=True)
            ]
        if word.font is not None:
            found = tuple(c + _FONT if n == word.font else c for n, c in zip(states, found, strict=True))
        change = [highest - usual for usual in cost]
        back.append([n if best[n] >= change[n] else top for n in _NUMBERS])
        best = [(b if b >= c else c) + chance for b, c, chance in zip(best, change, found, strict=True)]
        if barred:
            best[western] = _NEVER
        end, font = word.end, word.font
    state = max(range(len(best)), key=best.__getitem__)
    path: list[str | None] = []
    for origin in reversed(back):
        path.append(states[state])
        state = origin[state]
    return path[::-1]
