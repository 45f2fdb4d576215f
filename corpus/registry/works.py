"""Projects in one bulletin: which names there are of one project, and what each was seen with."""

from collections import defaultdict
from typing import Any

from corpus.registry.bodies import Bodies
from corpus.registry.drafts import Drafts
from corpus.registry.heads import name_key
from corpus.registry.home import Home
from corpus.registry.organisations import is_investor
from corpus.registry.projects import ProjectName, from_key, project_name, same_work, tells
from corpus.registry.types import Card
from corpus.registry.units import split_tail, words_of
from corpus.registry.zones import zone_key

_COMPANIES = 8  # as many of the companies that a bulletin names most count as seen with its projects


def projects_seen(record: dict[str, Any], bodies: Bodies, home: Home, drafts: Drafts) -> dict[str, Card]:
    """Add a record's projects to its sightings; returns their cards by name as written."""
    named: dict[str, list[str]] = defaultdict(list)
    for entity in record["entities"]:
        if entity["type"] == "PROJECT":
            named[entity["text"]].append(entity["id"])
    anchors: dict[str, set[str]] = defaultdict(set)
    paths: dict[str, list[str]] = defaultdict(list)
    for i, event in enumerate(record["events"]):
        if event["type"] == "investment" and event["project"]:
            paths[event["project"]].append(f"/events/{i}/project")
            anchors[project_name(event["project"]).key] |= _anchors(event, bodies, home)
    company = {f"with:{c}" for c in _companies(bodies)}
    names = sorted({*named, *paths})
    cards = {n: _card(n, anchors[project_name(n).key], company, home, record["id"]) for n in names}
    known = {c.key for c in cards.values() if not c.scope}
    for name in names:
        card = cards[name]
        if card.scope:  # "thép Cà Ná" beside "Khu liên hợp thép Hoa Sen Cà Ná"
            short = project_name(name)
            full = {k: c for c in cards.values() if (k := c.key) in known and not c.scope and _within(short, k)}
            card = cards[name] = next(iter(full.values())) if len(full) == 1 else card
        drafts.add(card, name, named.get(name, ()), paths[name])
    return cards


def _within(short: ProjectName, key: str) -> bool:
    full = from_key(key)
    return same_work(short, full) and short.words <= full.words


def _card(name: str, seen: set[str], company: set[str], home: Home, scope: str) -> Card:
    parts = project_name(name)
    if not parts.runs and not parts.numbers:  # "nhà máy xử lý nước thải": says what, not which
        return Card("project", f"{parts.key}|{name_key(name)}", scope=scope)
    anchors = seen | {f"province:{p}" for p in parts.provinces} | (set() if parts.specific else company)
    if home.publisher and not parts.route and not any(a.startswith("province:") for a in anchors):
        anchors.add(f"province:{home.publisher}")
    known = parts.specific or any(tells(parts, anchor) for anchor in anchors)
    return Card("project", parts.key, tuple(sorted(anchors)), "" if known else scope)


def _companies(bodies: Bodies) -> list[str]:
    """The cores of the companies named most here, as far as the name tells which company it is."""
    counts: dict[str, int] = defaultdict(int)
    for name, body in bodies.names.items():
        telling = body.reach == "name" or (body.reach == "short" and len(body.core.split()) >= 3)
        if telling and body.form and is_investor(body):
            counts[body.core] += len(bodies.mentions.get(name, ())) or 1
    return sorted(counts, key=lambda c: (-counts[c], c))[:_COMPANIES]


def _anchors(event: dict[str, Any], bodies: Bodies, home: Home) -> set[str]:
    """Investors (by the cores of their names), place, licence of an investment."""
    found = {f"investor:{b.core}" for i in event["investors"] if (b := bodies.names.get(i)) and is_investor(b)}
    if event["decision"]:
        found.add(f"licence:{name_key(event['decision'])}")
    tail = split_tail(tuple(words_of(event["location"] or "")))
    unit = home.unit(tail.places, bare_is_province=True)
    if unit:
        found.add(f"province:{unit.partition('@')[2] or unit}")
        if "@" in unit:
            found.add(f"at:{unit}")
    zone = zone_key(" ".join(tail.head)) if tail.head else None
    if zone:
        found.add(f"at:{zone}")
    return found
