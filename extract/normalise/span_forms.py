"""Readers of longer stretches: months, quarters, parts of a year, years, and "tuần sau", "năm ngoái".

A reader takes a scene and gives what it found, or None where the words are not of its form.
"""

import re

from extract.calendar_words import COUNTS, MONTH, QUARTER, QUARTERS, YEAR, either, values
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
from extract.normalise.years import Days, month_days, nearest_span, part_year

_MONTH = re.compile(rf"tháng (?:(?P<m>{MONTH})(?![0-9])|(?P<w>{WORD_MONTH})){YEAR_TAIL}?")
_MONTH_YEAR = re.compile(rf"(?<![0-9/.\-])(?P<m>{MONTH}) ?[/.\-] ?(?P<y1>{YEAR})(?![0-9])")
_MONTH_LIST = re.compile(rf"tháng ({MONTH})(?:, ?{MONTH})* ?(?:-|,|và) ?({MONTH})(?![0-9])(?: ?(?:/|năm) ?({YEAR}))?")
_YEARS = re.compile(rf"(?<![0-9])({YEAR})(?![0-9])")
_QUARTER = re.compile(rf"(?:qu[ýí] |, ?| và | ?- ?)(?P<q>{QUARTER}|một|hai|ba|bốn|tư)(?!\w)")
_YEAR_WORD = re.compile(rf"(?:năm|/|-) ?({YEAR})(?![0-9])|(?<![0-9])({YEAR})(?![0-9])")
_REL_YEAR = re.compile(r"năm (nay|ngoái|trước|sau|tới|kia|này)(?!\w)")
_PART_YEAR = re.compile(
    rf"(?P<n>[0-9]{{1,2}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))}|nửa) ?(?P<unit>tháng|quý|)"
    rf"(?: (?P<side>đầu|cuối|sau)(?: của)? năm| (?:của )?năm (?={YEAR})|/(?={YEAR})| (?={YEAR}))"
)
_SPAN = re.compile(rf"(?<!\w)(tuần|tháng|qu[ýí]|năm) {either('span-relative')}")
_COUNT_BEFORE = re.compile(rf"(?:[0-9]|(?<!\w)(?:{'|'.join(COUNTS)}|một|mười)) $")


def _stated_year(scene: Scene) -> tuple[int | None, Origin]:
    """The year the words give, written or relative."""
    relative = _REL_YEAR.search(scene.words)
    if relative:
        return relative_year(scene, relative[1]), "published"
    written = _YEAR_WORD.search(scene.words)
    return (int(written[1] or written[2]), None) if written else (None, None)


def _months(first: int, last: int, scene: Scene, year: int | None, origin: Origin, *, within_year: bool) -> Found:
    """Months `first` to `last` of a year that is stated or to be found."""
    if year is None and scene.context_year is not None:
        year, origin = scene.context_year, "context"
    if year is None and scene.published is not None:
        origin = "published"

        def span(y: int) -> Days:
            return month_days(y, first)[0], month_days(y, last)[1]

        here = scene.published.year
        year = part_year(span(here), scene.published, scene.tense) if within_year else None
        year = year or nearest_span(span, scene.published, scene.tense)
    if year is None:
        return UNKNOWN
    return f"{year:04}-{first:02}", f"{year:04}-{last:02}" if last != first else None, origin


def part_of_year(scene: Scene) -> Found | None:
    """ "6 tháng đầu năm 2025", "nửa cuối năm nay", "9 tháng năm 2019"."""
    found = _PART_YEAR.search(scene.words)
    if found is None or (found["n"] != "nửa") != bool(found["unit"]):
        return None
    count = 6 if found["n"] == "nửa" else COUNTS.get(found["n"]) or (int(found["n"]) if found["n"].isdigit() else 0)
    count *= 3 if found["unit"] == "quý" else 1
    if not 1 <= count <= 12:
        return None
    first, last = (1, count) if found["side"] in (None, "đầu") else (13 - count, 12)
    return _months(first, last, scene, *_stated_year(scene), within_year=True)


