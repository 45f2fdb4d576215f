"""Words of calendar expressions from `schemas/vocab/calendar.yml`, for what finds dates and what values them."""

import functools
import re
from typing import Any

from extract.spelling import fold
from extract.vocabulary import Entry, load

DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:19|20)[0-9]{2}"
QUARTER = r"(?:iv|i{1,3}|[1-4])"
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}


@functools.cache
def entries(kind: str) -> tuple[Entry, ...]:
    """Entries of the calendar vocabulary of this kind, in file order."""
    return tuple(e for e in load("calendar") if e.attributes["kind"] == kind)


@functools.cache
def values(kind: str, attribute: str = "value") -> dict[str, Any]:
    """Each folded form of a kind with its entry's attribute.

    >>> values("part-of-day")["chiều"], values("weekday")["chủ nhật"]
    ('afternoon', 6)
    """
    return {fold(form): e.attributes.get(attribute) for e in entries(kind) for form in e.forms}


@functools.cache
def either(kind: str) -> str:
    """Regex alternatives of a kind's forms, longest first, each a whole word.

    >>> re.match(either("period"), "nhiệm kỳ 2015-2020")[0]
    'nhiệm kỳ'
    """
    forms = sorted({fold(f) for e in entries(kind) for f in e.forms}, key=lambda f: (-len(f), f))
    return "(?:" + "|".join(re.escape(f).replace(r"\ ", " ") for f in forms) + r")(?!\w)"
