"""Awards: an honour, in whose name it is given, to whom, by whom, when."""

import functools
import re

from extract.events.draft import Draft
from extract.events.grammar import rule_phrases
from extract.events.phrases import Phrase
from extract.events.scene import Scene
from extract.spelling import fold
from extract.types import Award, Conference, Span
from extract.vocabulary import Entry, load

_COUNTED = re.compile(r"(\d+(?:\.\d{3})*|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+[^\W\d]")
_MERIT = re.compile(r"((?:\S+ )?(?:tập thể|cá nhân)(?:(?:,| và) (?:\d+ )?(?:tập thể|cá nhân))?) (?:đã )?có thành tích")
_OF = re.compile(r"\s*(?:của\s+)?")
_PLURAL = ("các", "những", "nhiều", "một")
_NUMBERS = {w: n for n, w in enumerate(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], 1)}


@functools.cache
def _by_law() -> tuple[tuple[str, Entry], ...]:
    """Honours whose giver the law fixes, longest first."""
    forms = [(fold(f), e) for e in load("honours") if e.attributes.get("issuer") for f in e.forms]
    return tuple(sorted(forms, key=lambda f: -len(f[0])))


def legal_issuer(award: str) -> str | None:
    """In whose name an honour is given by the Law on Emulation and Commendation, where the law fixes it.

    >>> legal_issuer("Huân chương Lao động hạng Ba")
    'Chủ tịch nước'
    """
    folded = fold(award)
    return next((str(e.attributes["issuer"]) for form, e in _by_law() if form in folded), None)


def count(text: str) -> int | None:
    """The number that begins a description of recipients.

    >>> count("74 doanh nghiệp"), count("tập thể")
    (74, None)
    """
    match = _COUNTED.match(text.strip().lower())
    if not match:
        return None
    return _NUMBERS.get(match[1]) or int(match[1].replace(".", ""))


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _uncounted(text: str) -> str:
    """A description's first words but its number: "5 tập thể, cá nhân" and "các tập thể, cá nhân" alike."""
    words = _key(text).split()
    return " ".join(words[1:4] if words and (count(text) is not None or words[0] in _PLURAL) else words[:3])


def _groups(scene: Scene) -> list[list[Phrase]]:
    """Mentions of one honour together; a second mention with recipients of its own stands alone."""
    groups: list[list[Phrase]] = []
    for phrase in scene.phrases:
        if phrase.kind != "AWARD":
            continue
        key = _key(phrase.text)
        home = next((g for g in groups if any(k in key or key in k for k in (_key(p.text) for p in g))), None)
        if home is None:
            groups.append([phrase])
        else:
            home.append(phrase)
    return groups


def build_awards(scene: Scene, conferences: list[Conference]) -> list[Award]:
    """The awards of a bulletin, in the order of their first mention; ids are left empty."""
    out = []
    for group in _groups(scene):
        draft = Draft()
        best = max(group, key=lambda p: (len(p.text.split()), -p.start))
        draft.set("award", best.text, [(best.start, best.end)], "award.name")
        spans = _spans(scene, group)
        _issuer(scene, draft, group, spans, best.text)
        _recipients(scene, draft, group, spans)
        for span in spans:
            for i in scene.role("PRESENTER", span=span):
                draft.add("presenters", scene.full_name(i), (scene.span(i),), "award.presenter")
        _date(scene, draft, spans, conferences)
        slots = draft.frozen()
        if slots.get("recipients") or slots.get("issuer") or slots.get("presenters"):
            out.append(Award(**slots, modality="held" if slots.get("date") else None))
    return out


def _spans(scene: Scene, group: list[Phrase]) -> list[Span]:
    """The sentences that mention the honour, each once."""
    return sorted({scene.sentence(p.start) for p in group})


def _issuer(scene: Scene, draft: Draft, group: list[Phrase], spans: list[Span], award: str) -> None:
    """The giver: written after the honour ("Bằng khen của …"), given that role nearby, or fixed by law."""
    for phrase in group:
        span = (phrase.end, min(phrase.end + 40, scene.sentence(phrase.start)[1]))
        after = scene.reading.within((span[0], len(scene.reading.text)), "ORG", "POSITION")[:1]
        if after and _OF.fullmatch(scene.reading.text[phrase.end : scene.span(after[0])[0]]):
            return _set_issuer(scene, draft, after[0])
    for near in (spans, [(0, len(scene.reading.text))]):
        for span in near:
            issuers = scene.role("ISSUER", span=span)
            if issuers:
                return _set_issuer(scene, draft, issuers[0])
        issuer = legal_issuer(award)
        if issuer:
            return draft.set("issuer", issuer, [], "award.issuer.law", "inferred")
    return None


