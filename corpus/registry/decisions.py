"""What people decide about identity: a committed list of "same" and "apart", read from YAML."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from corpus.registry.blocks import SINGLED
from corpus.registry.clusters import Word
from corpus.registry.seen import Seen
from corpus.registry.types import Decision, Entity, Reference, Sighting
from extract.errors import InputError
from extract.spelling import fold


def read_decisions(path: str | Path) -> list[Decision]:
    """Decisions of a YAML file: a list of `relation`, `left`, `right`, `who`, `why`, `on`.

    Raises InputError, naming the place in the file, where it cannot be read or an entry lacks something.
    """
    try:
        data: Any = yaml.safe_load(Path(path).read_text("utf-8")) or []
        return msgspec.convert(data, list[Decision])
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InputError(str(path), f"is no list of decisions: {error}; see docs/registry.md") from None


def decision(relation: str, left: Entity, right: Entity, who: str, why: str, on: str = "") -> Decision:
    """The decision that two entities, as shown, are the "same" or must stay "apart", in terms of their sightings."""
    sides = [tuple(Reference(m.bulletin, m.card.kind, m.names[0]) for m in side.members) for side in (left, right)]
    return msgspec.convert(
        {"relation": relation, "left": sides[0], "right": sides[1], "who": who, "why": why, "on": on},
        Decision,
        from_attributes=True,
    )


def _refers(reference: Reference, sighting: Sighting) -> bool:
    return (
        reference.bulletin == sighting.bulletin
        and reference.kind == sighting.card.kind
        and fold(reference.name) in map(fold, sighting.names)
    )


class Decisions:
    """Decisions ready to be applied: which sightings they single out, and what they say of which cards.

    Raises InputError for a decision that has an empty side or is about things of several kinds.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(decisions)
        self.by_bulletin: dict[str, list[tuple[int, str, Reference]]] = {}
        for number, each in enumerate(self.all):
            kinds = {r.kind for r in (*each.left, *each.right)}
            if len(kinds) > 1 or not each.left or not each.right:
                reason = f"is about {', '.join(sorted(kinds)) or 'nothing'}: both sides name things of one kind"
                raise InputError(f"decision {number + 1} by {each.who}", reason)
            for side, references in (("left", each.left), ("right", each.right)):
                for reference in references:
                    self.by_bulletin.setdefault(reference.bulletin, []).append((number, side, reference))

    def applied(self, seen: Seen) -> Seen:
        """What was seen in a bulletin, with cards of their own for the sightings that an "apart" decision names."""
        if seen.bulletin not in self.by_bulletin:
            return seen
        things = tuple(map(self._single_out, seen.things))
        cards = {a.card.id: b.card.id for a, b in zip(seen.things, things, strict=True)}
        events = tuple(msgspec.structs.replace(e, project=cards.get(e.project, "")) for e in seen.events)
        return Seen(seen.bulletin, things, events)

    def _single_out(self, sighting: Sighting) -> Sighting:
        for number, _, reference in self.by_bulletin.get(sighting.bulletin, ()):
            if self.all[number].relation == "apart" and _refers(reference, sighting) and not sighting.card.scope:
                card = msgspec.structs.replace(sighting.card, scope=f"{SINGLED}{sighting.bulletin}")
                return msgspec.structs.replace(sighting, card=card)
        return sighting

    def sides(self, sighting: Sighting) -> list[tuple[int, str]]:
        """The decisions that name a sighting, and on which side."""
        return [(n, side) for n, side, r in self.by_bulletin.get(sighting.bulletin, ()) if _refers(r, sighting)]

    def word(self, number: int, left: Iterable[str], right: Iterable[str]) -> Word:
        """A decision in terms of card ids."""
        each = self.all[number]
        return Word(each.relation, tuple(sorted(left)), tuple(sorted(right)), each.who, each.why)
