"""Officials: which office of which body each named person holds, read from how names, titles and bodies stand."""

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.link.bodies import Bodies, Body
from extract.reading import Reading
from extract.spelling import fold
from extract.types import Basis, Evidence, Official, Position, Span
from extract.vocabulary import Entry, load

_HONORIFIC = (
    r"(?:(?:các\s+)?(?:ông|bà|đồng chí|đ/c|anh|chị|cô|ngài|GS|PGS|TS|ThS|GS\.?TS|PGS\.?TS|BS|KS|CN|LS|Tiến sĩ|Thạc sĩ"
    r"|Giáo sư|Bác sĩ|Kỹ sư|Luật sư|Nhà báo|Nhà giáo|Doanh nhân|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|uỷ|uý)"
    r"|Chuẩn đô đốc|NSND|NSƯT)[\s.:,]*)"
)
# between an office and the name after it: "Chủ tịch UBND tỉnh – ông A", "Bộ trưởng, TS. B", "Giám đốc Sở là ông C"
_BEFORE_NAME = re.compile(rf"\s*(?:[,:–-]\s*)?(?:(?:là|do)\s+)?{_HONORIFIC}*\Z", re.I)
_CLOSE_BEFORE_NAME = re.compile(rf"\s*(?:[–-]\s*)?{_HONORIFIC}*\Z", re.I)
_AFTER_NAME = re.compile(
    r"\s*(?:[,(–-]|,?\s*(?:đang |hiện )?(?:là|làm|giữ chức(?: vụ)?|đảm nhiệm(?: chức vụ)?|hiện là|với cương vị"
    r"|trên cương vị|cương vị|được bầu(?: giữ chức(?: vụ)?| làm)?|tái giữ chức(?: vụ)?|giữ cương vị))?\s*"
    r"(?:(?:nguyên|cựu|quyền|tân|kiêm|là|UV\w*)\s*,?\s*)*\Z",
    re.I,
)
_NEXT_OFFICE = re.compile(
    r"\s*(?:[,;&–/-]|,?\s*(?:và|kiêm|đồng thời là|cùng là))\s*(?:(?:nguyên|cựu|quyền|kiêm|là)\s+)*\Z|\s+kiêm\s+\Z", re.I
)
_OF = re.compile(r"\s*(?:của|tại|thuộc)?\s*\Z")
_PARENT = re.compile(r"\s*(?:,|thuộc|-|–|của)\s*\Z")
_SUBUNIT = re.compile(r"(?:Phòng|Đội|Văn phòng|Khoa|Tổ|Chi cục|Ban|Trung tâm|Cục|Vụ)\b", re.I)
_JOINED_HEAD = re.compile(r"(Ban|Phòng|Đoàn|Khoa|Công an|Văn phòng|Thanh tra|Bộ môn|Trạm|Tiểu ban)\b", re.I)
_PLACE_UNIT = re.compile(r"(tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường)(?!\w)", re.I)
_COMMITTEES = {
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "tp": "Thành ủy",
    "tp.": "Thành ủy",
    "huyện": "Huyện ủy",
    "quận": "Quận ủy",
    "thị xã": "Thị ủy",
}
_BARE_HEAD = re.compile(
    r"(?:Sở|Ban|Cục|Chi cục|Công ty|Tập đoàn|Trường|Viện|Hội|Liên đoàn|Ngân hàng|Tổng công ty|Trung tâm|Phòng|Vụ"
    r"|Tổng cục)"
    r"(?=\s*(?:[,.;:)(–-]|\Z))",
    re.I,
)
# "Hiệu trưởng" is the school's, "Viện trưởng" the institute's: the word before "trưởng"
_HEAD_OF = {"hiệu": "Trường", "viện": "Viện", "cục": "Cục", "vụ": "Vụ"}
_STEMS = ("trưởng", "phó trưởng", "phó", "chánh", "phó chánh", "quyền trưởng")


@dataclass(frozen=True)
class Office:
    """A POSITION mention with the ORG or LOCATION mentions that belong to it."""

    position: int
    bodies: tuple[int, ...]
    last: int


@functools.cache
def _offices() -> dict[str, Entry]:
    return {fold(form): entry for entry in load("offices") for form in entry.forms}


