"""A bulletin as read so far: its mentions in order, the values of amounts and dates, and ways to look around them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from extract.types import Amount, Bulletin, DateValue, Label, Mention, Span

_END = re.compile("[.?!…](?=[ ”\"'])")  # what may end a sentence


@dataclass(frozen=True)
class Reading:
    """What the hops after tagging work on. `mentions` are sorted and do not overlap; `values` are by their index."""

    bulletin: Bulletin
    mentions: tuple[Mention, ...]
    values: dict[int, Amount | DateValue] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.bulletin.text

    def words(self, index: int) -> str:
        """The words of mention `index`."""
        mention = self.mentions[index]
        return self.text[mention.start : mention.end]

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """Spans of the lines that hold text, without their line ends."""
        spans, at = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                spans.append((at, at + len(line)))
            at += len(line) + 1
        return tuple(spans)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Spans of sentences: lines cut after . ? ! … that end one, never inside a mention or after an abbreviation."""
        spans: list[Span] = []
        text = self.text
        for start, end in self.lines:
            at = start
            for match in _END.finditer(text, start, end - 1):
                p = match.start()
                if not self._inside(p) and _ends(text, p, at):
                    spans.append((at, p + 1))
                    at = p + 1
            spans.append((at, end))
        return tuple(spans)

    def _inside(self, position: int) -> bool:
        """Does the character at `position` stand inside a mention, before its last one?"""
        before = bisect_right(self._starts, position) - 1
        return before >= 0 and position < self.mentions[before].end - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    def within(self, span: Span, *labels: Label) -> list[int]:
        """Indices of the mentions inside `span`, of these labels if any are given."""
        low, high = bisect_left(self._starts, span[0]), bisect_right(self._starts, span[1] - 1)
        return [
            i
            for i in range(low, high)
            if self.mentions[i].end <= span[1] and (not labels or self.mentions[i].label in labels)
        ]

    def of(self, *labels: Label) -> list[int]:
        """Indices of all mentions of these labels, in order."""
        return [i for i, m in enumerate(self.mentions) if m.label in labels]

    def sentence(self, position: int) -> Span:
        """The sentence that holds the character at `position`."""
        index = bisect_right([s for s, _ in self.sentences], position) - 1
        return self.sentences[max(index, 0)]

    def gap(self, left: int, right: int) -> str:
        """The text between mention `left` and mention `right`."""
        return self.text[self.mentions[left].end : self.mentions[right].start]


_ABBREVIATIONS = (
    "TP",
    "Tp",
    "TX",
    "Q",
    "P",
    "T",
    "ThS",
    "TS",
    "GS",
    "PGS",
    "BS",
    "KS",
    "Th",
    "St",
    "Mr",
    "Ms",
    "Co",
    "Ltd",
    "Pte",
)


def _ends(text: str, p: int, start: int) -> bool:
    """Does the sign at `p` end a sentence? Not after "TP.", "PGS.", an initial or between figures."""
    if text[p] != ".":
        return True
    word = text[start:p].rsplit(None, 1)[-1:] or [""]
    after = text[p + 1 :].lstrip(" ”\"'")[:1]
    return word[0].rsplit("(", 1)[-1] not in _ABBREVIATIONS and not (after.islower())
