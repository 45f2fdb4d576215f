"""Where a bulletin holds what was asked, and which sentence to show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpus.search.asked import Asked, Spelling, Tokens
from corpus.search.sentences import Sentences
from corpus.search.words import Word
from extract.types import Span


@dataclass(frozen=True)
class Passage:
    """A sentence (`start`-`end`, code points into the record's text) with the spans in it that match."""

    start: int
    end: int
    text: str
    marks: tuple[Span, ...]

    def marked(self, before: str, after: str) -> str:
        """The sentence with something put around each match.

        >>> Passage(10, 16, "Đầu tư", ((10, 13),)).marked("«", "»")
        '«Đầu» tư'
        """
        parts, at = [], self.start
        for start, end in self.marks:
            parts += [self.text[at - self.start : start - self.start], before]
            parts += [self.text[start - self.start : end - self.start], after]
            at = end
        return "".join([*parts, self.text[at - self.start :]])


class Places:
    """The words of one text by spelling, to find runs of tokens in."""

    def __init__(self, text_words: Sequence[Word]) -> None:
        self.words = text_words
        self._at: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, word in enumerate(text_words):
            self._at["exact", word.exact].append(i)
            self._at["plain", word.plain].append(i)

    def runs(self, ways: Iterable[Tokens], column: Literal["exact", "plain"]) -> list[tuple[int, int]]:
        """Where any of `ways` stands, as half-open indices into `words`."""
        found = []
        for way in ways:
            for i in self._at.get((column, way[0]), ()):
                here = self.words[i : i + len(way)]
                if len(here) == len(way) and all(getattr(w, column) == t for w, t in zip(here, way, strict=True)):
                    found.append((i, i + len(way)))
        return found

    def span(self, run: tuple[int, int]) -> Span:
        """A run's place in the text."""
        return self.words[run[0]].start, self.words[run[1] - 1].end


def matches(places: Places, asked: Asked, spelling: Spelling) -> list[tuple[int, Span]]:
    """(unit, span) of every match: of the whole query as one phrase where it stands so, else of each unit.

    Units of the phrase all count, so that a sentence with it outdoes one with some of its words.
    """
    if len(asked.units) > 1:
        column: Literal["exact", "plain"] = "plain" if spelling in ("plain", "marked") else "exact"
        together = [places.span(run) for run in places.runs(asked.joined(column), column)]
        if together:
            return [(unit, span) for span in together for unit in range(len(asked.units))]
    found = []
    for number, unit in enumerate(asked.units):
        column = asked.spelling_of(unit, spelling)
        ways = unit.ways if column == "exact" else unit.plain_ways
        found += [(number, places.span(run)) for run in places.runs(ways, column)]
    return found


def passage(
    sentences: Sentences, found: Sequence[tuple[int, Span]], evidence: list[dict[str, Any]] | None
) -> Passage | None:
    """The sentence to show: with most of what was asked, then of the event's evidence, the title last, then the first.

    None for a text without words.
    """
    if not sentences.spans:
        return None
    units: dict[int, set[int]] = defaultdict(set)
    for unit, (start, _) in found:
        units[sentences.number(start)].add(unit)
    told = sentences.told(evidence or [])
    numbers = units or told or {0: set()}
    best = min(numbers, key=lambda n: (-len(units.get(n, ())), -told[n], n == 0, n))
    start, end = sentences.spans[best]
    start += len(sentences.text[start:end]) - len(sentences.text[start:end].lstrip())
    marks: list[Span] = []
    for s, e in sorted({span for _, span in found if start <= span[0] < end}):
        if not marks or s >= marks[-1][1]:
            marks.append((s, min(e, end)))
    return Passage(start, end, sentences.text[start:end], tuple(marks))
