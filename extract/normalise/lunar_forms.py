"""Reads lunar expressions and holidays: "mùng 2 Tết", "rằm tháng Giêng", "giỗ Tổ", "Tết Kỷ Hợi"."""

import datetime
import functools
import re
from collections.abc import Callable

from extract.calendar_words import DAY, MONTH, YEAR, either, entries, values
from extract.normalise.lunar import from_lunar, last_of_year
from extract.normalise.scene import UNKNOWN, Found, Origin, Scene
from extract.normalise.years import day_or_none, nearest_day
from extract.spelling import fold

_NAMED = either("month")
_TET = re.compile(rf"(?:(?:mùng|mồng|ngày) )?({DAY}) tết(?!\w)")
_FULL_MOON = re.compile(rf"rằm tháng (?:({MONTH})(?![0-9])|({_NAMED}))")
_WRITTEN = re.compile(rf"(?<![0-9])({DAY})(?: tháng | ?[/.\-] ?)(?:({MONTH})(?![0-9])|({_NAMED}))")
_FIRST_DAYS = re.compile(r"(?<!\w)(?:mùng|mồng) ")
_LUNAR_MONTH = re.compile(r"(?<!\w)(?:giêng|chạp|âm lịch)(?!\w)")
_WHOLE_MONTH = re.compile(r"(?<!\w)tháng (giêng|chạp)(?!\w)")
_EVE = re.compile(r"(?<!\w)giao thừa(?!\w)")
_CYCLE = re.compile(rf"(?<!\w){either('stem')} {either('branch')}")
_YEAR = re.compile(rf"(?<![0-9])({YEAR})(?![0-9])")


@functools.cache
def _holidays(calendar: str) -> dict[str, tuple[int, int]]:
    """Form → (month, day) of the holidays kept by this calendar, solar or lunar."""
    found = {}
    for entry in entries("holiday"):
        month, _, day = str(entry.attributes.get(calendar) or "").partition("-")
        if day:
            found.update({fold(form): (int(month), int(day)) for form in entry.forms})
    return found


def _lunar_words(words: str) -> tuple[int, int] | None:
    """(month, day) of the lunar calendar; day 0 is the last of the year."""
    if _EVE.search(words):
        return 12, 0
    if found := _TET.search(words):
        day = int(found[1])
        return (12, 0 if day == 30 else day) if day >= 23 else (1, day)
    if found := _FULL_MOON.search(words):
        return (int(found[1]) if found[1] else values("month")[found[2]]), 15
    if (found := _WRITTEN.search(words)) and is_lunar(words):
        return (int(found[2]) if found[2] else values("month")[found[3]]), int(found[1])
    return next((on for form, on in _holidays("lunar").items() if form in words), None)


def is_lunar(words: str) -> bool:
    """Do a day and month in folded `words` count by the moon?

    They do in "10/3 âm lịch", "23 tháng chạp", and where they are a feast's.

    >>> is_lunar("mùng 10 tháng 3"), is_lunar("mùng 2 tháng 9")
    (True, False)
    """
    if _LUNAR_MONTH.search(words):
        return True
    found = _WRITTEN.search(words)
    if found is None or not _FIRST_DAYS.search(words):
        return False
    month = int(found[2]) if found[2] else values("month")[found[3]]
    return (month, int(found[1])) in _holidays("lunar").values()


def lunar_day(scene: Scene) -> Found | None:
    """The civil day of a lunar day or a holiday, or None where there is none.

    A year that is written, or named by its stem and branch, is that of the Tết; the days before it belong to the year
    before.

    >>> lunar_day(Scene("mùng 2 tết", datetime.date(2025, 2, 5), "past", None))
    ('2025-01-30', None, 'published')
    """
    words = scene.words
    on, solar = _lunar_words(words), None
    if on is None and (whole := _WHOLE_MONTH.search(words)):
        return _whole_month(values("month")[whole[1]], scene)
    if on is None:
        solar = next((day for form, day in _holidays("solar").items() if form in words), None)
        if solar is None:
            return None
    month, day = on or solar or (0, 0)
    eve = on is not None and month == 12 and ("tết" in words or day == 0)

    def make(year: int) -> datetime.date | None:
        if on is None:
            return day_or_none(year, month, day)
        lunar_year_no = year - 1 if eve else year
        return from_lunar(day or last_of_year(lunar_year_no) or 30, month, lunar_year_no)

    found, origin = _placed(make, scene)
    return found.isoformat() if found else None, None, origin


def _placed(make: Callable[[int], datetime.date | None], scene: Scene) -> tuple[datetime.date | None, Origin]:
    """The day in the year that is written, of the context, or nearest to publication."""
    written = _written_year(scene)
    if written is not None:
        return make(written), None
    if scene.context_year is not None:
        return make(scene.context_year), "context"
    if scene.published is None:
        return None, None
    return nearest_day(make, scene.published, scene.tense, feast=True), "published"


def _whole_month(month: int, scene: Scene) -> Found:
    """First and last day of a lunar month, which no civil month is."""
    first, origin = _placed(lambda y: from_lunar(1, month, y), scene)
    if first is None:
        return UNKNOWN
    year = first.year - (month == 12 and first.month < 3)
    last = from_lunar(30, month, year) or from_lunar(29, month, year)
    return first.isoformat(), last.isoformat() if last else None, origin


def _cycle_year(words: str, near: int) -> int | None:
    """The year with this stem and branch nearest to `near`; None where the two never meet."""
    found = _CYCLE.search(words)
    if found is None:
        return None
    stem, _, branch = found[0].partition(" ")
    ten, twelve = values("stem")[stem], values("branch")[branch]
    years = [y for y in range(near - 30, near + 30) if y % 10 == ten and y % 12 == twelve]
    return years[0] if years else None


def _written_year(scene: Scene) -> int | None:
    written = _YEAR.search(scene.words)
    if written:
        return int(written[1])
    return _cycle_year(scene.words, scene.published.year) if scene.published else None


def lunar_year(scene: Scene) -> Found | None:
    """The year of "Kỷ Hợi" or "Tết Kỷ Hợi 2019", or None where none is named.

    >>> lunar_year(Scene("tết kỷ hợi", datetime.date(2019, 1, 26), "any", None))
    ('2019', None, 'published')
    """
    if not _CYCLE.search(scene.words):
        return None
    written = _YEAR.search(scene.words)
    if written:
        return written[1], None, None
    published = scene.published.year if scene.published else None
    near = scene.context_year if scene.context_year is not None else published
    year = _cycle_year(scene.words, near) if near is not None else None
    if year is None or not 0 < year < 9999:
        return UNKNOWN
    return f"{year:04}", None, "published" if scene.context_year is None else "context"