def quarter(scene: Scene) -> Found | None:
    """ "quý III/2025", "quý I và II/2019", "quý 2"."""
    if not re.search(r"(?<!\w)qu[ýí] ", scene.words):
        return None
    bare = re.sub(rf"(?:[/.\-]|năm) ?{YEAR}|năm \w+", " ", scene.words)
    numbers = [_quarter_number(m["q"]) for m in _QUARTER.finditer(bare)]
    if not numbers:
        return None
    first, last = numbers[0], max(numbers)
    if first > last:
        return None
    return _months(first * 3 - 2, last * 3, scene, *_stated_year(scene), within_year=False)


def _quarter_number(word: str) -> int:
    return QUARTERS.get(word) or {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}[word]


def months(scene: Scene) -> Found | None:
    """ "tháng 9/2019", "đầu tháng 12", "từ tháng 3 đến tháng 5/2019", "tháng 3-5/2019"."""
    listed = _MONTH_LIST.search(scene.words)
    if listed and int(listed[1]) < int(listed[2]):
        year = int(listed[3]) if listed[3] else None
        return _months(int(listed[1]), int(listed[2]), scene, year, None, within_year=False)
    named = [*_MONTH.finditer(scene.words)]
    taken = [m.span() for m in named]
    named += [m for m in _MONTH_YEAR.finditer(scene.words) if not any(a <= m.start() < b for a, b in taken)]
    if not named or is_lunar(scene.words):
        return None
    found = [_one_month(scene, m) for m in sorted(named, key=lambda m: m.start())]
    (first, first_year), (last, last_year) = found[0], found[-1]
    origin: Origin = "published" if "rel" in named[0].groupdict() and named[0]["rel"] else None
    if len(found) == 1 or (last_year is None and first_year is None and first < last):
        return _months(first, last, scene, first_year, origin, within_year=False)
    if last_year is None:
        start, _, origin = _months(first, first, scene, first_year, origin, within_year=False)
        last_year = int(start[:4]) + (last < first) if start else None
        return (start, f"{last_year:04}-{last:02}", origin) if start else UNKNOWN
    year = first_year if first_year is not None else last_year - (first > last)
    return f"{year:04}-{first:02}", f"{last_year:04}-{last:02}", origin


def _one_month(scene: Scene, match: re.Match[str]) -> tuple[int, int | None]:
    groups = match.groupdict()
    month = int(groups["m"]) if groups["m"] else values("month")[groups["w"]]
    if groups.get("rel"):
        return month, relative_year(scene, groups["rel"])
    return month, written_year(groups["y1"] or groups.get("y2"))


def span(scene: Scene) -> Found | None:
    """ "năm nay", "tháng trước", "quý này", "tuần sau" (its Monday to its Sunday)."""
    found = _SPAN.search(scene.words)
    if found is None or _COUNT_BEFORE.search(scene.words[: found.start()]):
        return None
    if scene.published is None:
        return UNKNOWN
    shift = values("span-relative", "shift")[found[2] if found.lastindex == 2 else found[0].split(" ", 1)[1]]
    day = scene.published
    if found[1] == "năm":
        return f"{day.year + shift:04}", None, "published"
    if found[1] == "tuần":
        monday = moved(scene, 7 * shift - day.weekday())
        sunday = moved(scene, 7 * shift - day.weekday() + 6)
        return monday[0], sunday[0], monday[2]
    size = 1 if found[1] == "tháng" else 3
    at = (day.year * 12 + day.month - 1) // size + shift
    first = at * size
    return _months(first % 12 + 1, first % 12 + size, scene, first // 12, "published", within_year=False)


def years(scene: Scene) -> Found | None:
    """ "năm 2019", "giai đoạn 2021-2025", "từ năm 2016 đến 2020"."""
    found = _YEARS.findall(scene.words)
    if not found:
        return None
    return found[0], found[-1] if len(found) > 1 and found[-1] > found[0] else None, None
