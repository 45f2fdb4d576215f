"""What search filters and counts by: for each event of a record its days, its places, its bodies and its amounts."""

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.search.words import exact_text, plain_text
from extract.gazetteer import province_names

Json = dict[str, Any]
LARGEST = 2**63 - 1  # what a column of SQLite holds; a larger amount is still larger than what is asked for
_ZONE = re.compile(
    r"(?:khu|kcn|kkt|ccn|kcx|kcnc|cụm)\b(?: (?:công nghiệp|kinh tế|chế xuất|công nghệ cao|cửa khẩu|mở|ven biển))*"
)
_ZONE_HEADS = {
    "kcn": "khu công nghiệp",
    "kkt": "khu kinh tế",
    "ccn": "cụm công nghiệp",
    "kcx": "khu chế xuất",
    "kcnc": "khu công nghệ cao",
}


@dataclass(frozen=True)
class EventRow:
    """An event (or, with neither id nor type, a bulletin without events) as the index keeps it.

    `first` and `last` are days as numbers (20190500–20190599 for May 2019); `place` is plain words; `amounts` are
    (currency, the most it can be, in whole units).
    """

    event: str | None
    type: str | None
    first: int | None
    last: int | None
    year: int | None
    place: str
    province: str | None
    zone: str | None
    bodies: tuple[str, ...]
    amounts: tuple[tuple[str, int], ...]


def first_day(date: str) -> int:
    """The number of the first day of an ISO day, month or year.

    >>> first_day("2019-05"), last_day("2019-05")
    (20190500, 20190599)
    """
    return int(date.replace("-", "").ljust(8, "0"))


def last_day(date: str) -> int:
    """The number of the last day of an ISO day, month or year."""
    return int(date.replace("-", "").ljust(8, "9"))


@functools.cache
def _provinces() -> re.Pattern[str]:
    names = sorted({exact_text(n) for n in province_names()}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@functools.cache
def _province_spelling() -> dict[str, str]:
    return {exact_text(name): name for name in sorted(province_names())}


def zone_of(place: str | None) -> str | None:
    """The industrial or economic zone that a place's name begins with, its head written out.

    >>> zone_of("KCN Minh Quang"), zone_of("Khu kinh tế cửa khẩu Lao Bảo"), zone_of("khu công nghiệp")
    ('Khu công nghiệp Minh Quang', 'Khu kinh tế cửa khẩu Lao Bảo', None)
    """
    words = place.split() if place else []
    exact = " ".join(exact_text(w) or w for w in words)
    head = _ZONE.match(exact)
    rest = words[len(head[0].split()) :] if head else []
    if head is None or head[0] in ("khu", "cụm") or not rest or not rest[0][:1].isupper():
        return None
    full = " ".join(_ZONE_HEADS.get(w, w) for w in head[0].split())
    return f"{full[0].upper()}{full[1:]} {' '.join(rest)}"


def _chain(record: Json, event: Json) -> list[str]:
    """The event's location with what follows it at once: "xã Lộc Bảo", "huyện Bảo Lâm", "tỉnh Lâm Đồng"."""
    if not event.get("location"):
        return []
    names = [event["location"]]
    spans = [tuple(s) for e in event["evidence"] if e["path"] == "/location" for s in e["spans"]]
    if spans:
        at = max(end for _, end in spans)
        for entity in record["entities"]:
            gap = record["text"][at : entity["start"]]
            if entity["type"] == "LOCATION" and entity["start"] >= at and gap.strip(" ,(-–") == "" and len(gap) < 4:
                names.append(entity["text"])
                at = entity["end"]
    return names


def _bodies(event: Json) -> tuple[str, ...]:
    names = [event.get("issuer"), event.get("licensed_by"), *event.get("organisers", ()), *event.get("investors", ())]
    return tuple(dict.fromkeys(n for n in names if n))


def _amounts(event: Json) -> tuple[tuple[str, int], ...]:
    most: dict[str, int] = {}
    for amount in event.get("amounts", ()):
        if "per" not in amount:
            value = min(int(Decimal(str(amount.get("max", amount.get("value"))))), LARGEST)
            most[amount["currency"]] = max(value, most.get(amount["currency"], value))
    return tuple(most.items())


def _row(record: Json, event: Json | None) -> EventRow:
    facts = record["bulletin"]
    chain = _chain(record, event) if event else []
    around = [*chain, facts["title"], facts["publisher"] or ""]
    exact = [exact_text(name) for name in around]
    province = next((m[0] for text in exact if (m := _provinces().search(text))), None)
    date = (event and event["date"]) or facts["published"]  # an event without a day is looked for on the bulletin's
    until = (event and event["date_end"]) or date
    return EventRow(
        event=event["id"] if event else None,
        type=event["type"] if event else None,
        first=first_day(date) if date else None,
        last=last_day(until) if until else None,
        year=int(date[:4]) if date else None,
        place=plain_text(" | ".join(exact)),
        province=_province_spelling()[province] if province else None,
        zone=next((z for name in chain if (z := zone_of(name))), None),
        bodies=_bodies(event) if event else (),
        amounts=_amounts(event) if event else (),
    )


def event_rows(record: Json) -> list[EventRow]:
    """The rows of a record's events; one row for the bulletin itself where it has none."""
    return [_row(record, event) for event in record["events"]] or [_row(record, None)]
