"""What is shown of clusters: entities with names and offices, events with what their reports agree on and do not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from corpus.registry.clusters import Cluster
from corpus.registry.events import shared_id
from corpus.registry.heads import name_key
from corpus.registry.reports import amount_key
from corpus.registry.types import (
    Disagreement,
    Entity,
    EventSighting,
    Evidence,
    Office,
    ProjectFacts,
    SharedEvent,
    Sighting,
    Stated,
)
from extract.spelling import fold


class IdOf(Protocol):
    """Gives the registry id of the organisation that a bulletin names so (`Registry.body_id`)."""

    def __call__(self, bulletin: str, name: str, *, known: bool = False) -> str | None: ...


def entity(cluster: Cluster, members: Iterable[Sighting], body_id: IdOf) -> Entity:
    """An entity from its cluster and sightings; `body_id` names the organisations of a bulletin."""
    ordered = tuple(sorted(members, key=lambda s: (s.bulletin, s.card.id)))
    names = Counter(n for s in ordered for n in s.names)
    best = Counter(s.names[0] for s in ordered)
    codes = {a[5:] for c in cluster.cards for a in c.anchors if a.startswith("code:")}
    evidence = list(cluster.evidence)
    count = Counter(s.card.id for s in ordered)
    for card in cluster.cards:  # sightings with equal cards need no link: say so
        if count[card.id] > 1:
            evidence.append(Evidence("equal-card", "; ".join((card.key, *card.anchors)), card.id, card.id))
    return Entity(
        id=cluster.id,
        kind=cluster.cards[0].kind,
        name=min(best, key=lambda n: (n.isupper(), -best[n], -len(n), n)),
        aliases=tuple(sorted(names, key=lambda n: (-names[n], n))),
        members=ordered,
        evidence=tuple(evidence),
        offices=_offices(ordered, body_id),
        place=codes.pop() if len(codes) == 1 else None,
    )


def _offices(members: tuple[Sighting, ...], body_id: IdOf) -> tuple[Office, ...]:
    """Offices by title and body, in order of the first bulletin that gives them (undated ones last)."""
    seen: dict[tuple[str, str], list[tuple[Sighting, str, str | None]]] = defaultdict(list)
    for sighting in members:
        for office in sighting.offices:
            key = fold(office.title), office.body or fold(office.organisation or "")
            seen[key].append((sighting, office.title, office.organisation))
    found = []
    for rows in seen.values():
        dates = sorted(s.published for s, _, _ in rows if s.published)
        written = Counter((title, organisation or "") for _, title, organisation in rows)
        title, organisation = min(written, key=lambda w: (-written[w], w))
        bulletins = tuple(sorted({s.bulletin for s, _, _ in rows}))
        first, last = (dates[0], dates[-1]) if dates else (None, None)
        id = next((i for s, _, o in rows if o and (i := body_id(s.bulletin, o))), None)
        found.append(Office(title, organisation or None, id, first, last, bulletins))
    return tuple(sorted(found, key=lambda o: (o.first or "9999", o.last or "", o.title, o.organisation or "")))


def event(
    members: tuple[tuple[str, str], ...],
    evidence: tuple[Evidence, ...],
    reports: Mapping[tuple[str, str], EventSighting],
    body_id: IdOf,
    project: str | None,
) -> SharedEvent:
    """A shared event from its reports; `body_id` names the organisations of a bulletin, `project` is its own id."""
    rows = [reports[m] for m in members]
    agreed: dict[str, Any] = {}
    differing: list[Disagreement] = []
    investors: dict[str, None] = {}
    for row in rows:
        investors |= dict.fromkeys(i for n in row.slots.get("investors", ()) if (i := body_id(row.bulletin, n)))
    for slot in rows[0].slots:
        values = [(r.slots[slot], r.bulletin) for r in rows if r.slots.get(slot) not in (None, [], ())]
        if not values or slot == "part_of":
            continue
        keyed = _key(slot, body_id)
        best = _agreed(slot, values, keyed)
        if best is not None:
            agreed[slot] = best
        else:
            differing.append(Disagreement(slot, _with_bulletins(values, keyed)))
    return SharedEvent(
        shared_id(members), rows[0].type, members, agreed, tuple(differing), evidence, project, tuple(sorted(investors))
    )


Keyed = Callable[[Any, str], Any]  # (value, bulletin) → what compares it


def _key(slot: str, body_id: IdOf) -> Keyed:
    if slot == "amounts":
        return lambda v, _: frozenset(map(amount_key, v))
    if slot in ("investors", "organisers"):
        return lambda v, b: frozenset(body_id(b, n, known=True) or name_key(n) for n in v)
    if slot in ("participants", "presenters", "recipients"):
        return lambda v, _: frozenset(map(fold, v))
    return lambda v, _: name_key(v) if isinstance(v, str) else v


def _agreed(slot: str, values: list[tuple[Any, str]], keyed: Keyed) -> Any:
    """The fullest value where all the others are within it, None where they differ."""
    keys = [(keyed(v, b), v) for v, b in values]
    if isinstance(keys[0][0], frozenset):
        fullest, value = max(keys, key=lambda k: (len(k[0]), -keys.index(k)))
        within = all(k <= fullest for k, _ in keys)
        # people named by one paper and not by another are no disagreement
        if slot in ("participants", "presenters", "recipients") and not within:
            return list(dict.fromkeys(n for _, v in keys for n in v))
        return value if within else None
    if slot in ("name", "project"):
        return max((v for _, v in keys), key=len)
    fullest, value = max(keys, key=lambda k: len(str(k[0])))
    nested = slot in ("date", "location")
    return value if all(k == fullest or (nested and str(k) in str(fullest)) for k, _ in keys) else None


def _with_bulletins(values: list[tuple[Any, str]], keyed: Keyed) -> tuple[Stated, ...]:
    found: dict[Any, list[tuple[Any, str]]] = defaultdict(list)
    for value, bulletin in values:
        found[keyed(value, bulletin)].append((value, bulletin))
    rows = [Stated(v[0][0], tuple(sorted({b for _, b in v}))) for v in found.values()]
    return tuple(sorted(rows, key=lambda s: (-len(s.bulletins), s.bulletins)))


def project(id: str, events: list[SharedEvent], reports: list[EventSighting], body_id: IdOf) -> ProjectFacts:
    """What reports of investments in one project say together."""
    amounts = [(a, r.bulletin) for r in reports for a in r.slots["amounts"]]
    investors = [(i, r.bulletin) for r in reports for n in r.slots["investors"] if (i := body_id(r.bulletin, n))]
    statuses = [
        ({"status": r.slots["status"], "date": r.slots["date"] or r.published}, r.bulletin)
        for r in sorted(reports, key=lambda r: (r.slots["date"] or r.published or "9999", r.bulletin))
        if r.slots["status"]
    ]
    differing = [
        Disagreement(slot, rows)
        for slot in ("amounts", "investors", "location", "status")
        for values in [[(r.slots[slot], r.bulletin) for r in reports if r.slots[slot]]]
        if values and _agreed(slot, values, keyed := _key(slot, body_id)) is None
        for rows in [_with_bulletins(values, keyed)]
    ]
    return ProjectFacts(
        id,
        tuple(e.id for e in events),
        _with_bulletins(investors, lambda i, _: i),
        _with_bulletins(amounts, lambda a, _: amount_key(a)),
        _in_order(statuses),
        tuple(differing),
    )


def _in_order(values: list[tuple[Any, str]]) -> tuple[Stated, ...]:
    """Equal values together, in the order they first come."""
    found: dict[str, tuple[Any, list[str]]] = {}
    for value, bulletin in values:
        found.setdefault(str(value), (value, []))[1].append(bulletin)
    return tuple(Stated(value, tuple(sorted(bulletins))) for value, bulletins in found.values())
