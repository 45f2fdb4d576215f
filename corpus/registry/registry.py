"""The registry: what is known of all bulletins, kept resolved while bulletins come, are read again, and go."""

from collections.abc import Iterable, Iterator
from typing import Any

from corpus.registry import views
from corpus.registry.clusters import Cluster, base
from corpus.registry.decisions import Decisions
from corpus.registry.happenings import Group, Happenings
from corpus.registry.seen import Seen, sightings
from corpus.registry.things import Things
from corpus.registry.types import Change, Decision, Entity, ProjectFacts, SharedEvent
from extract.types import Record

AnyRecord = dict[str, Any] | Record | Seen


class Registry:
    """Things and events of many bulletins, resolved. Made by `resolve`; `update` changes it in place.

    After any sequence of updates it equals what resolving the same records at once gives.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions = Decisions(decisions)
        self._seen: dict[str, Seen] = {}
        self._things = Things(self._decisions)
        self._happenings = Happenings()

    def update(self, records: Iterable[AnyRecord] = (), removed: Iterable[str] = ()) -> Change:
        """Take in records, drop the bulletins `removed`, and resolve anew what they touch.

        A record of a bulletin that is already here replaces the older one.
        """
        for bulletin in removed:
            self._drop(bulletin)
        for record in records:
            seen = self._decisions.applied(record if isinstance(record, Seen) else sightings(record))
            if self._seen.get(seen.bulletin) != seen:
                self._drop(seen.bulletin)
                self._seen[seen.bulletin] = seen
                self._things.add(seen.things)
                self._happenings.add(seen.events)
        changed, gone = self._things.settle()
        clusters = [*(self._things.clusters[i] for i in changed), *gone.values()]
        moved = {c.id for cluster in clusters for c in cluster.cards if c.kind == "project"}
        events, ended = self._happenings.settle(self._things.of_card, self._fellows, moved)
        redirects = _things_to(gone, self._things.of_card) | _events_to(ended, self._happenings)
        return Change(
            tuple(sorted(changed)),
            tuple(sorted(events)),
            tuple(sorted([*gone, *ended])),
            dict(sorted(redirects.items())),
        )

    def _fellows(self, card: str) -> list[str]:
        """The ids of the cards that are one thing with this one."""
        return [c.id for c in self._things.clusters[self._things.of_card[card]].cards]

    def _drop(self, bulletin: str) -> None:
        seen = self._seen.pop(bulletin, None)
        if seen:
            self._things.drop(seen.things)
            self._happenings.drop(seen.events)

    def entities(self) -> Iterator[Entity]:
        """All things, in order of id."""
        return map(self.entity, sorted(self._things.clusters))

    def entity(self, id: str) -> Entity:
        """A thing by its id. Raises KeyError where there is none (an older id: see `redirects`)."""
        cluster = self._things.clusters[id]
        return views.entity(cluster, self._things.members(cluster), self.body_id)

    def events(self) -> Iterator[SharedEvent]:
        """All events, in order of id."""
        return map(self.event, sorted(self._happenings.groups))

    def event(self, id: str) -> SharedEvent:
        """An event by its id. Raises KeyError where there is none."""
        members, evidence = self._happenings.groups[id]
        project = self._things.of_card.get(self._happenings.reports[members[0]].project)
        return views.event(members, evidence, self._happenings.reports, self.body_id, project)

    def project(self, id: str) -> ProjectFacts:
        """What all bulletins say of a project: its events, investors, every amount with who states it."""
        keys = sorted({k for card in self._things.clusters[id].cards for k in self._happenings.acts.get(card.id, ())})
        events = [self.event(i) for i in sorted({self._happenings.of_report[k] for k in keys})]
        return views.project(id, events, [self._happenings.reports[k] for k in keys], self.body_id)

    def entity_of(self, bulletin: str, mention: str) -> str | None:
        """The id of the thing that a record's entity ("e7") names, None where it names none."""
        return self.ids_of(bulletin).get(mention)

    def ids_of(self, bulletin: str) -> dict[str, str]:
        """Registry ids in a bulletin's record, by entity id ("e7") and by JSON pointer ("/events/0/project")."""
        seen = self._seen.get(bulletin)
        found: dict[str, str] = {}
        for sighting in seen.things if seen else ():
            id = self._things.of_card[sighting.card.id]
            found |= dict.fromkeys((*sighting.mentions, *sighting.paths), id)
        return found

    def body_id(self, bulletin: str, name: str, *, known: bool = False) -> str | None:
        """The id of the organisation that a bulletin names so; if `known`, only of one that can be known elsewhere."""
        seen = self._seen.get(bulletin)
        for sighting in seen.things if seen else ():
            if sighting.card.kind == "organisation" and name in sighting.names and not (known and sighting.card.scope):
                return self._things.of_card[sighting.card.id]
        return None

    def event_of(self, bulletin: str, event: str) -> str | None:
        """The id of the shared event that a record's event reports."""
        return self._happenings.of_report.get((bulletin, event))

    @property
    def clusters(self) -> dict[str, Cluster]:
        """Clusters of cards by id; not to be changed."""
        return self._things.clusters

    @property
    def happenings(self) -> Happenings:
        """Reports and their groups; not to be changed."""
        return self._happenings


def resolve(records: Iterable[AnyRecord], decisions: Iterable[Decision] = ()) -> Registry:
    """Resolve records (decoded JSON, `Record` or what `sightings` gave) at once."""
    registry = Registry(decisions)
    registry.update(records)
    return registry


def redirects(old: Registry, new: Registry) -> dict[str, str]:
    """Ids of `old` that are not in `new`, each with the id that now stands for most of what it stood for.

    An id of which nothing is left is not in the answer.
    """
    cards = {base(c).id: i for i, cluster in sorted(new.clusters.items()) for c in cluster.cards}
    cards |= {c.id: i for i, cluster in new.clusters.items() for c in cluster.cards}
    gone = {i: c for i, c in old.clusters.items() if i not in new.clusters}
    ended = {i: g for i, g in old.happenings.groups.items() if i not in new.happenings.groups}
    return dict(sorted((_things_to(gone, cards) | _events_to(ended, new.happenings)).items()))


def _most(ids: Iterable[str | None]) -> str | None:
    counts: dict[str, int] = {}
    for id in ids:
        if id:
            counts[id] = counts.get(id, 0) + 1
    return min(counts, key=lambda i: (-counts[i], i)) if counts else None


def _things_to(gone: dict[str, Cluster], of_card: dict[str, str]) -> dict[str, str]:
    return {
        i: to
        for i, cluster in gone.items()
        if (to := _most(of_card.get(c.id) or of_card.get(base(c).id) for c in cluster.cards))
    }


def _events_to(ended: dict[str, Group], happenings: Happenings) -> dict[str, str]:
    return {i: to for i, (members, _) in ended.items() if (to := _most(map(happenings.of_report.get, members)))}


def with_ids(record: dict[str, Any], registry: Registry) -> dict[str, Any]:
    """A copy of a record in its JSON form with `entity` in its entities as far as the registry knows them."""
    ids = registry.ids_of(record["id"])
    entities = [
        {**{k: v for k, v in e.items() if k != "entity"}, **({"entity": ids[e["id"]]} if e["id"] in ids else {})}
        for e in record["entities"]
    ]
    return {**record, "entities": entities}
