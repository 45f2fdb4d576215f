"""The keys under which cards meet: two cards can be one thing only where they share a block (or a decision says so)."""

from collections.abc import Iterator

from corpus.registry.projects import from_key
from corpus.registry.types import Card

SINGLED = "="  # begins the scope of a card that a decision took out of its fellows


def blocks(card: Card) -> tuple[str, ...]:
    """A card's blocks, sorted; none for a card that is good for its bulletin alone or is one with its equals only.

    >>> blocks(Card("person", "lê văn an", ("body:sở y tế@hưng yên",)))
    ('person:lê văn an, body:sở y tế@hưng yên',)
    """
    if card.scope and not card.scope.startswith(SINGLED):
        return ()
    return tuple(sorted(set(_blocks(card))))


def _blocks(card: Card) -> Iterator[str]:
    key = card.key
    if card.kind == "organisation":
        if key[0] != "~":
            yield f"organisation:{key}"
        for anchor in card.anchors:
            what, _, value = anchor.partition(":")
            if what == "short":
                yield f"short:|{value}"
            elif what == "project":
                yield f"core:{key.rpartition('|')[2]}, {value}"
            else:
                yield f"organisation:{key}, {anchor}"
        if key[0] == "|":
            yield f"short:{key}"
    elif card.kind == "person":
        yield from (f"person:{key}, {anchor}" for anchor in card.anchors)
    elif card.kind == "project":
        yield f"project:{key}"
        name = from_key(key)
        yield from (f"project:{b}" for b in name.blocks())
        if name.specific:
            yield f"words:{' '.join(sorted(name.words))}"
    else:
        yield f"{card.kind}:{key}"
