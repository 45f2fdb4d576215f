"""The things of many bulletins, kept resolved: cards, who carries them, and the clusters they fall into."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from corpus.registry.blocks import blocks
from corpus.registry.clusters import Cluster, Word, family, resolve_cards
from corpus.registry.decisions import Decisions
from corpus.registry.types import Card, Sighting


class Things:
    """Sightings by card, and clusters of cards; `settle` brings the clusters up to date."""

    def __init__(self, decisions: Decisions) -> None:
        self.clusters: dict[str, Cluster] = {}
        self.of_card: dict[str, str] = {}  # card id → cluster id
        self._decisions = decisions
        self._cards: dict[str, Card] = {}
        self._members: dict[str, dict[str, Sighting]] = defaultdict(dict)  # card id → bulletin → sighting
        self._blocks: dict[str, set[str]] = {}  # block → card ids
        self._named: dict[tuple[int, str], set[str]] = defaultdict(set)  # decision and its side → card ids
        self._sides: dict[str, set[int]] = {}  # card id → decisions
        self._touched: set[Card] = set()
        self._dirty: set[str] = set()  # ids of cards whose members changed

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Take in the sightings of one bulletin, which has none here."""
        for sighting in sightings:
            self._add(sighting, self._decisions.sides(sighting))

    def _add(self, sighting: Sighting, sides: list[tuple[int, str]]) -> None:
        card = self._cards.setdefault(sighting.card.id, sighting.card)
        members = self._members[card.id]
        if not members:
            self._touched.add(card)
            for block in blocks(card):
                self._blocks.setdefault(block, set()).add(card.id)
        for number, side in sides:
            self._named[number, side].add(card.id)
            self._sides.setdefault(card.id, set()).add(number)
            self._touched.add(card)
        members[sighting.bulletin] = sighting
        self._dirty.add(card.id)

    def drop(self, sightings: Iterable[Sighting]) -> None:
        """Let go of the sightings of one bulletin."""
        for sighting in sightings:
            card = sighting.card
            members = self._members[card.id]
            del members[sighting.bulletin]
            self._dirty.add(card.id)
            sides = self._decisions.sides(sighting)
            if sides or not members:
                self._touched.add(card)
            if not members:
                del self._members[card.id], self._cards[card.id]
                for block in blocks(card):
                    self._blocks[block].discard(card.id)
                    if not self._blocks[block]:
                        del self._blocks[block]
            for number, side in sides:  # what a decision says of a card goes with the sighting that it names
                if not any((number, side) in self._decisions.sides(s) for s in members.values()):
                    self._named[number, side].discard(card.id)

    def members(self, cluster: Cluster) -> list[Sighting]:
        """The sightings of a cluster."""
        return [s for card in cluster.cards for s in self._members[card.id].values()]

    def settle(self) -> tuple[set[str], dict[str, Cluster]]:
        """Resolve anew what was touched.

        Returns the ids of clusters that are new, changed or have other members, and the clusters that are no more.
        """
        touched_clusters = {i for c in self._touched if (i := self.of_card.get(c.id))}
        pending = {c for c in self._touched if c.id in self._cards}
        pending |= {c for i in touched_clusters for c in self.clusters[i].cards if c.id in self._cards}
        pending |= set(self._fellows({b for c in self._touched for b in self._keys(c)}))
        families: list[set[Card]] = []
        while pending:
            families.append(family([pending.pop()], self._fellows, self._keys))
            pending -= families[-1]
        stale = touched_clusters | {i for cards in families for c in cards if (i := self.of_card.get(c.id))}
        old = {i: self.clusters.pop(i) for i in stale}
        for card in chain.from_iterable(cluster.cards for cluster in old.values()):
            del self.of_card[card.id]
        changed: set[str] = set()
        for cards in families:
            for cluster in resolve_cards(cards, self._words(cards)):
                self.clusters[cluster.id] = cluster
                self.of_card |= dict.fromkeys((c.id for c in cluster.cards), cluster.id)
                if old.get(cluster.id) != cluster:
                    changed.add(cluster.id)
        changed |= {self.of_card[i] for i in self._dirty if i in self.of_card}
        self._touched.clear()
        self._dirty.clear()
        return changed, {i: c for i, c in old.items() if i not in self.clusters}

    def _keys(self, card: Card) -> tuple[str, ...]:
        """A card's blocks, and one for each decision that names it."""
        return (*blocks(card), *(f"decision:{n}" for n in sorted(self._sides.get(card.id, ()))))

    def _fellows(self, wanted: Collection[str]) -> Iterable[Card]:
        ids = chain.from_iterable(self._blocks.get(b, ()) for b in wanted if not b.startswith("decision:"))
        numbers = [int(b.partition(":")[2]) for b in wanted if b.startswith("decision:")]
        named = chain.from_iterable(self._named[n, side] for n in numbers for side in ("left", "right"))
        return {self._cards[i] for i in chain(ids, named) if i in self._cards}

    def _words(self, cards: Collection[Card]) -> list[Word]:
        """What the decisions that name any of these cards say."""
        numbers = sorted({n for c in cards for n in self._sides.get(c.id, ())})
        return [self._decisions.word(n, self._named[n, "left"], self._named[n, "right"]) for n in numbers]
