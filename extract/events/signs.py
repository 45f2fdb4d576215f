"""What the event models see around a place in the text: words, what is tagged there, and which triggers stand near."""

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.reading import Reading
from extract.spelling import fold
from extract.syllables import syllables
from extract.types import Span
from extract.vocabulary import Entry, load

EDGE = "␂"


@functools.cache
def _trigger_forms() -> tuple[re.Pattern[str], dict[str, tuple[Entry, ...]]]:
    forms: dict[str, tuple[Entry, ...]] = {}
    for entry in (*load("triggers"), *load("honours")):
        for form in entry.forms:
            forms[fold(form)] = (*forms.get(fold(form), ()), entry)
    longest = sorted(forms, key=lambda f: (-len(f), f))
    return re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(map(re.escape, longest)))), forms


def triggers(text: str, span: Span) -> list[tuple[int, int, Entry]]:
    """Trigger words and honours in `text[span]` with their entries, in order.

    >>> [(a, b, e.id) for a, b, e in triggers("Sở tổ chức lễ khởi công", (0, 23))][:1]
    [(3, 10, 'hold')]
    """
    pattern, forms = _trigger_forms()
    folded = fold(text[span[0] : span[1]])
    if len(folded) != span[1] - span[0]:
        return []
    return [(span[0] + m.start(), span[0] + m.end(), entry) for m in pattern.finditer(folded) for entry in forms[m[0]]]


class Signs:
    """The view of one reading that both event models share."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.syllables = syllables(reading.text)
        self.starts = self.syllables.start
        self.kind = ["O"] * len(self.starts)
        self.trigger: list[str] = ["-"] * len(self.starts)
        for mention in reading.mentions:
            for k in self.inside((mention.start, mention.end)):
                self.kind[k] = mention.label
        for line in reading.lines:
            for start, end, entry in triggers(reading.text, line):
                for k in self.inside((start, end)):
                    self.trigger[k] = entry.id

    def inside(self, span: Span) -> range:
        """Indices of the syllables that begin inside `span`."""
        return range(bisect_right(self.starts, span[0] - 1), bisect_right(self.starts, span[1] - 1))

    def where(self, position: int) -> str:
        """Which part of the bulletin: title, lead (its first lines), body, end."""
        lines = self.reading.lines
        k = bisect_right([s for s, _ in lines], position) - 1
        if k <= 0:
            return "title"
        if k <= 2:
            return f"lead{k}"
        return "end" if k >= len(lines) - 1 else "body"


def compressed(signs: Signs, indices: Sequence[int]) -> list[str]:
    """Words in order, where each mention stands for one word: its type. What a pattern reader would see."""
    out: list[str] = []
    for k in indices:
        kind = signs.kind[k]
        if kind == "O":
            out.append(signs.syllables.norm[k])
        elif not out or out[-1] != f"<{kind}>":
            out.append(f"<{kind}>")
    return out
