"""Where one name ends and the next begins: cuts that the grammar knows better than the model.

"Phó Bí thư Thường trực" + "Tỉnh ủy", not "Phó Bí thư" + "Thường trực Tỉnh ủy"; "Giám đốc Sở" + "Lê Văn An", not a body "Sở Lê Văn An".
"""

import re
from collections.abc import Iterable

import msgspec

from extract.types import Mention

# what a body's name may end in right before its head's own name: a committee, a unit word, a bare head
_BEFORE_NAME = re.compile(
    r"(?i)(?:ủy|uỷ|tỉnh|huyện|quận|thị xã|thành phố|tp\.?|xã|phường|sở|ban|bộ|cục|hội|đoàn|trung ương|quốc hội|chính phủ)\Z"
)


def longer_office(learned: list[Mention], rules: Iterable[Mention]) -> list[Mention]:
    """Offices as long as the vocabulary knows them; the body after one gives up the words that are the office's."""
    offices = {m.start: m.end for m in rules if m.label == "POSITION"}
    out: list[Mention] = []
    reach = 0
    for mention in sorted(learned, key=lambda m: m.start):
        if mention.label == "POSITION" and offices.get(mention.start, 0) > mention.end:
            mention = msgspec.structs.replace(mention, end=offices[mention.start])
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
            if _BEFORE_NAME.search(body):
                out.append(msgspec.structs.replace(mention, end=mention.start + len(body)))
                out.append(
                    Mention(start=start, end=mention.end, label="PERSON", method="rule", rule="person.after-body")
                )
                continue
        out.append(mention)
    return out
