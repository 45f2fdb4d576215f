"""The official units as the registry needs them: which places a name ends in, which units bear a name, and when.

Names are compared folded and without signs. A province is known by its name alone; a unit below it by its level, its
name and its province, for the same name exists in several.
"""

import functools
import re
from collections import defaultdict
from importlib import resources
from typing import NamedTuple

from extract.spelling import fold

_SIGNS = re.compile(r"[^\w]+")
_WORDS = {
    "tỉnh": "tỉnh",
    "thành phố": "tp",
    "tp": "tp",
    "huyện": "huyện",
    "quận": "quận",
    "q": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "xã": "xã",
    "phường": "phường",
    "p": "phường",
    "thị trấn": "thị trấn",
    "tt": "thị trấn",
    "đặc khu": "đặc khu",
}
# spellings of provinces that the official lists do not have
_OTHER = {
    "hcm": "hồ chí minh",
    "tphcm": "hồ chí minh",
    "đắc lắc": "đắk lắk",
    "đắk lắc": "đắk lắk",
    "đăk lăk": "đắk lắk",
    "đắc nông": "đắk nông",
    "đăk nông": "đắk nông",
    "kontum": "kon tum",
    "bắc cạn": "bắc kạn",
    "vũng tàu bà rịa": "bà rịa vũng tàu",
    "bà rịa": "bà rịa vũng tàu",
    "thừa thiên huế": "thừa thiên huế",  # the province that became Thành phố Huế on 1 January 2025
    "hà tây": "hà tây",  # part of Hà Nội since 1 August 2008
}
CHANGE_DAY = "2025-07-01"


class Unit(NamedTuple):
    """An official unit: its code, level word ("huyện"), folded bare name, folded province, and since or until when."""

    code: str
    word: str
    bare: str
    province: str
    old: bool


def words_of(text: str) -> list[str]:
    """Folded words without signs.

    >>> words_of("TP. Hoà Bình")
    ['tp', 'hòa', 'bình']
    """
    return _SIGNS.sub(" ", fold(text)).split()


def split_unit(name: str) -> tuple[str, str]:
    """Level word ("" where none is written) and folded bare name.

    >>> split_unit("Thị xã Hoài Nhơn"), split_unit("Q.1"), split_unit("Quảng Ninh")
    (('thị xã', 'hoài nhơn'), ('quận', '1'), ('', 'quảng ninh'))
    """
    words = words_of(name)
    if words[:1] == ["tphcm"]:
        return "tp", "hồ chí minh"
    for length in (2, 1):
        front = " ".join(words[:length])
        if front in _WORDS and len(words) > length:
            return _WORDS[front], " ".join(words[length:])
    return "", " ".join(words)


@functools.cache
def _table() -> tuple[dict[tuple[str, str], tuple[Unit, ...]], dict[str, tuple[Unit, ...]]]:
    """Units by (level word, bare name), and provinces by bare name; old units before new ones."""
    source = resources.files("schemas").joinpath("vocab", "places.tsv").read_text("utf-8")
    provinces: dict[str, str] = {}
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    named: dict[str, list[Unit]] = defaultdict(list)
    for line in source.split("\n")[1:]:
        if not line:
            continue
        code, level, name, _, since, _ = line.split("\t")
        word, bare = split_unit(name)
        if level == "province":
            provinces[code] = bare
            named[bare].append(Unit(code, word, bare, bare, not since))
        else:
            units[word, bare].append(Unit(code, word, bare, provinces[code.split(".")[0]], not since))
    return {k: tuple(v) for k, v in units.items()}, {k: tuple(v) for k, v in named.items()}


def province_of(name: str) -> str | None:
    """The folded name of the province that `name` means, None where it is none.

    >>> province_of("tỉnh Thanh Hoá"), province_of("TP.HCM"), province_of("huyện Tuy An")
    ('thanh hóa', 'hồ chí minh', None)
    """
    word, bare = split_unit(name)
    bare = _OTHER.get(bare, bare)
    if word not in ("", "tỉnh", "tp") or (bare not in _table()[1] and bare not in _OTHER):
        return None
    if word == "tp" and not any(u.word == "tp" for u in _table()[1].get(bare, ())):
        return None  # a city that bears its province's name
    return bare


