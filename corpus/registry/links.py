"""What makes two cards one thing, and what forbids it: the rules, each with the evidence it goes by.

A link is a suggestion: links are taken strongest first, and one that would bring together what must stay apart is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from corpus.registry.blocks import blocks
from corpus.registry.projects import ONE_AN_INVESTOR, from_key, same_work, tells
from corpus.registry.types import Card


class Link(NamedTuple):
    """Two cards that a rule takes for one thing; `strength` 0 is the strongest."""

    strength: int
    left: str
    right: str
    rule: str
    value: str


# anchors by which two cards of like names are one, strongest first
_STRENGTH = {"licence": 2, "investor": 3, "at": 4, "province": 5, "with": 6}


def link(strength: int, one: str, two: str, rule: str, value: str) -> Link:
    """A link between two card ids, in their order."""
    return Link(strength, min(one, two), max(one, two), rule, value)


def links(cards: Iterable[Card]) -> list[Link]:
    """All links among cards, strongest first; the same for any order of the cards."""
    cards = sorted(set(cards), key=lambda c: c.id)
    found = [*_organisations([c for c in cards if c.kind == "organisation"])]
    found += _shared([c for c in cards if c.kind == "person"], "name-and-office")
    found += _shared([c for c in cards if c.kind in ("zone", "place")], "name")
    found += _projects([c for c in cards if c.kind == "project"])
    return sorted(set(found))


def _chain(cards: list[Card], strength: int, rule: str, value: str) -> Iterator[Link]:
    for left, right in pairwise(cards):
        yield Link(strength, left.id, right.id, rule, value)


def _hubs(cards: Iterable[Card], front: str = "") -> dict[str, list[Card]]:
    hubs: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for block in blocks(card):
            if block.startswith(front):
                hubs[block].append(card)
    return hubs


def _shared(cards: list[Card], rule: str) -> Iterator[Link]:
    for block, hub in _hubs(cards).items():
        if hub[0].kind != "place" or len({c.anchors for c in hub}) == 1:
            yield from _chain(hub, 1, rule, block.partition(":")[2])
        else:  # units of one name, as of different days
            for anchors in sorted({c.anchors for c in hub}):
                same = [c for c in hub if c.anchors == anchors]
                yield from _chain(same, 1, rule, block.partition(":")[2])


def _organisations(cards: list[Card]) -> Iterator[Link]:
    for block, hub in _hubs(cards).items():
        front, _, value = block.partition(":")
        if front == "organisation":
            yield from _chain(hub, 1, "name-and-anchor" if hub[0].key[0] == "~" else "name", value)
            continue
        # a short name or a bare core means a full name only where it can mean but one
        full = [c for c in hub if _is_full(c)]
        if len({c.key for c in full}) == 1:
            rule = "stated-short-name" if front == "short" else "core-and-project"
            for card in hub:
                if not _is_full(card):
                    yield link(2, full[0].id, card.id, rule, value)


def _is_full(card: Card) -> bool:
    """Is it a company's name with its legal form (or a body's name), not a bare core?"""
    return card.key.lstrip("~")[0] != "|" and not card.key.lstrip("~").startswith("company|")


def _projects(cards: list[Card]) -> Iterator[Link]:
    by_key: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_key[card.key].append(card)
    anchored = {key: _by_anchor(group) for key, group in by_key.items()}
    for key, group in by_key.items():
        name = from_key(key)
        if name.specific:
            yield from _chain(group, 1, "name", key)
        else:
            for anchor, hub in anchored[key].items():
                if tells(name, anchor):
                    yield from _chain(hub, _STRENGTH[anchor.partition(":")[0]], "name-and-anchor", f"{key}, {anchor}")
    yield from _kind_not_said(by_key)
    near: dict[str, set[str]] = defaultdict(set)
    for key in by_key:
        for block in from_key(key).blocks():
            near[block].add(key)
    pairs = {pair for keys in near.values() for pair in combinations(sorted(keys), 2)}
    for left, right in sorted(pairs):
        yield from _like(left, right, by_key, anchored)


def _kind_not_said(by_key: dict[str, list[Card]]) -> Iterator[Link]:
    """A name that does not say what kind of work it is means the one work whose name has the same words."""
    same: dict[frozenset[str], list[str]] = defaultdict(list)
    for key in by_key:
        if from_key(key).specific:
            same[from_key(key).words].append(key)
    for keys in same.values():
        bare = [k for k in keys if not from_key(k).classes]
        for key in bare:
            said = [k for k in keys if from_key(k).classes and same_work(from_key(key), from_key(k))]
            if len(said) == 1:
                yield link(5, by_key[key][0].id, by_key[said[0]][0].id, "same-words", f"{key} = {said[0]}")


def _by_anchor(cards: list[Card]) -> dict[str, list[Card]]:
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for anchor in card.anchors:
            found[anchor].append(card)
    return found


def _like(
    left: str, right: str, by_key: dict[str, list[Card]], anchored: dict[str, dict[str, list[Card]]]
) -> Iterator[Link]:
    """Links between cards of two names that may be one work's."""
    one, two = from_key(left), from_key(right)
    if not same_work(one, two) or one.classes != two.classes:
        return
    if one.specific and two.specific and one.words == two.words:
        yield link(2, by_key[left][0].id, by_key[right][0].id, "same-words", f"{left} = {right}")
    investors = {w for k in (left, right) for a in anchored[k] if a.startswith("investor:") for w in a[9:].split()}
    own = (one.words & two.words) - investors
    for anchor in sorted(anchored[left].keys() & anchored[right].keys()):
        what = anchor.partition(":")[0]
        named = one.words & two.words if what in ("at", "licence") else own
        if what != "with" and len(named) >= 2 and (what != "province" or one.classes):
            value = f"{left} ~ {right}, {anchor}"
            ends = anchored[left][anchor][0].id, anchored[right][anchor][0].id
            yield link(_STRENGTH[what] + 1, *ends, "like-name-and-anchor", value)
    both = {a for a in anchored[left].keys() & anchored[right].keys() if a.startswith(("investor:", "province:"))}
    if set(one.classes) & ONE_AN_INVESTOR and len({a.partition(":")[0] for a in both}) == 2:
        first = min(both)  # of an investor: cards that have it and a province that both names have
        pairs = [[c for c in by_key[k] if both & set(c.anchors) and first in c.anchors] for k in (left, right)]
        yield link(6, pairs[0][0].id, pairs[1][0].id, "like-name-investor-and-province", f"{left} ~ {right}, {first}")
    short, long = (left, right) if one.words < two.words else (right, left)
    extra = from_key(long).words - from_key(short).words
    if extra and len(own) >= 2 and from_key(long).specific:
        for anchor, hub in sorted(anchored[short].items()):
            if anchor.startswith("investor:") and extra <= set(anchor[9:].split()):
                for card in hub:
                    yield link(4, card.id, by_key[long][0].id, "named-after-investor", f"{short} ~ {long}, {anchor}")


class Traits:
    """What a cluster says that may forbid its union with another."""

    def __init__(self, card: Card) -> None:
        self.names: set[str] = set()
        self.provinces: set[str] = set()
        if card.kind == "organisation" and _is_full(card):
            self.names.add(card.key)
        if card.kind == "project":
            self.names.add(card.key)
            if not from_key(card.key).specific:
                self.provinces |= {a for a in card.anchors if a.startswith("province:")}
        self.kind = card.kind

    def against(self, other: "Traits") -> bool:
        """Must the two clusters stay apart: two full names of bodies, projects of two provinces or of unlike names?"""
        if self.kind == "organisation":
            return len(self.names | other.names) > 1
        if self.kind != "project":
            return False
        if self.provinces and other.provinces and not self.provinces & other.provinces:
            return True
        return not all(a == b or same_work(from_key(a), from_key(b)) for a in self.names for b in other.names)

    def join(self, other: "Traits") -> None:
        """Take in what the other cluster says."""
        self.names |= other.names
        self.provinces |= other.provinces
