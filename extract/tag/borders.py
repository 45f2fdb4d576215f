"""Where one name ends and the next begins: cuts that the grammar knows better than the model.

"Phó Bí thư Thường trực" + "Tỉnh ủy", not "Phó Bí thư" + "Thường trực Tỉnh ủy"; "Sở" + "Lê Văn An", not "Sở Lê Văn An".
"""

import functools
import re
from collections.abc import Iterable

import msgspec

from extract.gazetteer import unit_names
from extract.types import Mention

# what a body's name may end in right before its head's own name: a committee, a unit word, a bare head
_BEFORE_NAME = re.compile(
    r"(?i)(?:ủy|uỷ|tỉnh|huyện|quận|thị xã|thành phố|tp\.?|xã|phường|sở|ban|bộ|cục|hội|đoàn|trung ương"
    r"|quốc hội|chính phủ)\Z"
)
# what makes one office of another; other words after an office begin its body
_QUALIFIER = re.compile(r"(?i)\s*(?:thường trực|phụ trách|điều hành|thứ nhất)\Z")


# the legal form at the end of a foreign company's name
_LEGAL_TAIL = re.compile(r"(?:[.,]{0,2} ?(?:Co|Pte|Pvt|Ltd|LTD|Inc|Corp|LLC|JSC|GmbH)(?!\w))+")


@functools.cache
def _places() -> frozenset[str]:
    """Names of units: "UBND thành phố Hồ Chí Minh" names no person."""
    return frozenset().union(*unit_names().values())


def legal_tail(text: str, learned: list[Mention]) -> list[Mention]:
    """Companies with the whole of their legal form: "… Singapore Pte" + ".Ltd"."""
    out: list[Mention] = []
    for mention in sorted(learned, key=lambda m: m.start):
        if out and mention.start < out[-1].end:
            continue  # it was part of the form before it
        tail = _LEGAL_TAIL.match(text, mention.end) if mention.label == "ORG" else None
        out.append(msgspec.structs.replace(mention, end=tail.end()) if tail else mention)
    return out


def longer_office(text: str, learned: list[Mention], rules: Iterable[Mention]) -> list[Mention]:
    """Offices as long as the vocabulary knows them; the body after one gives up the words that are the office's."""
    offices = {m.start: m.end for m in rules if m.label == "POSITION"}
    out: list[Mention] = []
    reach = 0
    for mention in sorted(learned, key=lambda m: m.start):
        end = offices.get(mention.start, 0)
        if mention.label == "POSITION" and end > mention.end and _QUALIFIER.match(text[mention.end : end]):
            mention = msgspec.structs.replace(mention, end=end)
            reach = mention.end
        elif mention.start < reach:
            if mention.end <= reach:
                continue
            mention = msgspec.structs.replace(mention, start=reach + 1)
        out.append(mention)
    return out


def name_after_body(text: str, learned: list[Mention], rules: Iterable[Mention]) -> list[Mention]:
    """A body that has swallowed its head's name ("Thành ủy Hồ Quốc Việt") is cut before the name."""
    persons = {m.end: m.start for m in rules if m.label == "PERSON" and m.rule == "person.family-name"}
    out: list[Mention] = []
    for mention in learned:
        start = persons.get(mention.end)
        after_office = bool(out) and out[-1].label == "POSITION" and not text[out[-1].end : mention.start].strip()
        if mention.label == "ORG" and after_office and start is not None and start > mention.start:
            body = text[mention.start : start].rstrip()
            name = text[start : mention.end]
            if _BEFORE_NAME.search(body) and len(name.split()) >= 3 and name not in _places():
                out.append(msgspec.structs.replace(mention, end=mention.start + len(body)))
                person = Mention(start=start, end=mention.end, label="PERSON", method="rule", rule="person.after-body")
                out.append(person)
                continue
        out.append(mention)
    return out