class Officials:
    """Reads the officials of one bulletin."""

    def __init__(self, reading: Reading, bodies: Bodies) -> None:
        self.reading = reading
        self.bodies = bodies
        self.entries = _offices()
        self.full = self._full_names()

    def _full_names(self) -> dict[int, str]:
        """PERSON mention → the fullest form of that name in the bulletin ("Huy" → "Cao Tường Huy")."""
        persons = self.reading.of("PERSON")
        forms = Counter(self.reading.words(i) for i in persons)
        folded = {form: fold(form) for form in forms}
        ordered = sorted(folded.items())
        out = {}
        for i in persons:
            words = self.reading.words(i)
            tail = f" {folded[words]}"
            fuller = {key: f for f, key in ordered if key.endswith(tail)}
            same = [f for f in forms if folded[f] == folded[words]]
            best = max(same, key=lambda f: (not f.isupper(), forms[f]))
            if not fuller or (len(words.split()) == 1 and len(fuller) == 1 and words in fuller.values()):
                # "Boviengkham" for Boviengkham Vongdara: foreign names are shortened to their first word too
                fuller = {key: f for f, key in ordered if key.startswith(f"{folded[words]} ")}
            out[i] = max(fuller.values(), key=len) if len(fuller) == 1 or (len(words.split()) > 1 and fuller) else best
        return out

    def offices(self, line: Span) -> list[Office]:
        """The offices written in a line, each with its bodies, in order."""
        reading = self.reading
        indices = reading.within(line, "PERSON", "POSITION", "ORG", "LOCATION")
        found, k = [], 0
        while k < len(indices):
            i = indices[k]
            k += 1
            if reading.mentions[i].label != "POSITION":
                continue
            bodies: list[int] = []
            last = i
            while k < len(indices) and reading.mentions[indices[k]].label in ("ORG", "LOCATION"):
                gap = reading.gap(last, indices[k])
                here = reading.mentions[indices[k]].label
                first = not bodies and _OF.match(gap)
                parent = bodies and here == "ORG" and _PARENT.match(gap) and self._sub(bodies[-1], indices[k])
                abroad = bodies and here == "LOCATION" and re.fullmatch(r"\s*(?:tại)?\s*", gap)
                if first or parent or abroad:
                    bodies.append(indices[k])
                else:
                    break
                last = indices[k]
                k += 1
            found.append(Office(i, tuple(bodies), last))
        return found

    def _sub(self, unit: int, parent: int) -> bool:
        """Is body `unit` a part of the body `parent` that follows it ("Phòng X, Cục Y")?"""
        reading = self.reading
        small, big = _SUBUNIT.match(reading.words(unit)), reading.words(parent)
        return small is not None and fold(big.split()[0]) not in (fold(small[0]), "ubnd", "phòng", "đội")

    def pairs(self, line: Span) -> Iterator[tuple[int, Office]]:
        """(person, office) pairs of a line."""
        reading = self.reading
        offices = self.offices(line)
        taken = {i for o in offices for i in (o.position, *o.bodies)}
        items: list[int | Office] = sorted(
            [*(i for i in reading.within(line, "PERSON") if i not in taken), *offices],
            key=lambda x: x if isinstance(x, int) else x.position,
        )
        k = 0
        while k < len(items):
            if isinstance(items[k], int):
                k += 1
                continue
            chain: list[Office] = []
            first = k
            while k < len(items):
                item = items[k]
                if isinstance(item, int) or (
                    chain and not _NEXT_OFFICE.match(reading.gap(chain[-1].last, item.position))
                ):
                    break
                chain.append(item)
                k += 1
            before = items[first - 1] if first else None
            after = items[k] if k < len(items) else None
            yield from self._attach(chain, before, after)

    def _shared(self, chain: list[Office]) -> list[Office]:
        """Offices without a body take that of the next in the chain: "Chủ tịch HĐQT kiêm Tổng giám đốc Tập đoàn X"."""
        out: list[Office] = []
        body: tuple[int, ...] = ()
        for office in reversed(chain):
            entry = self.entries.get(fold(self.reading.words(office.position)))
            follows = entry is not None and bool({"body", "body_head"} & set(entry.attributes))
            out.append(office if office.bodies or follows or not body else Office(office.position, body, office.last))
            body = office.bodies or body
        return out[::-1]

    def _attach(
        self, chain: list[Office], before: "int | Office | None", after: "int | Office | None"
    ) -> Iterator[tuple[int, Office]]:
        """Give a chain of offices to the name before or after it."""
        reading = self.reading
        chain = self._shared(chain)
        lead = reading.gap(before, chain[0].position) if isinstance(before, int) else None
        tail = reading.gap(chain[-1].last, after) if isinstance(after, int) else None
        to_before = lead is not None and bool(_AFTER_NAME.match(lead)) and bool(lead.strip())
        if isinstance(after, int) and tail is not None and _BEFORE_NAME.match(tail):
            close = _CLOSE_BEFORE_NAME.match(tail) and not tail.strip().startswith("-")
            if not to_before or (close and tail.strip(" ") == ""):
                if to_before and isinstance(before, int) and len(chain) > 1:
                    # "A, Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh B": the last office is B's
                    yield from ((before, office) for office in chain[:-1])
                    yield after, chain[-1]
                else:
                    yield from ((after, office) for office in chain)
                return
        if to_before and isinstance(before, int):
            yield from ((before, office) for office in chain)

    def position(self, office: Office) -> Position:
        """An office as a title and its completed organisation."""
        reading = self.reading
        title = reading.words(office.position)
        entry = self.entries.get(fold(title))
        spans = [(reading.mentions[i].start, reading.mentions[i].end) for i in (office.position, *office.bodies)]
        body = self._body(entry, office)
        head = _JOINED_HEAD.match(reading.words(office.bodies[0])) if office.bodies else None
        if head and fold(title) in _STEMS:
            title = f"{title} {head[1]}"
        basis = body.basis if body else "stated"
        extra = body.spans if body else ()
        evidence = Evidence(path="", spans=(*spans, *extra), basis=basis, rule="official.title")
        return Position(title=title, organisation=body.name if body else None, evidence=(evidence,))

    def _body(self, entry: Entry | None, office: Office) -> Body | None:
        attributes = entry.attributes if entry else {}
        reading = self.reading
        if not office.bodies:
            follows = attributes.get("body")
            return self._inferred(str(follows)) if follows else self._antecedent(office)
        first = office.bodies[0]
        words = reading.words(first)
        if _BARE_HEAD.fullmatch(words):
            return self._antecedent(office) or Body(words, "stated")
        if reading.mentions[first].label == "LOCATION":
            return self._of_place(attributes, words, [reading.words(i) for i in office.bodies[1:]])
        head = attributes.get("body_head")
        if head and not fold(words).startswith(fold(str(head))):
            return Body(f"{head} {words}", "inferred")
        parts = [self.bodies.complete(reading.words(i)) for i in office.bodies if reading.mentions[i].label == "ORG"]
        name = parts[0].name
        for left, part in zip(office.bodies, parts[1:], strict=False):
            right = office.bodies[office.bodies.index(left) + 1]
            joint = ", " if "," in reading.gap(left, right) else " "
            name = f"{name}{joint}{part.name}"
        basis: Basis = next((p.basis for p in parts if p.basis != "stated"), "stated")
        return Body(name, basis, tuple(s for p in parts for s in p.spans))

    def _antecedent(self, office: Office) -> Body | None:
        """The body that a bare head means ("Phó Giám đốc Sở", "Hiệu trưởng"): the last named with that head."""
        reading = self.reading
        title = reading.words(office.position)
        start, end = reading.mentions[office.position].start, reading.mentions[office.position].end
        after = _BARE_HEAD.match(reading.text[end:].lstrip()) if reading.text[end : end + 1] == " " else None
        inside = _BARE_HEAD.search(title)
        head = after[0] if after else inside[0] if inside else _HEAD_OF.get(fold(title.split()[-2:][0]), "")
        if not head:
            return None
        named = [
            i
            for i in reading.of("ORG")
            if fold(reading.words(i)).startswith(f"{fold(head)} ") and reading.mentions[i].start < start
        ]
        if not named:
            return None
        body = self.bodies.complete(reading.words(named[-1]))
        mention = reading.mentions[named[-1]]
        return Body(body.name, "antecedent", ((mention.start, mention.end),))

    def _inferred(self, name: str) -> Body:
        body = self.bodies.complete(name)
        return body if body.basis != "stated" else Body(body.name, "inferred")

    def _of_place(self, attributes: dict[str, object], place: str, rest: list[str]) -> Body | None:
        """The body of a place whose office is named: "Chủ tịch tỉnh X" → "UBND tỉnh X"; a state itself is none."""
        kind = attributes.get("place_body")
        unit = _PLACE_UNIT.match(place)
        if kind == "UBND":
            return Body(f"UBND {place}", "inferred") if unit else None
        if kind == "ủy":
            head = _COMMITTEES.get(fold(unit[1])) if unit else None
            return Body(f"{head} {place[unit.end() :].strip()}", "inferred") if unit and head else None
        if kind:
            return Body(" ".join([f"{kind} {place}", *(f"tại {r}" for r in rest)]), "inferred")
        follows = attributes.get("body")
        return Body(f"{follows} {place}", "inferred") if follows else None

    def read(self) -> tuple[Official, ...]:
        """Every named person with an office, by first mention; entity ids are filled in by the record."""
        found: dict[str, list[Position]] = {}
        for line in self.reading.lines:
            for person, office in self.pairs(line):
                found.setdefault(self.full[person], []).append(self.position(office))
        return tuple(
            Official(
                name=name,
                positions=tuple(_distinct(positions)),
                mentions=tuple(str(i) for i in sorted(self.full) if self.full[i] == name),
            )
            for name, positions in found.items()
        )


def _distinct(positions: list[Position]) -> list[Position]:
    """Each office once: of two with one title, the one with a body; of two bodies, both unless one begins the other."""
    kept: list[Position] = []
    for new in positions:
        for k, old in enumerate(kept):
            if fold(old.title) != fold(new.title):
                continue
            a, b = fold(old.organisation or ""), fold(new.organisation or "")
            if a == b or not b or a.startswith(f"{b} "):
                break
            if not a or b.startswith(f"{a} "):
                kept[k] = new
                break
        else:
            kept.append(new)
    return kept
