"""What the registry is made of: sightings in bulletins, the cards they carry, the things and events they come to be.

A **sighting** is one thing as one bulletin names it (all its mentions there). Its **card** is what the sighting says
that decides which thing it is: a key made of the name, what the thing was seen with (anchors), and, where that does
not suffice to know it again, the bulletin itself (scope). Sightings with equal cards are one thing; what else is one
is decided between cards, so the result depends on the set of cards and decisions and on nothing else.
All models are immutable and go to JSON by msgspec.
"""

import functools
import hashlib
from typing import Any, Literal

import msgspec

Kind = Literal["organisation", "person", "project", "zone", "place"]
KINDS: tuple[Kind, ...] = ("organisation", "person", "project", "zone", "place")


class Model(msgspec.Struct, frozen=True):
    """Base of the registry's models: immutable, compared by value."""


class Card(msgspec.Struct, frozen=True, dict=True):
    """What a sighting says that decides which thing it is.

    `key` compares names: equal keys are necessary, not always enough. `anchors` are sorted words for what the thing
    was seen with ("province:bac ninh", "body:ubnd ..."). `scope` is a bulletin id where the card is good for that
    bulletin alone, else "".
    """

    kind: Kind
    key: str
    anchors: tuple[str, ...] = ()
    scope: str = ""

    @functools.cached_property
    def id(self) -> str:
        """Sixteen hex digits of a hash of all the card says."""
        return digest(self.kind, self.key, *self.anchors, self.scope)


class OfficeSeen(Model, frozen=True):
    """An office as one bulletin gives it to a person; `body` is the organisation's key, "" where not known."""

    title: str
    organisation: str | None
    body: str


class Sighting(Model, frozen=True):
    """One thing in one bulletin: its names as written (best first), its mentions, and where in the record it stands.

    `mentions` are ids of the record's entities, `paths` JSON pointers to slots that name it ("/events/0/investors/1",
    "/officials/2"). `published` is the bulletin's date.
    """

    bulletin: str
    card: Card
    names: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    published: str | None = None
    offices: tuple[OfficeSeen, ...] = ()


class EventSighting(Model, frozen=True):
    """One event as one bulletin reports it: its plain slots and the keys under which it is compared.

    `keys` name what is compared ("project", "organisers", "day" …) with the sorted keys that stand for it here;
    `project` is the id of the card of its project.
    """

    bulletin: str
    id: str
    type: Literal["conference", "award", "investment"]
    published: str | None
    slots: dict[str, Any]
    keys: dict[str, tuple[str, ...]]
    project: str = ""


class Evidence(Model, frozen=True):
    """Why two cards (or two events) are one: the rule, what it found on both sides, and the two ids."""

    rule: str
    value: str
    left: str
    right: str


class Office(Model, frozen=True):
    """An office of a person over time: the first and last publication dates of the bulletins that give it.

    `organisation_id` is the registry id of the body, None where the body is not known well enough.
    """

    title: str
    organisation: str | None
    organisation_id: str | None
    first: str | None
    last: str | None
    bulletins: tuple[str, ...]


class Entity(Model, frozen=True):
    """One thing across bulletins. `members` are its sightings in order of bulletin id; `aliases` every name as written.

    `place` is the code of the official unit (places.tsv) where it is a place; `offices` are a person's.
    """

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    members: tuple[Sighting, ...]
    evidence: tuple[Evidence, ...] = ()
    offices: tuple[Office, ...] = ()
    place: str | None = None


class Stated(Model, frozen=True):
    """One value of a slot and the bulletins that state it."""

    value: Any
    bulletins: tuple[str, ...]


class Disagreement(Model, frozen=True):
    """A slot on which reports of one event (or project) differ: every value with its bulletins."""

    slot: str
    values: tuple[Stated, ...]


class SharedEvent(Model, frozen=True):
    """One event with all its reports. `members` are (bulletin id, event id) pairs, in order.

    `agreed` holds the slots on which all reports that fill them agree, and the most precise of compatible dates;
    `disagreements` the others. `project` and `investors` are registry ids.
    """

    id: str
    type: Literal["conference", "award", "investment"]
    members: tuple[tuple[str, str], ...]
    agreed: dict[str, Any]
    disagreements: tuple[Disagreement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    project: str | None = None
    investors: tuple[str, ...] = ()


class ProjectFacts(Model, frozen=True):
    """What all bulletins together say of a project, each value with the bulletins that state it.

    `investors` are registry ids, the most stated first; `amounts` one entry an amount; `statuses` in order of date (of
    the act, else of publication); `disagreements` the slots on which reports differ.
    """

    id: str
    events: tuple[str, ...]
    investors: tuple[Stated, ...]
    amounts: tuple[Stated, ...]
    statuses: tuple[Stated, ...]
    disagreements: tuple[Disagreement, ...]


class Reference(Model, frozen=True):
    """How a person points at a sighting: the bulletin's id, the kind, and a name as written there."""

    bulletin: str
    kind: Kind
    name: str


class Decision(Model, frozen=True):
    """A person's word on identity: `left` and `right` are the "same" thing, or two that must stay "apart".

    In both cases all the references of one side are the same thing.
    """

    relation: Literal["same", "apart"]
    left: tuple[Reference, ...]
    right: tuple[Reference, ...]
    who: str
    why: str
    on: str = ""


class Change(Model, frozen=True):
    """What an update did: ids of entities and events that are new or changed, and where ids that are gone lead."""

    entities: tuple[str, ...]
    events: tuple[str, ...]
    gone: tuple[str, ...]
    redirects: dict[str, str]


def digest(*parts: str) -> str:
    """Sixteen hex digits of a hash of `parts` in their order.

    >>> digest("organisation", "ubnd tinh hung yen") == digest("organisation", "ubnd tinh hung yen")
    True
    """
    return hashlib.sha256(chr(31).join(parts).encode("utf-8")).hexdigest()[:16]
