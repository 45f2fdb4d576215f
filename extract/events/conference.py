"""Conferences: one for each name found, mentions of one event merged, with its day, place, hosts and people."""

import re
from typing import Literal

from extract.events.draft import Draft
from extract.events.names import groups, head
from extract.events.phrases import Phrase
from extract.events.scene import Scene
from extract.spelling import fold
from extract.types import Conference, Role, Span

_HOLDS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:đã |vừa |sẽ |phối hợp (?:với )?[^.;]{0,50}|long trọng |chính thức )*(?:tổ chức|khai mạc)"
)
_SAID: tuple[tuple[Literal["chaired", "presented", "signed", "spoke"], re.Pattern[str]], ...] = (
    ("chaired", re.compile(r"chủ trì|chủ tọa|điều hành hội nghị")),
    ("presented", re.compile(r"\btrao\b|tặng hoa")),
    ("signed", re.compile(r"\bký\b")),
    ("spoke", re.compile(r"phát biểu|nhấn mạnh|cho biết|khẳng định|chia sẻ|đề nghị|yêu cầu|kết luận|cho rằng|bày tỏ")),
)


def _nearest(named: list[list[Phrase]], position: int) -> int:
    """Index of the group that a mention at `position` most likely belongs to: the nearest name, the first where far."""
    best = min(
        range(len(named)),
        key=lambda g: min(
            abs(position - p.start) if p.start >= position else 0.7 * (position - p.end) for p in named[g]
        ),
    )
    near = min(abs(position - p.start) for p in named[best])
    return best if near < 600 else 0


def build_conferences(scene: Scene) -> list[Conference]:
    """The conferences of a bulletin, in the order of their first mention; ids are left empty."""
    named = groups(scene)
    if not named:
        return []
    drafts = [Draft() for _ in named]
    for draft, group in zip(drafts, named, strict=True):
        _name(draft, group)
        _date(scene, draft, group)
    for i in scene.role("VENUE", "ORGANISER", "PARTICIPANT", "PRESENTER"):
        draft = drafts[_nearest(named, scene.span(i)[0])]
        role = scene.roles[i]
        if role == "VENUE":
            _venue(scene, draft, i)
        elif role == "ORGANISER":
            name, basis, spans = scene.complete(scene.reading.words(i))
            draft.add("organisers", name, (scene.span(i), *spans), "conference.organiser", basis)
        else:
            draft.add("participants", scene.full_name(i), (scene.span(i),), "conference.participant")
    for draft, group in zip(drafts, named, strict=True):
        if not draft.slots.get("organisers"):
            _host(scene, draft, group)
    out = []
    for draft in drafts:
        slots = draft.frozen()
        if any(slots.get(s) for s in ("date", "organisers", "participants", "location")):
            out.append(Conference(**slots, modality=_modality(scene, slots), roles=_roles(scene, slots)))
    return out


def _name(draft: Draft, group: list[Phrase]) -> None:
    named = [p for p in group if not p.text.isupper()] or group
    headed = [p for p in named if head(p.text)] or named
    best = max(headed, key=lambda p: (min(len(p.text.split()), 25), -p.start))
    draft.set("name", best.text, [(best.start, best.end)], "conference.name")


def _date(scene: Scene, draft: Draft, group: list[Phrase]) -> None:
    """The day given that role nearest to a name; else a day in the sentence of a name, or the first of the lead."""
    chosen = [i for i in scene.role("WHEN") if scene.date(i)]
    for phrase in group:
        span = scene.sentence(phrase.start)
        inside = [i for i in chosen if span[0] <= scene.span(i)[0] < span[1]]
        inside = inside or [i for i in scene.dates_in(span) if not phrase.start <= scene.span(i)[0] < phrase.end]
        if inside:
            _set_date(scene, draft, min(inside, key=lambda i: abs(scene.span(i)[0] - phrase.start)))
            return
    near = [i for i in chosen if any(abs(scene.span(i)[0] - p.start) < 700 for p in group)]
    lines = scene.reading.lines
    if not near and lines and group[0].start < lines[min(1, len(lines) - 1)][1]:
        near = scene.dates_in((0, lines[min(3, len(lines) - 1)][1]))[:1]  # a title's event: the day of the lead
    if near:
        _set_date(scene, draft, min(near, key=lambda i: min(abs(scene.span(i)[0] - p.start) for p in group)))


def _set_date(scene: Scene, draft: Draft, index: int) -> None:
    value = scene.date(index)
    if value is None:
        return
    span = scene.span(index)
    draft.set(
        "date", value.date, [span], "conference.date", "published" if value.year_from == "published" else "stated"
    )
    draft.set("date_end", value.end, [span], "conference.date")
    draft.set("part_of_day", value.part_of_day, [span], "conference.date")


def _host(scene: Scene, draft: Draft, group: list[Phrase]) -> None:
    """The body right before "tổ chức" in a name's sentence, or after "do" where "tổ chức" follows."""
    for phrase in group:
        span = scene.sentence(phrase.start)
        for i in scene.reading.within(span, "ORG"):
            start, end = scene.span(i)
            after = fold(scene.reading.text[end : min(end + 60, span[1])])
            before = fold(scene.reading.text[max(span[0], start - 12) : start])
            held = _HOLDS.match(after) if end <= phrase.start else before.endswith("do ") and "tổ chức" in after
            if held:
                name, basis, more = scene.complete(scene.reading.words(i))
                draft.add("organisers", name, (scene.span(i), *more), "conference.organiser.subject", basis)
                return


def _venue(scene: Scene, draft: Draft, index: int) -> None:
    """A venue with the larger places written right after it: "xã Yên Mỹ, huyện Nông Cống"."""
    if draft.slots.get("location"):
        return
    start, end = scene.span(index)
    last = index
    for j in scene.reading.within((start, scene.sentence(start)[1]), "LOCATION"):
        if j > last and re.fullmatch(r"\s*[,(]?\s*", scene.reading.gap(last, j)) and scene.roles[j] == "VENUE":
            last, end = j, scene.span(j)[1]
    text = scene.reading.text
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    draft.set("location", text[start:end], [(start, end)], "conference.location")


def _modality(scene: Scene, slots: dict[str, object]) -> Literal["held", "planned"] | None:
    date, published = slots.get("date"), scene.published()
    if not isinstance(date, str) or not published:
        return None
    return "planned" if date > published[: len(date)] else "held"


def _roles(scene: Scene, slots: dict[str, object]) -> tuple[Role, ...]:
    """What the participants did, read from the words after their names."""
    people = slots.get("participants")
    found: dict[tuple[str, str], Role] = {}
    for name in people if isinstance(people, tuple) else ():
        for i in scene.reading.of("PERSON"):
            if scene.full_name(i) != name:
                continue
            span: Span = (scene.span(i)[1], min(scene.span(i)[1] + 90, scene.sentence(scene.span(i)[0])[1]))
            after = fold(scene.reading.text[span[0] : span[1]])
            for role, pattern in _SAID:
                if pattern.search(after):
                    found.setdefault((name, role), Role(person=name, role=role))
                    break
        if not any(person == name for person, _ in found):
            found[name, "attended"] = Role(person=name, role="attended")
    return tuple(found.values())
