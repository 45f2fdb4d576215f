"""Which organisation a short name means: "UBND tỉnh" in a Quảng Ninh bulletin is "UBND tỉnh Quảng Ninh".

A name is completed, in this order, from an abbreviation the bulletin explains, from its publisher, from a longer name
in the bulletin, and from the place the bulletin is about. What none of them settles stays as written.
"""

import functools
import itertools
import re
from collections import Counter
from dataclasses import dataclass

from extract.gazetteer import province_names as provinces
from extract.link.names import body_key, loose_key
from extract.reading import Reading
from extract.spelling import CAPITALS, fold
from extract.types import Basis, Span

_UNIT_WORDS = {
    "tỉnh": ("tỉnh",),
    "thành phố": ("thành phố", "tp.", "tp"),
    "huyện": ("huyện",),
    "quận": ("quận",),
    "thị xã": ("thị xã", "tx.", "tx"),
    "xã": ("xã",),
    "phường": ("phường",),
    "thị trấn": ("thị trấn",),
}
_WORD_UNIT = {w: unit for unit, words in _UNIT_WORDS.items() for w in words}
_UNIT = r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|xã|phường|thị trấn)"
_ENDS_IN_UNIT = re.compile(rf"(?:.*\s)?({_UNIT})\Z")
_PARTY = {"tỉnh ủy": "tỉnh", "thành ủy": "thành phố", "huyện ủy": "huyện", "quận ủy": "quận", "thị ủy": "thị xã"}
_YOUTH = {"tỉnh đoàn": "tỉnh", "thành đoàn": "thành phố", "huyện đoàn": "huyện"}
_PROVINCIAL = frozenset(
    f"{head} {zones}"
    for head in ("ban quản lý", "bql")
    for zones in ("khu kinh tế", "kkt", "các khu công nghiệp", "các kcn", "các khu kinh tế", "khu công nghiệp")
)
# centrally run cities: what is theirs is not a province's (Huế since 2025)
_CITIES = frozenset({"hà nội", "hồ chí minh", "hcm", "hải phòng", "đà nẵng", "cần thơ", "huế"})
_PLACED = re.compile(rf"(?<!\w)((?i:{_UNIT}))\s+([{CAPITALS}]\w*(?:[ -]+[{CAPITALS}]\w*)*|\d+)")
_COMPLETE = ("chính phủ", "đảng", "nhà nước", "quốc hội", "centre", "bộ chính trị", "ban bí thư")
_BRACKET = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Body:
    """An organisation as completed, and what completed it."""

    name: str
    basis: Basis
    spans: tuple[Span, ...] = ()


