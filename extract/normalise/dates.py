"""Values of calendar expressions: words → ISO dates no more precise than the words, intervals, parts of day.

A year that is not written is taken from the context's year, else from the day of publication (`extract.normalise.years`
has the rules), else stays unknown: no date then.
"""

import datetime
import re
from collections.abc import Callable

from extract.calendar_words import either, values
from extract.normalise.day_forms import day_only, days, relative_day, weekday
from extract.normalise.fallback import ask_dateparser
from extract.normalise.lunar_forms import lunar_day, lunar_year
from extract.normalise.scene import Found, Scene
from extract.normalise.span_forms import months, part_of_year, quarter, span, years
from extract.normalise.years import Tense
from extract.spelling import fold
from extract.types import DateValue, PartOfDay

# asked in this order: a civil day beside a lunar one is believed before it
_READERS: tuple[Callable[[Scene], Found | None], ...] = (
    days, lunar_day, relative_day, weekday, part_of_year, quarter, months, lunar_year, years, span, day_only,
)  # fmt: skip
_LONGEST = 200
_PART = re.compile(rf"(?<!\w){either('part-of-day')}")
# a lunar restatement of a civil day: "7/4 (tức mùng 10 tháng 3 âm lịch)"
_MOON_BESIDE = re.compile(r"(?<=[0-9]) \([^()]{0,60}(?:âm lịch|tết|mùng|mồng|rằm|giêng|chạp)[^()]{0,60}\)")
_TIME = re.compile(r"(?<![0-9])([0-9]{1,2}) ?(?:h|g|giờ|:)(?: ?([0-5][0-9])(?![/.\-0-9]))?(?![a-zđ0-9])")


def resolve_date(
    text: str,
    *,
    published: datetime.date | None = None,
    tense: Tense = "any",
    context_year: int | None = None,
) -> DateValue:
    """The value of `text`, the words of a DATE mention, in a bulletin of the day `published`.

    `tense` says whether what is dated has happened; `context_year` is a year that the text around gives to days
    without one, and goes before `published`. Words like "hôm qua" need `published`. `date` is null where the year is
    not known or the words are no date. Never raises.

    >>> resolve_date("Chiều 31/12", published=datetime.date(2026, 1, 2), tense="past")
    DateValue(date='2025-12-31', end=None, part_of_day='afternoon', time=None, year_from='published')
    """
    words = " ".join(fold(text[:_LONGEST]).replace("…", " ").replace("–", "-").replace("—", "-").split())
    words = _MOON_BESIDE.sub("", words)
    part = _part_of_day(words)
    scene = Scene(words, published, tense, context_year)
    answers = (found for reader in _READERS if (found := reader(scene)) is not None)
    start, end, year_from = next(answers, None) or ask_dateparser(scene)
    if end == start:
        end = None
    if any(date and len(date.partition("-")[0]) != 4 for date in (start, end)):
        start = end = None  # "tháng tới" at the end of the calendar
    return DateValue(
        date=start, end=end, part_of_day=part, time=_time(words, part), year_from=year_from if start else None
    )


def _part_of_day(words: str) -> PartOfDay | None:
    found = _PART.search(words)
    part: PartOfDay | None = values("part-of-day")[found[0]] if found else None
    return part


def _time(words: str, part: PartOfDay | None) -> str | None:
    """The time as HH:MM: "2 giờ chiều" is 14:00. None for midnight ("12h đêm"), which two days share."""
    found = _TIME.search(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or (hour == 12 and part == "night"):
        return None
    later = part in ("afternoon", "evening") or (part == "noon" and hour < 4) or (part == "night" and hour > 5)
    return f"{hour + 12 if later and hour < 12 else hour:02}:{minute:02}"
