"""The Vietnamese lunar calendar: lunar day → civil day, after Hồ Ngọc Đức's algorithm (new moons and sun at UTC+7).

Libraries of the Chinese calendar do not do: it counts at UTC+8, and some Tết are a day or a month apart (1985, 2007).
"""

import datetime
import functools
import math

_ZONE_DAYS = 7 / 24
_EPOCH = 2415021.076998695  # Julian day of the new moon of 1 January 1900
_SYNODIC = 29.530588853
_CIVIL_OFFSET = 1721425  # Julian day number minus Python's ordinal
FIRST_YEAR, LAST_YEAR = 1800, 2199


def _new_moon(k: int) -> int:
    """Julian day number, in Vietnam, of the `k`-th new moon after the epoch."""
    t = k / 1236.85
    t2, t3, rad = t * t, t * t * t, math.pi / 180
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
    mean += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t2) * rad)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * rad
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * rad
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * rad
    shift = (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun)
    shift += -0.4068 * math.sin(moon) + 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon)
    shift += 0.0104 * math.sin(2 * node) - 0.0051 * math.sin(sun + moon) - 0.0074 * math.sin(sun - moon)
    shift += 0.0004 * math.sin(2 * node + sun) - 0.0004 * math.sin(2 * node - sun)
    shift += -0.0006 * math.sin(2 * node + moon) + 0.0010 * math.sin(2 * node - moon)
    shift += 0.0005 * math.sin(2 * moon + sun)
    if t < -11:
        drift = 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
    else:
        drift = -0.000278 + 0.000265 * t + 0.000262 * t2
    return math.floor(mean + shift - drift + 0.5 + _ZONE_DAYS)


def _sun_sector(day: int) -> int:
    """Which twelfth of its path, counted from the spring equinox, the sun is in at the start of Julian `day`."""
    t = (day - 2451545.5 - _ZONE_DAYS) / 36525
    t2, rad = t * t, math.pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * rad
    length = 280.46645 + 36000.76983 * t + 0.0003032 * t2
    length += (1.914600 - 0.004817 * t - 0.000014 * t2) * math.sin(anomaly)
    length += (0.019993 - 0.000101 * t) * math.sin(2 * anomaly) + 0.000290 * math.sin(3 * anomaly)
    return int((length % 360) // 30)


@functools.cache
def _eleventh_month(year: int) -> tuple[int, int]:
    """Index and Julian day of the new moon that opens the lunar month with the winter solstice of `year`."""
    last = datetime.date(year, 12, 31).toordinal() + _CIVIL_OFFSET
    k = math.floor((last - 2415021) / _SYNODIC)
    if _sun_sector(_new_moon(k)) >= 9:
        k -= 1
    return k, _new_moon(k)


@functools.cache
def _month_starts(year: int) -> dict[tuple[int, bool], tuple[int, int]]:
    """First Julian day and length of each lunar month of lunar `year`, by (month, is leap)."""
    first, _ = _eleventh_month(year - 1)
    last, _ = _eleventh_month(year)
    months: dict[tuple[int, bool], tuple[int, int]] = {}
    for opening, closing, take in ((first, last, range(1, 11)), (last, _eleventh_month(year + 1)[0], (11, 12))):
        number, leap_left = 11, closing - opening > 12
        for k in range(opening, closing):
            is_leap = leap_left and k > opening and _sun_sector(_new_moon(k)) == _sun_sector(_new_moon(k + 1))
            if is_leap:
                leap_left = False
            elif k > opening:
                number = number % 12 + 1
            if number in take:
                months[number, is_leap] = (_new_moon(k), _new_moon(k + 1) - _new_moon(k))
    return months


def from_lunar(day: int, month: int, year: int, *, leap: bool = False) -> datetime.date | None:
    """The civil day of a lunar day; None where that year has no such day, or lies outside 1800-2199.

    >>> from_lunar(1, 1, 2007)  # mùng 1 Tết Đinh Hợi
    datetime.date(2007, 2, 17)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    start, length = _month_starts(year).get((month, leap), (0, 0))
    return datetime.date.fromordinal(start + day - 1 - _CIVIL_OFFSET) if 1 <= day <= length else None


def last_of_year(year: int) -> int | None:
    """The number of days of the last lunar month (29 or 30): the day of giao thừa.

    >>> last_of_year(2024)  # Giáp Thìn ended on 29 Tết
    29
    """
    return _month_starts(year)[12, False][1] if FIRST_YEAR <= year <= LAST_YEAR else None
