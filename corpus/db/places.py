"""Of which province and which zone a place is, as far as its words and the bulletin's publisher say.

Provinces are those of the bulletin's own day: before or after the mergers of 1 July 2025.
"""

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from extract.gazetteer import bare_unit
from extract.spelling import fold, modern_tone

CHANGE_DAY = "2025-07-01"
_ZONE_HEADS = (
    ("khu kinh tế cửa khẩu", "KKTCK"), ("khu công nghệ cao", "KCNC"), ("khu công nghiệp", "KCN"),
    ("khu kinh tế", "KKT"), ("cụm công nghiệp", "CCN"), ("khu chế xuất", "KCX"),
    *((short.lower(), short) for short in ("KKTCK", "KCNC", "KCN", "KKT", "CCN", "KCX")),
)  # fmt: skip
_ZONE_END = re.compile(r"\s*[,;(]|\s+(?:tại|ở|thuộc|tỉnh|thành phố|TP\.?|huyện|thị xã|quận|xã|phường|thị trấn)\s")
_DESIGNATED = re.compile(
    r"(?i)^(?:(?P<province>tỉnh)|(?P<district>huyện|quận|thị xã|tx\.?)|(?P<city>thành phố|tp\.?|t\.p)"
    r"|(?P<commune>xã|phường|thị trấn|tt\.?|đặc khu))\s*(?=\S)"
)
_ROAD = re.compile(r"(?i)^(?:số\s+\d|đường|phố|quốc lộ|ql|tỉnh lộ|đại lộ|ngã)\s?")
_SPELLED = {
    "hồ chí minh": "TP.HCM|TPHCM|TP HCM|HCM|Sài Gòn",
    "huế": "Thừa Thiên Huế|Thừa Thiên - Huế|Thừa Thiên – Huế",
    "bà rịa - vũng tàu": "Bà Rịa – Vũng Tàu|Bà Rịa-Vũng Tàu",
    "đắk lắk": "Đắc Lắc|Đăk Lăk",
    "đắk nông": "Đắc Nông|Đăk Nông",
}  # fmt: skip
Basis = Literal["stated", "unit", "publisher"]


@dataclass(frozen=True)
class Place:
    """What a place's words say: its province (and on what basis) and the industrial or economic zone it is."""

    province: str | None = None
    province_basis: Basis | None = None
    zone: str | None = None


@dataclass(frozen=True)
class _Units:
    provinces: dict[str, str]  # folded name or other spelling → name
    inside: re.Pattern[str]
    homes: dict[tuple[str, str], frozenset[str]]  # level and folded bare name of a unit → provinces that have one


@functools.cache
def _units(after: bool) -> _Units:
    names: dict[str, str] = {}
    homes: dict[tuple[str, str], set[str]] = {}
    rows = resources.files("schemas").joinpath("vocab", "places.tsv").read_text("utf-8").split("\n")[1:]
    units = [row.split("\t") for row in rows if row]
    for code, level, name, *_ in units:
        if level == "province" and code.startswith("n") == after:
            names[code] = modern_tone(bare_unit(name))
    for code, level, name, *_ in units:
        top = code.split(".")[0]
        if level != "province" and top in names and not (bare := bare_unit(name)).isdigit():
            homes.setdefault((level, fold(bare)), set()).add(names[top])
    provinces = {fold(name): name for name in names.values()}
    for key, spellings in _SPELLED.items():
        if key in provinces:
            provinces |= {fold(s): provinces[key] for s in spellings.split("|")}
    listed = "|".join(map(re.escape, sorted(provinces, key=len, reverse=True)))
    return _Units(provinces, re.compile(rf"(?<!\w)(?:{listed})(?!\w)"), {k: frozenset(v) for k, v in homes.items()})


def _named_in(words: str, units: _Units) -> set[str]:
    """The provinces named in `words`; a name that goes on ("Điện Biên Phủ") is another one's."""
    found = set()
    for match in units.inside.finditer(fold(words)):
        if not words[match.end() : match.end() + 2].strip(" ")[:1].isupper():
            found.add(units.provinces[match[0]])
    return found


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def zone_of(words: str) -> str | None:
    """The zone a place is, its head word in short form; None for any other place.

    >>> zone_of("Khu công nghiệp Đông Mai, tỉnh Quảng Ninh"), zone_of("tỉnh Quảng Ninh")
    ('KCN Đông Mai', None)
    """
    text = words.lstrip()
    folded = fold(text)
    for head, short in _ZONE_HEADS:
        if folded.startswith(head + " "):
            name = _ZONE_END.split(text[len(head) :], maxsplit=1)[0].strip(" .-–")
            return f"{short} {modern_tone(name)}" if name else None
    return None


def place_of(words: str, publisher: str | None, published: str | None) -> Place:
    """Province and zone of the place written as `words` in a bulletin of that publisher and day (ISO).

    The publisher's province is taken for a zone, a district or a commune that names none of its own, never for other
    places. Two provinces, or homonyms in several, give none.

    >>> place_of("xã Lộc Bảo, huyện Bảo Lâm, tỉnh Lâm Đồng", None, "2020-10-16").province
    'Lâm Đồng'
    >>> place_of("KCN Đông Mai", "Ban Quản lý Khu kinh tế tỉnh Quảng Ninh", None)
    Place(province='Quảng Ninh', province_basis='publisher', zone='KCN Đông Mai')
    """
    return _place_of(words, publisher, (published or "") >= CHANGE_DAY)


@functools.lru_cache(maxsize=1 << 16)
def _place_of(words: str, publisher: str | None, after: bool) -> Place:
    units = _units(after)
    zone = zone_of(words)
    stated: set[str] = set()
    by_unit: frozenset[str] | None = None
    local = zone is not None
    for chunk in (c.strip(" .)") for c in re.split(r"[,;(]", words)):
        if _ROAD.match(chunk):
            continue
        designated = _DESIGNATED.match(chunk)
        level = (designated.lastgroup or "") if designated else ""
        bare = fold(chunk[designated.end() :] if designated else chunk)
        homes = units.homes.get((level if level == "commune" else "district", bare))
        local = local or level in ("district", "commune")
        if level in ("", "province", "city") and bare in units.provinces:
            stated.add(units.provinces[bare])
        elif homes:
            by_unit = homes if by_unit is None else by_unit & homes
        elif level not in ("district", "commune"):
            stated |= _named_in(chunk, units)
    if stated:
        province = _only(stated)
        return Place(province, "stated" if province else None, zone)
    if by_unit and len(by_unit) == 1:
        return Place(next(iter(by_unit)), "unit", zone)
    home = _only(_named_in(publisher, units)) if publisher and local else None
    if home and (not by_unit or home in by_unit):
        return Place(home, "publisher", zone)
    return Place(None, None, zone)
