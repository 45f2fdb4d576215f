"""The sentences of a record, and which of them tells an event."""

from bisect import bisect_right
from collections import Counter
from typing import Any

from extract.reading import Reading
from extract.types import Bulletin, Mention, Span


class Sentences:
    """Sentences of a record in plain JSON form; spans are code points into its text, half-open."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.text: str = record["text"]
        mentions = tuple(
            Mention(start=e["start"], end=e["end"], label=e["type"], method="", rule="") for e in record["entities"]
        )
        title = record["bulletin"]["title"]
        self.spans: tuple[Span, ...] = Reading(Bulletin(id="", title=title, text=self.text), mentions).sentences
        self._starts = [start for start, _ in self.spans]

    def number(self, position: int) -> int:
        """The index of the sentence that holds the character at `position`."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def words(self, number: int) -> str:
        """A sentence's text without white space around it."""
        start, end = self.spans[number]
        return self.text[start:end].strip()

    def told(self, evidence: list[dict[str, Any]]) -> Counter[int]:
        """How many different places of `evidence` each sentence holds."""
        places = {tuple(span) for entry in evidence for span in entry["spans"]}
        return Counter(self.number(start) for start, _ in places)

    def best(self, evidence: list[dict[str, Any]]) -> int | None:
        """The sentence with most of the evidence (the title's last among equals, then the first); None without any."""
        told = self.told(evidence)
        return min(told, key=lambda n: (-told[n], n == 0, n)) if told else None

    def telling(self, evidence: list[dict[str, Any]]) -> str | None:
        """The words of the sentence with most of the evidence."""
        number = self.best(evidence)
        return None if number is None else self.words(number)
