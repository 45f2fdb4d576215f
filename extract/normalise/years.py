"""Which year a day, month or quarter without a year means, from the day of publication and the tense."""

import datetime
from collections.abc import Callable
from typing import Literal

Tense = Literal["past", "future", "any"]
Days = tuple[datetime.date, datetime.date]
_AHEAD = datetime.timedelta(days=45)
_LONG_AGO = datetime.timedelta(days=300)
_UNFINISHED = datetime.timedelta(days=31)


def day_or_none(year: int, month: int, day: int) -> datetime.date | None:
    """The civil day, or None where there is none (31/2)."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    after = datetime.date(year + month // 12, month % 12 + 1, 1) if year < 9999 else datetime.date(9999, 12, 31)
    return datetime.date(year, month, 1), after - datetime.timedelta(days=1)


def nearest_day(
    make: Callable[[int], datetime.date | None], published: datetime.date, tense: Tense, *, feast: bool = False
) -> datetime.date | None:
    """The nearest such day: at or before publication (past), at or after it (future).

    Where the tense is not known it is the one before, unless the next one is at most 45 days ahead (and so the one
    before more than ten months back). Of a `feast` it is then the nearer one: feasts are spoken of ahead.
    """
    days = [d for y in range(published.year - 8, published.year + 9) if 0 < y < 9999 and (d := make(y))]
    before = [d for d in days if d <= published]
    after = [d for d in days if d >= published]
    if tense == "future":
        return after[0] if after else None
    if tense == "any" and after and before:
        back, ahead = published - before[-1], after[0] - published
        sooner = ahead < back if feast else ahead <= _AHEAD and back > _LONG_AGO
        return after[0] if sooner else before[-1]
    return before[-1] if before else None


def nearest_span(make: Callable[[int], Days], published: datetime.date, tense: Tense) -> int:
    """The year of the nearest month or quarter; where the tense is not known the nearer one, at a tie the past one."""
    years = [y for y in (published.year - 1, published.year, published.year + 1) if 0 < y < 9999]
    before = [y for y in years if make(y)[0] <= published]
    after = [y for y in years if make(y)[1] >= published]
    if not before or not after:  # publication at the very end of the calendar
        return (after or before or [published.year])[0]
    if tense == "future":
        return after[0]
    if tense == "past":
        return before[-1]
    back, ahead = published - make(before[-1])[1], make(after[0])[0] - published
    return before[-1] if back <= ahead else after[0]


def part_year(span: Days, published: datetime.date, tense: Tense) -> int:
    """The year of a part of a year ("6 tháng đầu năm"), `span` being that part of the year of publication.

    It is that year, unless the tense says that the part is over and it is more than a month from over, or the reverse.
    """
    if tense == "past" and span[1] - published > _UNFINISHED:
        return published.year - 1
    return published.year + 1 if tense == "future" and span[1] < published else published.year