def province_units(bare: str) -> tuple[Unit, ...]:
    """The units that a province's folded name has had, old before new."""
    return _table()[1].get(bare, ())


@functools.lru_cache(maxsize=20_000)
def homes_of(word: str, bare: str) -> frozenset[str]:
    """The provinces (folded) that have or had a unit of this level and name.

    >>> sorted(homes_of("huyện", "an lão"))
    ['bình định', 'hải phòng']
    """
    return frozenset(u.province for u in _table()[0].get((word, bare), ()))


def units_below(word: str, bare: str) -> tuple[Unit, ...]:
    """Units below a province of this level and name."""
    return _table()[0].get((word, bare), ())


def also_district(bare: str) -> bool:
    """Is a province's name a district's or a city's as well ("Bắc Ninh")?

    >>> also_district("bắc ninh"), also_district("quảng ninh")
    (True, True)
    """
    return any((word, bare) in _table()[0] for word in ("tp", "huyện", "thị xã", "quận"))


@functools.cache
def unchanged() -> dict[str, str]:
    """Codes of provinces of after 1 July 2025 that are wholly one of before, to that one's code ("n22": "22")."""
    source = resources.files("schemas").joinpath("vocab", "place-changes.tsv").read_text("utf-8")
    came: dict[str, set[str]] = defaultdict(set)
    went: dict[str, set[str]] = defaultdict(set)
    for line in source.split("\n")[1:]:
        if line:
            old, new, _ = line.split("\t")
            came[new.split(".")[0]].add(old.split(".")[0])
            went[old.split(".")[0]].add(new.split(".")[0])
    return {new: next(iter(olds)) for new, olds in came.items() if len(olds) == 1 and len(went[next(iter(olds))]) == 1}


class Tail(NamedTuple):
    """A name's words before the places it ends in, and the places from the narrowest on: (level word or "", bare)."""

    head: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@functools.lru_cache(maxsize=200_000)
def split_tail(words: tuple[str, ...]) -> Tail:
    """Cut the places off the end of a name's folded words.

    >>> split_tail(("ubnd", "huyện", "châu", "thành", "tỉnh", "kiên", "giang"))
    Tail(head=('ubnd',), places=(('huyện', 'châu thành'), ('tỉnh', 'kiên giang')))
    >>> split_tail(("sở", "y", "tế", "sơn", "la")).places
    (('', 'sơn la'),)
    """
    places: list[tuple[str, str]] = []
    while words:
        found = _last_place(words)
        if not found:
            break
        if (
            places
            and places[0][0] in ("", "tỉnh", "tp")
            and province_of(" ".join(found[1]))
            and province_of(" ".join(places[0]))
        ):
            return Tail((*words, *" ".join(places[0]).split()), tuple(places[1:]))  # a route: "Đà Nẵng - Quảng Ngãi"
        words, place = found
        places.insert(0, place)
    return Tail(words, tuple(places))


def _last_place(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, str]] | None:
    units, provinces = _table()
    if words[-1] == "tphcm":
        return words[:-1], ("tp", "hồ chí minh")
    for start in range(max(0, len(words) - 7), len(words)):
        word, bare = split_unit(" ".join(words[start:]))
        bare = _OTHER.get(bare, bare)
        if word in ("tỉnh", "tp") and (bare in provinces or bare in _OTHER):
            return words[:start], (word, bare)
        if word and (word, bare) in units:
            return words[:start], (word, bare)
    for start in range(max(0, len(words) - 4), len(words)):
        bare = " ".join(words[start:])
        if bare in provinces or bare in _OTHER:
            return words[:start], ("", _OTHER.get(bare, bare))
    for start in range(max(1, len(words) - 5), len(words) - 1):  # a unit that the lists do not have
        word = words[start]
        if word in ("huyện", "quận", "phường") or (
            word == "xã" and words[start - 1] not in ("thị", "hợp", "htx", "vận")
        ):
            bare = " ".join(words[start + 1 :])
            if words[start + 1] not in ("hội", "ủy", "đội", "đoàn") and len(words) - start <= 4:
                return words[:start], (_WORDS[word], bare)
    return None
