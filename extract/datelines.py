"""The day of publication as pages, listings and records write it: ISO stamps, lines that hold a date and no more."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

_VIETNAM = timezone(timedelta(hours=7))
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE)
_COMMA_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(\d{4})(?!\d)", re.IGNORECASE)
# What may stand beside the date in a bare date line: weekday, clock, zone, a label of the portal.
_BESIDE = re.compile(
    r"\bth(?:ứ|u|ư)\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])\b|\bchủ nhật\b|\bcn\b|\bt[2-7]\b"
    r"|(?:lượt xem|lượt đọc|views?|hits?)\s?:?\s?[\d.,]+|[\d.,]+\s(?:lượt xem|lượt đọc|lượt truy cập|views?)\b"
    r"|\b\d{1,2}\s?(?:[:h]|giờ)\s?\d{2}(?::\d{2})?\b|\b(?:am|pm|sa|ch)\b|\b(?:gmt|utc)\s?\+?\s?0?7\b"
    r"|\b(?:ngày|lúc|vào lúc|đăng|đăng ngày|ngày đăng|đăng lúc|ngày đăng tin|cập nhật|cập nhật lúc|cập nhật ngày"
    r"|ngày cập nhật|xuất bản|xuất bản lúc|ngày xuất bản|ngày tạo|ngày phát hành"
    r"|được đăng|được đăng ngày|được viết|ngày viết|được xuất bản|thời gian|phút|hà nội)\b",
    re.IGNORECASE,
)
_PUNCTUATION = " ,.:;|()[]/–—-•+\t"
_LONGEST_LINE = 70


def iso_date(stamp: str) -> str | None:
    """The day of an ISO date or timestamp, in Vietnamese time where it names its zone; None where it is none.

    >>> iso_date("2020-11-02"), iso_date("2026-03-06T23:30:00Z"), iso_date("02/11/2020")
    ('2020-11-02', '2026-03-07', None)
    """
    stamp = stamp.strip()
    try:
        if len(stamp) == 10:
            return date.fromisoformat(stamp).isoformat() if _ISO_DAY.fullmatch(stamp) else None
        if not _ISO_DAY.match(stamp):
            return None
        moment = datetime.fromisoformat(stamp)
        if moment.tzinfo is not None:
            moment = moment.astimezone(_VIETNAM)
        return moment.date().isoformat()
    except (ValueError, OverflowError):
        return None


def date_line(line: str) -> str | None:
    """The day that a line names when it names nothing else, day first; None for any other line.

    >>> date_line("02/11/2020"), date_line("Thứ tư, 22/10/2025, 19:25 (GMT+7)"), date_line("Ngày 5 tháng 3 năm 2019")
    ('2020-11-02', '2025-10-22', '2019-03-05')
    >>> date_line("Sáng 5/3/2019, UBND tỉnh họp"), date_line("31/31/2020"), date_line("(2019-05-17T20:49:00.000Z)")
    (None, None, '2019-05-18')
    """
    if len(line) > _LONGEST_LINE:
        return None
    if stamp := iso_date(line.strip(_PUNCTUATION)):
        return stamp
    found = _DAY_FIRST.search(line) or _IN_WORDS.search(line) or _COMMA_YEAR.search(line)
    if found:
        day, month, year = map(int, found.groups())
    else:
        found = _ISO_DAY.search(line)
        if not found:
            return None
        year, month, day = map(int, found.groups())
    rest = line[: found.start()] + " " + line[found.end() :]
    if _BESIDE.sub(" ", rest).strip(_PUNCTUATION):
        return None
    try:
        named = date(year, month, day)
    except ValueError:
        return None
    return named.isoformat() if 1945 <= year <= 2100 else None


def named_day(text: str, formats: Iterable[str] = ()) -> str | None:
    """The day that a date's own element names: by the source's strptime `formats` first, then as in `date_line`.

    >>> named_day("3/7/2026 9:41 AM", ["%m/%d/%Y %I:%M %p"]), named_day(" (18.07.2019 10:16) ")
    ('2026-03-07', '2019-07-18')
    """
    text = " ".join(text.split())
    for form in formats:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return date_line(text)
