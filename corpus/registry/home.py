"""Where a bulletin's places are: its publisher's province, the provinces it names, the units that this settles."""

import re
from collections.abc import Iterable
from typing import Any

from corpus.registry.heads import name_key
from corpus.registry.units import (
    CHANGE_DAY,
    Tail,
    also_district,
    homes_of,
    province_of,
    province_units,
    split_tail,
    unchanged,
    units_below,
    words_of,
)

_SEGMENT = re.compile(r"\s*(?:[,(–-]\s*)?(?:thuộc\s+)?([^,.;:()\n–-]{3,40})")
_CITIES = frozenset({"hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế"})
Places = tuple[tuple[str, str], ...]


class Home:
    """What a bulletin tells of the places it speaks of. `record` is a record in its JSON form."""

    def __init__(self, record: dict[str, Any]) -> None:
        bulletin = record["bulletin"]
        self.text: str = record["text"]
        self.published: str | None = bulletin["published"]
        self.publisher = _province(split_tail(tuple(words_of(bulletin["publisher"] or ""))).places)
        named = (_province(_tail(e["text"]).places) for e in record["entities"] if e["type"] in ("LOCATION", "ORG"))
        self.named = frozenset(p for p in named if p)

    @property
    def only(self) -> str | None:
        """The province that the bulletin is of: its publisher's, else the only one it names."""
        return self.publisher or (next(iter(self.named)) if len(self.named) == 1 else None)

    def after(self, ends: Iterable[int]) -> Places:
        """The places written right after a mention (", tỉnh Kiên Giang"); none where mentions have different ones."""
        found = {places for end in ends if (places := self._following(end))}
        return found.pop() if len(found) == 1 else ()

    def _following(self, end: int) -> Places:
        places: list[tuple[str, str]] = []
        at = end
        while match := _SEGMENT.match(self.text, at):
            tail = split_tail(tuple(words_of(match[1])))
            if tail.head or not tail.places or match.start(1) == end:
                break
            places.extend(tail.places)
            at = match.end()
        return tuple(places)

    def unit(self, places: Places, *, bare_is_province: bool = False) -> str | None:
        """The key of the narrowest of `places`, None where it is not known which unit that is.

        Names of provinces are known; a unit below needs its province: written, or the only one that has such a
        unit, or the publisher's, or the only one with such a unit among those that the bulletin names.
        """
        if not places:
            return None
        word, bare = places[0]
        if not bare:
            return self._bare(word)
        province = province_of(f"{word} {bare}".strip())
        if province and (word == "tỉnh" or (word == "tp" and bare in _CITIES) or (not word and bare in _CITIES)):
            return province
        if province and not word and (bare_is_province or not also_district(bare)):
            return province
        if not word:
            return None
        return self._below(word, bare, places[1:])

    def _bare(self, word: str) -> str | None:
        city = self.only in _CITIES
        return self.only if (word == "tỉnh" and not city) or (word == "tp" and city) else None

    def _below(self, word: str, bare: str, parents: Places) -> str | None:
        written = _province(parents)
        having = homes_of(word, bare)
        district = next(
            (p for p in parents if p[0] in ("huyện", "quận", "thị xã", "tp") and not province_of(" ".join(p))), None
        )
        if district:
            having = (having & homes_of(*district)) or having
        named = having & self.named
        province = (
            written
            or (next(iter(having)) if len(having) == 1 else None)
            or (self.publisher if self.publisher in having or not having else None)
            or (next(iter(named)) if len(named) == 1 and not self.publisher else None)
        )
        if not province or (self.publisher and not written and having and self.publisher not in having):
            return None
        twins = [u for u in units_below(word, bare) if u.province == province and u.old]
        if len(twins) > 1:
            return f"{word} {bare}, {' '.join(district)}@{province}" if district else None
        return f"{word} {bare}@{province}"

    def code(self, unit: str) -> str | None:
        """The official code of a unit's key as of the bulletin's date; None where the date decides and is unknown."""
        front, _, province = unit.partition("@")
        if not province:
            found = list(province_units(front))
        else:
            word, bare = _level(front.partition(", ")[0])
            found = [u for u in units_below(word, bare) if u.province == province]
        if self.published:
            dated = [u for u in found if u.old == (self.published < CHANGE_DAY)]
            found = dated or found  # an old district named after the change is the old one
        codes = {unchanged().get(u.code, u.code) for u in found}
        return codes.pop() if len(codes) == 1 else None


def _level(front: str) -> tuple[str, str]:
    words = front.split()
    cut = 2 if " ".join(words[:2]) in ("thị xã", "thị trấn", "đặc khu") else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _tail(text: str) -> Tail:
    return split_tail(tuple(name_key(text).split()))


def _province(places: Places) -> str | None:
    return next((p for word, bare in places if (p := province_of(f"{word} {bare}".strip()))), None)
