"""Everything the event builders look at: the reading, its roles and phrases, and names completed by linking."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from extract.events.phrases import Phrase
from extract.events.signs import Signs
from extract.reading import Reading
from extract.spelling import fold
from extract.types import Amount, Basis, DateValue, Span

Completed = tuple[str, Basis, tuple[Span, ...]]


@dataclass(frozen=True)
class Scene:
    """One bulletin as the event builders see it.

    `full_name` gives the fullest form of a PERSON mention, `complete` the completed name of an organisation.
    """

    signs: Signs
    phrases: tuple[Phrase, ...]
    roles: tuple[str, ...]
    full_name: Callable[[int], str]
    complete: Callable[[str], Completed]

    @property
    def reading(self) -> Reading:
        return self.signs.reading

    def span(self, index: int) -> Span:
        """Where mention `index` stands."""
        mention = self.reading.mentions[index]
        return mention.start, mention.end

    def role(self, *roles: str, span: Span | None = None) -> list[int]:
        """Mentions with one of these roles, in the whole bulletin or inside `span`."""
        indices = range(len(self.roles)) if span is None else self.reading.within(span)
        return [i for i in indices if self.roles[i] in roles]

    def date(self, index: int) -> DateValue | None:
        """The value of a DATE mention, where it has one."""
        value = self.reading.values.get(index)
        return value if isinstance(value, DateValue) and value.date else None

    def amount(self, index: int) -> Amount | None:
        """The value of a MONEY mention, where it has one."""
        value = self.reading.values.get(index)
        return value if isinstance(value, Amount) else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s for s, _ in self.reading.sentences]

    def sentence_number(self, position: int) -> int:
        """Index of the sentence that holds `position`."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def sentence(self, position: int, *, before: int = 0, after: int = 0) -> Span:
        """The sentence at `position`, widened by sentences before and after it."""
        n = self.sentence_number(position)
        sentences = self.reading.sentences
        return sentences[max(0, n - before)][0], sentences[min(len(sentences) - 1, n + after)][1]

    def dates_in(self, span: Span, *, day: bool = True) -> list[int]:
        """DATE mentions in `span` with a known date (of a day, unless `day` is false)."""
        return [
            i
            for i in self.reading.within(span, "DATE")
            if (value := self.date(i)) and (len(value.date or "") == 10 or not day)
        ]

    def published(self) -> str | None:
        """The publication day, where known."""
        return self.reading.bulletin.published


def alike(a: str, b: str) -> bool:
    """Do two strings name one thing: equal words, or the shorter's words nearly all in the longer.

    >>> alike("lễ khởi công dự án An Bình", "Lễ khởi công An Bình")
    True
    """
    x, y = set(re.findall(r"\w+", fold(a))), set(re.findall(r"\w+", fold(b)))
    if not x or not y:
        return False
    both = len(x & y)
    return both / len(x | y) >= 0.6 or (both == min(len(x), len(y)) >= 2)
