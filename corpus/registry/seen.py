"""A record → what the registry takes from it: its things, each with its card, and its events."""

from collections import defaultdict
from typing import Any

import msgspec

from corpus.registry.bodies import Bodies
from corpus.registry.drafts import Drafts
from corpus.registry.heads import name_key
from corpus.registry.home import Home
from corpus.registry.reports import reports
from corpus.registry.types import Card, EventSighting, OfficeSeen, Sighting
from corpus.registry.units import split_tail
from corpus.registry.works import projects_seen
from corpus.registry.zones import zone_key
from extract.types import Record
from extract.vocabulary import folded_forms

_NATIONAL_ZONES = frozenset({"kkt", "khu công nghệ cao", "kcnc"})


class Seen(msgspec.Struct, frozen=True):
    """All that the registry takes from one record."""

    bulletin: str
    things: tuple[Sighting, ...]
    events: tuple[EventSighting, ...]


def sightings(record: dict[str, Any] | Record) -> Seen:
    """The things and events of a record (decoded JSON or `Record`); reads nothing else.

    >>> from extract import extract_text
    >>> record = extract_text("Tin\\n\\nÔng Lê Văn An, Giám đốc Sở Y tế tỉnh Hưng Yên, phát biểu.", id="tin-1")
    >>> [(s.card.kind, s.names[0], s.card.anchors) for s in sightings(record).things if s.card.kind == "person"]
    [('person', 'Lê Văn An', ('body:sở y tế@hưng yên',))]
    """
    data: dict[str, Any] = msgspec.to_builtins(record) if isinstance(record, Record) else record
    drafts, home = Drafts(data), Home(data)
    bodies = Bodies(data, home)
    bodies.draft(drafts)
    people = _people(data, bodies, drafts)
    works = projects_seen(data, bodies, home, drafts)
    _places(data, home, drafts)
    return Seen(data["id"], drafts.sightings(), reports(data, bodies, people, works, home))


def _people(record: dict[str, Any], bodies: Bodies, drafts: Drafts) -> dict[str, Card]:
    """People by name; only an office in a body that is known makes one known beyond the bulletin."""
    scope = record["id"]
    cards: dict[str, Card] = {}
    taken: set[str] = set()
    texts = {e["id"]: e["text"] for e in record["entities"]}
    for i, official in enumerate(record["officials"]):
        name = official["name"]
        key = name_key(name)
        offices = [
            OfficeSeen(p["title"], p["organisation"], bodies.key_of(p["organisation"])) for p in official["positions"]
        ]
        anchors = sorted({a for o in offices for a in _office_anchors(o)}) if " " in key else []
        card = Card("person", key, tuple(anchors), "" if anchors else scope)
        cards.setdefault(key, card)
        taken |= set(official["mentions"])
        drafts.add(card, name, offices=offices, paths=[f"/officials/{i}"])
        for mention in official["mentions"]:
            drafts.add(card, texts[mention], [mention])
    for entity in record["entities"]:
        if entity["type"] == "PERSON" and entity["id"] not in taken and " " in entity["text"]:
            card = cards.setdefault(name_key(entity["text"]), Card("person", name_key(entity["text"]), scope=scope))
            drafts.add(card, entity["text"], [entity["id"]])
    for i, event in enumerate(record["events"]):
        for slot in ("participants", "presenters", "investors", "recipients"):
            for j, name in enumerate(event.get(slot) or ()):
                if name_key(name) in cards:
                    drafts.add(cards[name_key(name)], name, paths=[f"/events/{i}/{slot}/{j}"])
    return cards


def _office_anchors(office: OfficeSeen) -> list[str]:
    """What tells people of one name apart: the body, and in a body of the whole country the title too."""
    title = name_key(office.title)
    if title in folded_forms("registry", "sole"):
        return [f"title:{title}"]
    if not office.body or any(title == m or title.startswith(f"{m} ") for m in folded_forms("registry", "many")):
        return []
    national = "@" not in office.body and "|" not in office.body
    return [f"office:{title}, {office.body}" if national else f"body:{office.body}"]


def _places(record: dict[str, Any], home: Home, drafts: Drafts) -> None:
    """Zones and administrative units among the places named."""
    scope = record["id"]
    ends: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entity in record["entities"]:
        if entity["type"] == "LOCATION":
            ends[entity["text"]].append(entity)
    for text, entities in sorted(ends.items()):
        tail = split_tail(tuple(name_key(text).split()))
        after = home.after(e["end"] for e in entities)
        ids = [e["id"] for e in entities]
        zone = zone_key(" ".join(tail.head)) if tail.head else None
        if zone:
            unit = home.unit((tail.places + after)[-1:], bare_is_province=True)
            province = (unit.partition("@")[2] or unit) if unit else home.publisher
            head = zone.partition("|")[0]
            known = province or head in _NATIONAL_ZONES
            key = zone if head in _NATIONAL_ZONES else f"{zone}@{province}" if province else zone
            drafts.add(Card("zone", key, scope="" if known else scope), text, ids)
        elif tail.places and not tail.head:
            _place(text, tail.places + after, home, drafts, ids)


def _place(text: str, places: tuple[tuple[str, str], ...], home: Home, drafts: Drafts, ids: list[str]) -> None:
    unit = home.unit(places, bare_is_province=True)
    if unit:
        code = home.code(unit)
        # the unit as of the bulletin: Tỉnh Bắc Ninh of 2019 and that of 2026 are two
        drafts.add(Card("place", unit, (f"code:{code}",) if code else ()), text, ids)
    else:
        drafts.add(Card("place", ", ".join(" ".join(p).strip() for p in places), scope=drafts.bulletin), text, ids)
