"""What a reader of calendar expressions is given and gives back."""

import datetime
from typing import Literal, NamedTuple

from extract.calendar_words import YEAR, either, values
from extract.normalise.years import Tense

Origin = Literal["published", "context"] | None
# (date, end, where the year is from)
Found = tuple[str | None, str | None, Origin]
UNKNOWN: Found = (None, None, None)
WORD_MONTH = either("month")
YEAR_TAIL = rf"(?: ?[/.\-] ?(?P<y1>{YEAR})|,? năm (?P<y2>{YEAR})| (?:của )?năm (?P<rel>nay|ngoái|trước|sau|tới))"


class Scene(NamedTuple):
    """Folded words with single spaces, and what is known around them."""

    words: str
    published: datetime.date | None
    tense: Tense
    context_year: int | None


def relative_year(scene: Scene, word: str) -> int | None:
    """The year that "năm" with this word names ("ngoái")."""
    return scene.published.year + values("span-relative", "shift")[word] if scene.published else None


def written_year(raw: str | None) -> int | None:
    """A year of four or two figures; of two, those below 70 are of this century."""
    if not raw:
        return None
    return int(raw) if len(raw) == 4 else int(raw) + (2000 if int(raw) < 70 else 1900)


def moved(scene: Scene, days_on: int) -> Found:
    """The day this many days after publication."""
    if scene.published is None:
        return UNKNOWN
    try:
        return (scene.published + datetime.timedelta(days=days_on)).isoformat(), None, "published"
    except OverflowError:
        return UNKNOWN
