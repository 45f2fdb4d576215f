"""Sightings while a bulletin is being read: names, mentions and slots gathered under one card each."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from corpus.registry.heads import name_key
from corpus.registry.types import Card, OfficeSeen, Sighting


class Draft:
    """What is known so far of one thing in one bulletin."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.mentions: set[str] = set()
        self.paths: set[str] = set()
        self.offices: dict[OfficeSeen, None] = {}


def _short(card: Card, name: str) -> bool:
    """Is it a part of a person's name?"""
    return card.kind == "person" and name_key(name) != card.key


class Drafts:
    """The sightings of one record, by card. `record` is the record in its JSON form."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.bulletin: str = record["id"]
        self.published: str | None = record["bulletin"]["published"]
        self.found: dict[Card, Draft] = {}

    def add(
        self,
        card: Card,
        name: str,
        mentions: Iterable[str] = (),
        paths: Iterable[str] = (),
        offices: Iterable[OfficeSeen] = (),
    ) -> None:
        """Note that `name` stands for the thing of `card` at these mentions (entity ids) and slots (JSON pointers)."""
        draft = self.found.setdefault(card, Draft())
        ids, slots = set(mentions), set(paths)
        draft.names[name] += len(ids) + len(slots) or 1
        draft.mentions |= ids
        draft.paths |= slots
        draft.offices |= dict.fromkeys(offices)

    def sightings(self) -> tuple[Sighting, ...]:
        """All of them, in order of card id; names by how often they stand here, the longer first among equals."""
        return tuple(
            Sighting(
                bulletin=self.bulletin,
                card=card,
                names=tuple(sorted(d.names, key=lambda n: (_short(card, n), -d.names[n], -len(n), n))),
                mentions=tuple(sorted(d.mentions, key=lambda m: int(m[1:]))),
                paths=tuple(sorted(d.paths)),
                published=self.published,
                offices=tuple(d.offices),
            )
            for card, d in sorted(self.found.items(), key=lambda f: f[0].id)
        )
