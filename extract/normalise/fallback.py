"""dateparser as one resolver among ours: for words that our grammar does not read, and never beyond what it says."""

import datetime
import functools
import re
from typing import Any

from extract.calendar_words import COUNTS
from extract.normalise.scene import UNKNOWN, Found, Scene

_PREFER = {"past": "past", "future": "future", "any": "current_period"}
_WORTH_ASKING = re.compile(r"(?<!\w)(?:ngày|hôm|tuần|tháng|năm|giờ|phút|quý)(?!\w)")
# figures joined by signs are ours to read: "5/13" is no day, and no guess either
_OURS = re.compile(r"[0-9] ?[/.\-] ?[0-9]")
_COUNT = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(COUNTS, key=len, reverse=True))})(?= (?:ngày|tuần|tháng|năm|giờ)(?!\w))"
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@functools.cache
def _parser(prefer: str, base: datetime.date) -> Any:
    """A Vietnamese parser; loaded late, since most bulletins never need it."""
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": datetime.datetime.combine(base, datetime.time()),
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "DMY",
        "TIMEZONE": "UTC",
    }
    return DateDataParser(languages=["vi"], settings=settings)


def ask_dateparser(scene: Scene) -> Found:
    """What dateparser makes of the words, cut to its `period`.

    Without a day of publication only a year that is written counts.

    >>> ask_dateparser(Scene("2 ngày trước", datetime.date(2026, 1, 2), "past", None))
    ('2025-12-31', None, 'published')
    """
    words, published = scene.words, scene.published
    written = _YEAR.search(words)
    if len(words) > 40 or _OURS.search(words) or not _WORTH_ASKING.search(words) or not (published or written):
        return UNKNOWN
    try:
        data = _parser(_PREFER[scene.tense], published or datetime.date(2000, 1, 1)).get_date_data(
            _COUNT.sub(lambda m: f"{COUNTS[m[0]]}", words)
        )
    except (ValueError, OverflowError, AttributeError, TypeError, KeyError, IndexError, re.error):
        return UNKNOWN  # odd words break it in many ways; they are then no date
    moment = data.date_obj
    if moment is None or (written and moment.year != int(written[0])):
        return UNKNOWN
    length = {"year": 4, "month": 7}.get(data.period, 10)
    if data.period == "week":
        monday = moment.date() - datetime.timedelta(days=moment.weekday())
        return monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat(), "published"
    return moment.date().isoformat()[:length], None, None if written else "published"