class Bodies:
    """Completes the organisations of one bulletin."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names = Counter(reading.words(i) for i in reading.of("ORG"))
        self.first: dict[str, Span] = {}
        for i in reading.of("ORG"):
            mention = reading.mentions[i]
            self.first.setdefault(reading.words(i), (mention.start, mention.end))
        self.aliases = self._bracketed()
        self.forms = self._forms()
        self.homes = self._homes()

    def _bracketed(self) -> dict[str, int]:
        """Abbreviations in brackets after a name ("Ngân hàng Thế giới (WB)") → the name's mention."""
        reading = self.reading
        found: dict[str, int] = {}
        orgs = reading.of("ORG")
        for left, right in itertools.pairwise(orgs):
            after = reading.text[reading.mentions[right].end :][:1]
            short = reading.words(right)
            if (
                re.fullmatch(r"\s*\(", reading.gap(left, right))
                and after == ")"
                and len(short) < len(reading.words(left))
            ):
                found.setdefault(fold(short), left)
        return found

    def _forms(self) -> dict[str, str]:
        """Key of a body → its best form here: written out rather than short, then the most frequent."""
        best: dict[str, str] = {}
        for name in sorted(self.names, key=lambda n: (n.isupper(), -_syllables(n), -self.names[n], n)):
            best.setdefault(body_key(name), name)
        return best

    def _homes(self) -> dict[str, tuple[str, Basis]]:
        """The place that a bare unit word means, by unit: from the publisher, else the place named most."""
        bulletin, homes = self.reading.bulletin, {}
        counts: dict[str, Counter[str]] = {unit: Counter() for unit in _UNIT_WORDS}
        for i in self.reading.of("LOCATION", "ORG"):
            for match in _PLACED.finditer(self.reading.words(i)):
                weight = 3 if self.reading.mentions[i].start < len(bulletin.title) else 1
                counts[_WORD_UNIT[match[1].lower()]][match[2]] += weight
        for unit, found in counts.items():
            if found:
                homes[unit] = (found.most_common(1)[0][0], _basis("antecedent"))
        for match in _PLACED.finditer(bulletin.publisher or ""):
            homes[_WORD_UNIT[match[1].lower()]] = (match[2], _basis("publisher"))
        if "tỉnh" not in homes:
            bare = self._bare_province()
            if bare:
                homes["tỉnh"] = bare
        return homes

    def _bare_province(self) -> tuple[str, Basis] | None:
        """A province written without its word, in the publisher's name, else the one written most often."""
        publisher = fold(self.reading.bulletin.publisher or "")
        for key, name in _provinces().items():
            if key in publisher:
                return name, "publisher"
        counts: Counter[str] = Counter()
        for i in self.reading.of("LOCATION", "ORG"):
            words = fold(self.reading.words(i))
            for key in _provinces():
                if words == key or words.endswith(f" {key}"):
                    counts[self.reading.words(i)[-len(key) :]] += 3 if self.reading.mentions[i].start < 200 else 1
        return (counts.most_common(1)[0][0], "antecedent") if counts else None

    def complete(self, name: str) -> Body:
        """The organisation that `name` means here."""
        key = fold(_BRACKET.sub("", name)).strip()
        if key in self.aliases:
            left = self.aliases[key]
            mention = self.reading.mentions[left]
            return Body(self.complete(self.reading.words(left)).name, "antecedent", ((mention.start, mention.end),))
        own = self._publisher(name)
        if own:
            return own
        longer = self._longer(name)
        if longer:
            return longer
        form = self.forms.get(body_key(name), name)
        if _ENDS_IN_UNIT.match(key):
            form = _BRACKET.sub("", form).strip()
        placed = self._placed(form, fold(_BRACKET.sub("", form)).strip())
        if placed.basis == "stated" and fold(placed.name) != fold(name) and form in self.first:
            return Body(placed.name, "antecedent", (self.first[form],))
        return placed

    def _publisher(self, name: str) -> Body | None:
        """The publisher, where the name is its front ("Ban Quản lý Khu kinh tế")."""
        publisher = self.reading.bulletin.publisher
        if publisher and self.reading.bulletin.publisher_basis == "title":
            own, short = body_key(publisher), body_key(name)
            same = loose_key(publisher) == loose_key(name)
            if same or own == short or (own.startswith(f"{short} ") and len(short.split()) >= 2):
                return Body(publisher, "publisher")
        return None

    def _longer(self, name: str) -> Body | None:
        """A longer name in the bulletin: this one, gone on with its place or the rest of its field."""
        key = body_key(name)
        if key in _COMPLETE:
            return None
        bare = bool(_ENDS_IN_UNIT.match(fold(name)))
        field = key.startswith(("bộ ", "sở ")) and len(key.split()) > 1
        rest: dict[str, str] = {}
        for full in self.names:
            tail = body_key(full).removeprefix(f"{key} ")
            if tail != body_key(full) and not full.isupper():
                words = full.split()[-len(tail.split()) :]
                if _is_place(" ".join(words), bare) or field:
                    rest[full] = tail
        if not rest:
            return None
        full = max(rest, key=lambda f: (self.names[f], -len(f)))
        return Body(self.forms.get(body_key(full), full), "antecedent", (self.first[full],))

    def _placed(self, name: str, key: str) -> Body:
        """The name with the place that it leaves out."""
        unit_word = _ENDS_IN_UNIT.match(key)
        if unit_word:
            unit = _WORD_UNIT[unit_word[1]]
            home = self.homes.get(unit)
            return Body(f"{name} {home[0]}", home[1]) if home else Body(name, "stated")
        for heads in (_PARTY, _YOUTH):
            for head, unit in heads.items():
                if key == head or key.endswith(f" {head}"):
                    home = self.homes.get(unit)
                    return Body(f"{name} {home[0]}", home[1]) if home else Body(name, "stated")
        home = self.homes.get("tỉnh")
        provincial = key.startswith("sở ") or key in _PROVINCIAL
        if home and provincial and not _ends_in_place(key):
            unit = "TP." if fold(home[0]) in _CITIES else "tỉnh"
            return Body(f"{name} {unit} {home[0]}", home[1])
        return Body(name, "stated")


def _syllables(name: str) -> int:
    return len(re.findall(r"\w+", _BRACKET.sub("", name)))


@functools.cache
def _provinces() -> dict[str, str]:
    """Provinces by their folded names, longest first: always in the same order."""
    return {fold(p): p for p in sorted(provinces(), key=lambda p: (-len(p), p))}


def _basis(value: Basis) -> Basis:
    return value


def _is_place(rest: str, bare_name: bool) -> bool:
    """Is `rest` a place that completes a body's name: "tỉnh Hưng Yên", or a name after a unit word?"""
    if re.match(rf"{_UNIT}\s+\S", rest, re.I):
        return True
    return fold(rest) in _provinces() or (bare_name and rest[:1].isupper() and len(rest.split()) <= 4)


def _ends_in_place(key: str) -> bool:
    return (
        bool(re.search(rf"{_UNIT}\s+\S+", key))
        or any(key.endswith(f" {p}") for p in _provinces())
        or key.endswith("hcm")
    )
