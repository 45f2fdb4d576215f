"""Cards of one family → clusters: links taken strongest first, except where cards must stay apart."""

from collections.abc import Callable, Collection, Iterable

import msgspec

from corpus.registry.blocks import SINGLED, blocks
from corpus.registry.links import Link, Traits, link, links
from corpus.registry.types import Card, Evidence, digest


class Word(msgspec.Struct, frozen=True):
    """A decision in terms of cards: each side is one thing, and the two are one ("same") or two ("apart")."""

    relation: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    who: str
    why: str

    def links(self) -> list[Link]:
        """The links that the decision makes."""
        sides = [self.left + self.right] if self.relation == "same" else [self.left, self.right]
        value = f"{self.who}: {self.why}"
        return [
            link(0, side[0], other, "decision", value)
            for side in map(sorted, sides)
            for other in side[1:]
            if other != side[0]
        ]


class Cluster(msgspec.Struct, frozen=True):
    """Cards that are one thing, and why. `id` is the registry id."""

    id: str
    cards: tuple[Card, ...]
    evidence: tuple[Evidence, ...]


def family(
    start: Iterable[Card],
    fellows: Callable[[Collection[str]], Iterable[Card]],
    keys: Callable[[Card], Collection[str]] = blocks,
) -> set[Card]:
    """All cards that share a block with `start`, or with one that does, and so on.

    `fellows` gives the cards of blocks, `keys` the blocks of a card.
    """
    found: set[Card] = set()
    seen: set[str] = set()
    fresh = set(start)
    while fresh:
        found |= fresh
        wanted = {b for card in fresh for b in keys(card)} - seen
        seen |= wanted
        fresh = set(fellows(wanted)) - found if wanted else set()
    return found


def resolve_cards(cards: Collection[Card], words: Collection[Word] = ()) -> list[Cluster]:
    """Clusters of cards, in order of id. Cards of other families do not change what becomes of these.

    >>> a = Card("person", "lê văn an", ("body:sở y tế@hưng yên", "body:ubnd@hưng yên"))
    >>> b = Card("person", "lê văn an", ("body:sở y tế@hưng yên",))
    >>> c = Card("person", "lê văn an", ("body:ubnd@sơn la",))
    >>> sorted(len(cluster.cards) for cluster in resolve_cards([a, b, c]))
    [1, 2]
    """
    by_id = {c.id: c for c in cards}
    parent = {i: i for i in by_id}
    traits = {i: Traits(c) for i, c in by_id.items()}
    apart: dict[str, set[str]] = {i: set() for i in by_id}  # cluster → cards that it must not hold
    held: dict[str, set[str]] = {i: {i} for i in by_id}
    made = links(cards)
    for word in words:
        made += [said for said in word.links() if said.left in by_id and said.right in by_id]
        for one, two in ((word.left, word.right), (word.right, word.left)) if word.relation == "apart" else ():
            for i in one:
                if i in by_id:
                    apart[i] |= set(two)

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    taken: dict[str, list[Evidence]] = {i: [] for i in by_id}
    for found in sorted(made):
        a, b = root(found.left), root(found.right)
        if a == b:
            continue
        if apart[a] & held[b] or apart[b] & held[a]:
            continue
        if found.strength and traits[a].against(traits[b]):
            continue
        if len(held[a]) < len(held[b]):
            a, b = b, a
        parent[b] = a
        held[a] |= held.pop(b)
        apart[a] |= apart.pop(b)
        traits[a].join(traits[b])
        taken[a] += [*taken.pop(b), Evidence(found.rule, found.value, found.left, found.right)]
    return _named([([by_id[i] for i in ids], taken[at]) for at, ids in held.items() if parent[at] == at])


def _named(groups: list[tuple[list[Card], list[Evidence]]]) -> list[Cluster]:
    """Clusters with their ids, of one or more whole families, in order of id.

    The id is that of the plainest card: known everywhere, few anchors, then in order of its words. A card that a
    decision took out of its fellows gives the id that they had, unless another cluster has that.
    """
    ordered = [
        (sorted(cards, key=_plainness), sorted(evidence, key=lambda e: (e.left, e.right, e.rule)))
        for cards, evidence in groups
    ]
    ordered.sort(key=lambda group: _plainness(group[0][0]))
    used: set[str] = set()
    clusters = []
    for cards, evidence in ordered:
        plain = base(cards[0]).id
        name = cards[0].id if plain in used else plain
        used.add(name)
        clusters.append(Cluster(f"{cards[0].kind}-{digest('thing', name)}", tuple(cards), tuple(evidence)))
    return sorted(clusters, key=lambda c: c.id)


def _plainness(card: Card) -> tuple[bool, int, str, tuple[str, ...], str]:
    return card.scope != "", len(card.anchors), card.key, card.anchors, card.scope


def base(card: Card) -> Card:
    """The card that one taken out by a decision has in common with its fellows."""
    return msgspec.structs.replace(card, scope="") if card.scope.startswith(SINGLED) else card
