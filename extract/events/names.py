"""Names of conferences: where one ends, and which of them mean one event."""

import re

from extract.events.phrases import Phrase
from extract.events.scene import Scene, alike
from extract.spelling import fold

_HEADS = re.compile(
    r"(?:buổi |cuộc )?(lễ|hội nghị|hội thảo|họp báo|tọa đàm|diễn đàn|đại hội|phiên họp|kỳ họp|chương trình|làm việc"
    r"|khởi công|khánh thành|họp|gặp|hội đàm|tiếp)"
)
# a name cut short says only what kind of event it was
_BARE = re.compile(
    r"(?:(?:tại|ngay|trong) )?(?:buổi|cuộc|phiên)?\s*(?:lễ|nghi lễ|nghi thức)?\s*(?:hội nghị|hội thảo|họp báo|tọa đàm"
    r"|diễn đàn|đại hội|họp|gặp(?: gỡ| mặt)?|làm việc|hội đàm|tiếp|đối thoại|ký kết|khởi công|động thổ|khánh thành"
    r"|thông xe|khai mạc"
    r"|bế mạc|tuyên dương|trao giải|tôn vinh|vinh danh|khen thưởng|tổng kết|chương trình|lễ)?"
    r"(?: công trình| dự án| này| trên| đó| nói trên)?"
)
# people who came are no part of a name: "lễ bế mạc có đồng chí …"
_GUESTS = re.compile(r"\s*,?\s+(?:có|với sự|gồm có|đồng chí|các đồng chí)(?!\w)", re.I)
_EARLY_COMMA = re.compile(r"(?:\S+ ){0,3}\S+(?=, )")
_HALL = re.compile(r"(?:trung tâm|nhà|phòng|khách sạn|cung)\s+\Z", re.I)


def head(name: str) -> str:
    """The word that says what kind of event a name names, "" where there is none.

    >>> head("buổi làm việc với Ban Quản lý"), head("Lễ khởi công cầu An Bình")
    ('làm việc', 'lễ')
    """
    match = _HEADS.search(fold(name))
    return match[1] if match else ""


def bare(name: str) -> bool:
    """Does a name say no more than what kind of event it was?

    >>> bare("buổi lễ"), bare("lễ khởi công"), bare("lễ khởi công cầu An Bình")
    (True, True, False)
    """
    return _BARE.fullmatch(fold(name).strip(' "“”')) is not None


def trimmed(scene: Scene, phrase: Phrase) -> Phrase | None:
    """A conference's name without the guests and clauses that follow it; None where it is the name of a hall."""
    text = scene.reading.text
    if _HALL.search(text[max(0, phrase.start - 12) : phrase.start]):
        return None
    words = phrase.text
    for match in _GUESTS.finditer(words):
        people = scene.reading.within((phrase.start + match.start(), phrase.end + 1), "PERSON", "POSITION")
        if people and scene.span(people[0])[0] <= phrase.start + match.end() + 1:
            words = words[: match.start()]
            break
    early = _EARLY_COMMA.match(words)
    if early and bare(early[0]):
        words = early[0]
    return Phrase(phrase.start, phrase.start + len(words), phrase.kind, words) if words.strip() else None


def one_event(a: str, b: str) -> bool:
    """Do two full names mean one event: alike, or one mostly in the other?"""
    x, y = set(re.findall(r"\w+", fold(a))), set(re.findall(r"\w+", fold(b)))
    fewest = min(len(x), len(y))
    return alike(a, b) or len(x & y) >= 0.7 * fewest


def groups(scene: Scene) -> list[list[Phrase]]:
    """Names of one event together, in the order of their first mention.

    A bare name ("hội nghị", "buổi lễ") belongs to the full name before it, or the first one; where all are bare, those
    of one kind are one event.
    """
    found = [p for phrase in scene.phrases if phrase.kind == "CONFERENCE" and (p := trimmed(scene, phrase))]
    full = [p for p in found if not bare(p.text)]
    out: list[list[Phrase]] = []
    for phrase in full or found:
        for group in out:
            if any(one_event(phrase.text, p.text) if full else head(phrase.text) == head(p.text) for p in group):
                group.append(phrase)
                break
        else:
            out.append([phrase])
    for phrase in found if full else ():
        if bare(phrase.text):
            before = [g for g in out if g[0].start < phrase.start]
            (max(before, key=lambda g: max(p.start for p in g if p.start < phrase.start)) if before else out[0]).append(
                phrase
            )
    return out
