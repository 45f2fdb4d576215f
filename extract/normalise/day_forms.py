"""Readers of days: written ("31/12", "24 đến 28-11-2017"), relative ("hôm qua"), of a week ("thứ 5 tuần trước").

A reader takes a scene and gives what it found, or None where the words are not of its form.
"""

import datetime
import re
from typing import NamedTuple

from extract.calendar_words import DAY, MONTH, YEAR, either, values
from extract.normalise.lunar_forms import is_lunar
from extract.normalise.scene import (
    UNKNOWN,
    WORD_MONTH,
    YEAR_TAIL,
    Found,
    Origin,
    Scene,
    moved,
    relative_year,
    written_year,
)
from extract.normalise.years import day_or_none, nearest_day

_NUMERIC = re.compile(
    rf"(?<![0-9])(?<!tháng )(?P<d>{DAY}) ?[/.\-] ?(?P<m>{MONTH})(?![0-9])"
    rf"(?:(?: ?[/.\-] ?)(?P<y1>{YEAR}|[0-9]{{2}})(?![0-9])| năm (?P<y2>{YEAR}))?"
)
_WRITTEN = re.compile(
    rf"(?<![0-9])(?P<d>{DAY}) tháng (?:(?P<m>{MONTH})(?![0-9])|(?!năm [0-9])(?P<w>{WORD_MONTH})){YEAR_TAIL}?"
)
_OPEN_DAY = re.compile(
    rf"(?<![0-9/.\-])({DAY})"
    rf"(?: ?- ?| (?:đến|tới|sang|và)(?: hết)?(?: ngày)? |, ?(?:{DAY}, ?){{0,9}}(?:{DAY} và (?:ngày )?)?)$"
)
_JOINED = re.compile(r"^[^0-9(]*(?:-|đến|tới|sang|và|,)[^0-9]*$")
_RELATIVE = re.compile(rf"(?<!\w){either('relative')}")
_PART_RELATIVE = re.compile(rf"(?<!\w){either('part-of-day')} {either('part-relative')}")
_WEEKDAY = re.compile(rf"(?<!\w){either('weekday')}")
_DAY_ONLY = re.compile(rf"^(?:\D*\b)?ngày ({DAY})(?![0-9/.\-])")
_WEEK = re.compile(r"tuần (này|nay|trước|sau|tới|qua)(?!\w)")
_WEEKS_ON = {"trước": -1, "qua": -1, "sau": 1, "tới": 1}


class _Day(NamedTuple):
    day: int
    month: int | None
    year: int | None
    span: tuple[int, int]


def _written_days(scene: Scene) -> list[_Day]:
    """Days with their month, in order of the text."""
    days: dict[int, _Day] = {}
    for match in [*_WRITTEN.finditer(scene.words), *_NUMERIC.finditer(scene.words)]:
        groups = match.groupdict()
        month = int(groups["m"]) if groups["m"] else values("month")[groups["w"]]
        year = written_year(groups["y1"] or groups["y2"])
        if groups.get("rel"):
            year = relative_year(scene, groups["rel"])
        if not any(d.span[0] < match.end() and match.start() < d.span[1] for d in days.values()):
            days[match.start()] = _Day(int(match["d"]), month, year, match.span())
    return [days[k] for k in sorted(days)]


def _find_day(scene: Scene, day: int, month: int, year: int | None) -> tuple[datetime.date | None, Origin]:
    """A day of the year that is written, of the context, or near publication."""
    if year is not None:
        return day_or_none(year, month, day), None
    if scene.context_year is not None:
        return day_or_none(scene.context_year, month, day), "context"
    if scene.published is None:
        return None, None
    return nearest_day(lambda y: day_or_none(y, month, day), scene.published, scene.tense), "published"


def days(scene: Scene) -> Found | None:
    """Days and ranges of days written with their month: "31/12", "24 đến 28-11-2017", "từ 15/4 đến 15/5"."""
    written = _written_days(scene)
    if not written or is_lunar(scene.words):
        return None
    first = written[0]
    month = first.month or 0
    opening = _OPEN_DAY.search(scene.words[: first.span[0]])
    joined = len(written) > 1 and _JOINED.match(scene.words[first.span[1] : written[1].span[0]])
    if not opening and not joined:
        found, origin = _find_day(scene, first.day, month, first.year)
        return (found.isoformat(), None, origin) if found else UNKNOWN
    last = written[1] if joined else first
    low = first if joined else _Day(int(opening[1]) if opening else first.day, first.month, first.year, first.span)
    if low.year is None and last.year is not None:  # the year at the end is the year of both, or of the end alone
        end = day_or_none(last.year, last.month or 0, last.day)
        start = end and nearest_day(lambda y: day_or_none(y, low.month or 0, low.day), end, "past")
        origin = None
    else:
        start, origin = _find_day(scene, low.day, low.month or 0, low.year)
        end = start and (
            day_or_none(last.year, last.month or 0, last.day)
            if last.year is not None
            else nearest_day(lambda y: day_or_none(y, last.month or 0, last.day), start, "future")
        )
    if start is None:
        return UNKNOWN
    return start.isoformat(), end.isoformat() if end and end > start else None, origin


def relative_day(scene: Scene) -> Found | None:
    """ "hôm qua", "sáng nay", "chiều qua", "ngày mai"."""
    found = _PART_RELATIVE.search(scene.words)
    if found:
        word = found[0]
        shift = next(s for form, s in _longest("part-relative") if word.endswith(" " + form))
    else:
        found = _RELATIVE.search(scene.words)
        if found is None:
            return None
        shift = values("relative", "shift")[found[0]]
    return moved(scene, shift)


def _longest(kind: str) -> list[tuple[str, int]]:
    return sorted(values(kind, "shift").items(), key=lambda item: -len(item[0]))


def weekday(scene: Scene) -> Found | None:
    """ "thứ 5 tuần trước"; without its week the nearest such day in the tense, the past one where that is not known."""
    found = _WEEKDAY.search(scene.words)
    if found is None:
        return None
    if scene.published is None:
        return UNKNOWN
    number, today = values("weekday")[found[0]], scene.published.weekday()
    week = _WEEK.search(scene.words)
    if week:
        return moved(scene, number - today + 7 * _WEEKS_ON.get(week[1], 0))
    return moved(scene, (number - today) % 7 if scene.tense == "future" else -((today - number) % 7))


def day_only(scene: Scene) -> Found | None:
    """ "ngày 28": the nearest such day of a month."""
    found = _DAY_ONLY.match(scene.words)
    if found is None:
        return None
    if scene.published is None:
        return UNKNOWN
    number, here = int(found[1]), scene.published
    at = [here.year * 12 + here.month - 1 + k for k in (-2, -1, 0, 1, 2)]
    near = [d for k in at if k >= 12 and (d := day_or_none(k // 12, k % 12 + 1, number))]
    if scene.tense != "any":
        near = [d for d in near if (d >= here if scene.tense == "future" else d <= here)]
    best = min(near, key=lambda d: (abs((d - here).days), d > here), default=None)
    return (best.isoformat(), None, "published") if best else UNKNOWN