def _set_issuer(scene: Scene, draft: Draft, index: int) -> None:
    """A body as completed; an office with the body it belongs to: "Thủ tướng Chính phủ"."""
    reading = scene.reading
    words = reading.words(index)
    if reading.mentions[index].label == "ORG":
        name, basis, more = scene.complete(words)
        return draft.set("issuer", name, (scene.span(index), *more), "award.issuer", basis)
    bodies = [i for i in (index + 1,) if i < len(reading.mentions) and reading.mentions[i].label == "ORG"]
    if bodies and not reading.gap(index, bodies[0]).strip():
        name, basis, more = scene.complete(reading.words(bodies[0]))
        spans = (scene.span(index), scene.span(bodies[0]), *more)
        return draft.set("issuer", f"{words} {name}", spans, "award.issuer.office", basis)
    return draft.set("issuer", words, [scene.span(index)], "award.issuer.office")


def _recipients(scene: Scene, draft: Draft, group: list[Phrase], spans: list[Span]) -> None:
    """Described and named recipients in the honour's sentences; else the nearest described anywhere."""
    described = [p for p in scene.phrases if p.kind == "RECIPIENT"]
    counted = {_uncounted(p.text) for p in described if count(p.text) is not None}
    # "các tập thể, cá nhân" says no more than "5 tập thể, cá nhân" does elsewhere
    described = [p for p in described if count(p.text) is not None or _uncounted(p.text) not in counted]
    for span in spans:
        found: list[tuple[Span, str]] = [((p.start, p.end), p.text) for p in described if span[0] <= p.start < span[1]]
        for i in scene.role("RECIPIENT", span=span):
            if not any(a <= scene.span(i)[0] < b for (a, b), _ in found):
                label = scene.reading.mentions[i].label
                found.append(
                    (
                        scene.span(i),
                        scene.full_name(i) if label == "PERSON" else scene.complete(scene.reading.words(i))[0],
                    )
                )
        for place, text in (_trimmed(*f) for f in sorted(found)):
            if not any(_key(text) in _key(v) for v in draft.slots.get("recipients", [])):
                draft.add("recipients", text, [place], "award.recipient")
    if not draft.slots.get("recipients") and described:
        near = min(described, key=lambda p: min(abs(p.start - g.start) for g in group))
        if min(abs(near.start - g.start) for g in group) < 400:
            draft.add("recipients", near.text, [(near.start, near.end)], "award.recipient")
    if not draft.slots.get("recipients"):
        _counted_nearby(scene, draft, spans)
    recipients = draft.slots.get("recipients", [])
    counts = [c for r in recipients if (c := count(r)) is not None]
    if len(counts) == 1:
        spans_of = [e.spans for e in draft.evidence if e.path.startswith("/recipients/")]
        draft.set("recipient_count", counts[0], spans_of[0], "award.count")


def _trimmed(place: Span, text: str) -> tuple[Span, str]:
    """A description without what all recipients have: "5 tập thể, cá nhân", not "… có thành tích xuất sắc"."""
    merit = _MERIT.match(text)
    return ((place[0], place[0] + merit.end(1)), merit[1]) if merit else (place, text)


def _counted_nearby(scene: Scene, draft: Draft, spans: list[Span]) -> None:
    """Recipients that only the rules see: "5 tập thể, cá nhân" in a sentence of the honour."""
    signs = scene.signs
    for span in spans:
        for a, b, kind in rule_phrases(signs, span):
            whole = (signs.syllables.start[a], signs.syllables.end(b - 1))
            place, text = _trimmed(whole, scene.reading.text[whole[0] : whole[1]])
            if kind == "RECIPIENT" and count(text) is not None:
                draft.add("recipients", text, [place], "award.recipient.counted")


def _date(scene: Scene, draft: Draft, spans: list[Span], conferences: list[Conference]) -> None:
    for span in spans:
        dates = [i for i in scene.role("WHEN", span=span) if scene.date(i)]
        if dates:
            value = scene.date(dates[0])
            if value:
                draft.set("date", value.date, [scene.span(dates[0])], "award.date")
            return
    dated = [c for c in conferences if c.date]
    if dated:
        evidence = next((e for e in dated[0].evidence if e.path == "/date"), None)
        draft.set("date", dated[0].date, evidence.spans if evidence else (), "award.date.of-the-conference", "inferred")
