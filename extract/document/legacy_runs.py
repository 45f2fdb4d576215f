"""The runs of a text that stand in old encodings, and their letters."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from extract.document.legacy_capitals import with_capitals
from extract.document.legacy_path import UNDECODED, Word, chances, likeliest, tells
from extract.document.legacy_tables import ENCODINGS, read_word, shown
from extract.document.legacy_words import ODD, UNKNOWN

_LINE = re.compile(r"[\n\r]|<(?:/?(?:p|div|td|tr|li|h\d|table|title)\b|br)", re.IGNORECASE)
# What stands before the first word of a sentence, seen from that word; a dot after a capital is an abbreviation's.
_OPENING = re.compile(
    r"(?:(?<![A-Z.])[.!?][^\s\w]{0,2}\s+|\n\s*\n\s*|\A\s*|<(?i:p|div|h\d|title)\b[^<>]*>\s*)[\"“(]?\Z"
)
_OPENING_SIZE = 80
_CLEAR = 8.0  # by how much a reading must beat the next one that differs
_BY_FONT = 5.5  # by how much words must be likelier in their font's encoding
_FEWEST = 2  # words that say what they are without a font or a declaration
_KNOWN = 0.6  # share of undecoded words that must become known syllables
_SAMPLE = 1000  # undecoded words by which bytes that are no text are known
_GAIN = 3.0  # by how much some word must be likelier in an old encoding before a text is looked at as a whole
_SIBLINGS = ({"tcvn3", "tcvn-5712-1"},)  # one is the other with more letters: no doubt between them


@dataclass(frozen=True, slots=True)
class Runs:
    """What was decided: (word, its letters) for words that are not right as they stand, and from which encodings.

    `encodings` begins with the one of most words. `undecodable` is the place of the first byte that stays unread.
    """

    replaced: tuple[tuple[Word, str], ...]
    encodings: tuple[str, ...]
    undecodable: int | None = None


def find_runs(text: str, words: Sequence[Word], *, raw: bool, declared: str | None = None) -> Runs:
    """Decide the encoding of every word of `text`.

    `raw` says that `text` came from bytes that are no UTF-8, its undecoded bytes as surrogates. `declared` is the
    encoding that the page or its server names: it decides only where two readings are about as good.

    >>> from extract.document.legacy_path import words_of
    >>> line = "Sáng nay, Héi nghÞ tæng kÕt c«ng t¸c n¨m"
    >>> runs = find_runs(line, words_of(line), raw=False)
    >>> runs.encodings, " ".join(letters for _, letters in runs.replaced)
    (('tcvn3',), 'Hội nghị tổng kết công tác năm')
    """
    telling = [number for number, word in enumerate(words) if tells(word)]
    said = [words[number] for number in telling]
    asking = list(itertools.islice((word for word in said if raw and UNDECODED.search(word.text)), _SAMPLE))
    lost = [word for word in asking if max(chances(word.text, raw=True)[1:]) <= UNKNOWN]
    if len(lost) > (1 - _KNOWN) * len(asking):
        return Runs((), (), _first_byte(lost, text))  # no text in any encoding, however long it goes on
    path = likeliest(said, text, raw=raw, declared=declared)
    # What is in the text beyond doubt lets a line of one word be read too.
    familiar = {_settled([said[n] for n in run], state, raw, declared, frozenset()) for state, run in _runs(path)}
    if len(set(path)) > 1 and familiar != {None}:
        path = likeliest(said, text, raw=raw, declared=declared, familiar=familiar)
    replaced: list[tuple[Word, str]] = []
    count: Counter[str] = Counter()
    undecodable: int | None = None
    for state, numbers in _runs(path):
        run = [said[n] for n in numbers]
        encoding = _settled(run, state, raw, declared, familiar)
        if encoding is not None:
            whole = words[telling[numbers[0]] : telling[numbers[-1]] + 1]
            changed = [(word, to) for word, to in _letters(whole, text, encoding, raw) if to != word.text]
            replaced += changed
            count[encoding] += len(changed)
        elif undecodable is None:
            undecodable = _first_byte(run, text)
    return Runs(tuple(replaced), tuple(name for name, n in count.most_common() if n), undecodable)


def _first_byte(words: Sequence[Word], text: str) -> int | None:
    places = (UNDECODED.search(text, word.start, word.end) for word in words)
    return next((found.start() for found in places if found), None)


def improbable(words: Sequence[Word]) -> bool:
    """Whether a word among `words` would be likelier in an old encoding than it is as it stands.

    >>> from extract.document.legacy_path import words_of
    >>> improbable(words_of("tæng")), improbable(words_of("30°C"))
    (True, False)
    """
    found = (chances(word.text, raw=False) for word in words)
    return any(max(old) > as_it_stands + _GAIN for as_it_stands, *old in found)


def _runs(path: Sequence[str | None]) -> list[tuple[str | None, list[int]]]:
    return [(state, list(run)) for state, run in itertools.groupby(range(len(path)), path.__getitem__)]


def _settled(
    run: Sequence[Word],
    state: str | None,
    raw: bool,
    declared: str | None,
    familiar: Set[str | None],
) -> str | None:
    """The encoding of a run that the likeliest way took for `state`; None where it has to stay as it is."""
    telling = [word for word in run if not word.text.isascii()]
    asking = [word for word in telling if raw and UNDECODED.search(word.text)] or telling
    if state is None or not telling:
        return None
    table = [chances(word.text, raw=raw) for word in telling]
    if state in familiar:
        number = ENCODINGS.index(state) + 1
        return state if all(row[number] > ODD for row in table) or _read_well(asking, state, raw) else None
    if not _read_well(asking, state, raw):
        return None
    totals = {name: sum(row[n] for row in table) for n, name in enumerate(ENCODINGS, 1)}
    close = [name for name in ENCODINGS if totals[name] > totals[state] - _CLEAR]
    if declared is not None and declared in close and _read_well(asking, declared, raw):
        return declared
    if {word.font for word in telling} == {state}:
        # The font's name is often left over from a text since put right: "bò" in VNI-Times may be just that.
        return state if raw or totals[state] > sum(row[0] for row in table) + _BY_FONT else None
    letters = [read_word(word.text, state, raw=raw) for word in telling]
    rivals = [name for name in close if name != state and {name, state} not in _SIBLINGS]
    doubtful = any([read_word(word.text, name, raw=raw) for word in telling] != letters for name in rivals)
    return None if doubtful or len(asking) < _FEWEST else state


def _read_well(asking: Sequence[Word], encoding: str, raw: bool) -> bool:
    number = ENCODINGS.index(encoding) + 1
    found = [chances(word.text, raw=raw)[number] for word in asking]
    return sum(chance > UNKNOWN for chance in found) >= _KNOWN * len(found)


def _letters(words: Sequence[Word], text: str, encoding: str, raw: bool) -> list[tuple[Word, str]]:
    """The words of a run, those between its telling ones included, in letters."""
    read = [shown(read_word(word.text, encoding, raw=raw)) for word in words]
    if encoding == "tcvn3":
        ends = [0, *[word.end for word in words]]
        breaks = [_LINE.search(text, end, word.start) is not None for end, word in zip(ends, words, strict=False)]
        opening = [_opens_sentence(text, word.start) for word in words]
        read = with_capitals(read, breaks, opening)
        read = [letters.upper() if word.font_capitals else letters for word, letters in zip(words, read, strict=True)]
    return list(zip(words, read, strict=True))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _OPENING_SIZE) : start]
    found = _OPENING.search(before)
    return found is not None and (start < _OPENING_SIZE or found.start() > 0 or before[0] == "<")
