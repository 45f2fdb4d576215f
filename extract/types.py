"""What flows between the hops: a bulletin, the mentions found in it, the values they stand for, the record.

All offsets are code points into `Bulletin.text` (NFC), half-open. All models are immutable and go to JSON and back
unchanged (`extract.record`). Money is `int` or `Decimal`, never a float.
"""

from decimal import Decimal
from typing import Literal

import msgspec

Span = tuple[int, int]
Label = Literal["PERSON", "POSITION", "ORG", "PROJECT", "MONEY", "LOCATION", "DATE"]
LABELS: tuple[Label, ...] = ("PERSON", "POSITION", "ORG", "PROJECT", "MONEY", "LOCATION", "DATE")
Basis = Literal["stated", "antecedent", "publisher", "published", "inferred"]
Hedge = Literal["about", "at_least", "at_most", "more_than", "less_than", "nearly"]
PartOfDay = Literal["morning", "noon", "afternoon", "evening", "night"]
Number = int | Decimal


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every model: immutable, compared by value."""


class Issue(Model, frozen=True):
    """Something a reader would ask about: what is unknown, doubtful or left out, and at which stage."""

    code: str
    stage: str
    message: str


class Amount(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An amount of money in whole units of its currency, as `value` or as a range `min`-`max`.

    `hedge` is the word that softens it, `per` what it is counted by ("ha"), `equivalent_of` the position in the
    event's `amounts` of the amount that this one restates in another currency.
    """

    value: Number | None = None
    min: Number | None = None
    max: Number | None = None
    currency: str
    hedge: Hedge | None = None
    per: str | None = None
    equivalent_of: int | None = None


class MoneyValue(Amount, frozen=True, omit_defaults=True, kw_only=True, tag_field="kind", tag="amount"):
    """The amount that a MONEY entity names."""


class DateValue(Model, frozen=True, omit_defaults=True, tag_field="kind", tag="date"):
    """A date no more precise than the text: `date` is YYYY, YYYY-MM or YYYY-MM-DD; `end` closes an interval.

    `date` is null where the year is not known; `year_from` says how a year that is not written was found.
    """

    date: str | None = None
    end: str | None = None
    part_of_day: PartOfDay | None = None
    time: str | None = None
    year_from: Literal["published", "context"] | None = None


class Bulletin(Model, frozen=True):
    """A document as read: its text in lines, and what is known of its origin and of where that came from."""

    id: str
    title: str
    text: str
    url: str | None = None
    published: str | None = None
    published_basis: str | None = None
    publisher: str | None = None
    publisher_basis: str | None = None
    source: str | None = None
    sha256: str = ""
    language: str = "vi"
    captions: tuple[Span, ...] = ()
    byline: str | None = None
    attachments: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


class Mention(Model, frozen=True):
    """A stretch of text that points at something: where, what kind, and which method and rule found it."""

    start: int
    end: int
    label: Label
    method: str
    rule: str


class Entity(Model, frozen=True, omit_defaults=True):
    """A mention as the record keeps it, with its value where it is an amount or a date."""

    id: str
    type: Label
    start: int
    end: int
    text: str
    rule: str
    value: MoneyValue | DateValue | None = None
    entity: str | None = None


class Evidence(Model, frozen=True):
    """Why a slot holds what it holds: the words it was read from, on what basis, by which rule."""

    path: str
    spans: tuple[Span, ...] = ()
    basis: Basis = "stated"
    rule: str = ""


class Position(Model, frozen=True):
    """One office of an official: its title, the body it belongs to as fully as is known, and the words for it."""

    title: str
    organisation: str | None
    evidence: tuple[Evidence, ...] = ()


class Official(Model, frozen=True):
    """A named person with the offices the document gives them; `mentions` are ids of PERSON entities."""

    name: str
    positions: tuple[Position, ...]
    mentions: tuple[str, ...] = ()


class Role(Model, frozen=True):
    """What a person did at an event."""

    person: str
    role: Literal["chaired", "spoke", "attended", "presented", "signed", "received"]


Modality = Literal["held", "ongoing", "planned", "cancelled"]
Status = Literal["proposed", "agreed", "licensed", "under_construction", "completed", "stopped", "attracted"]


class Conference(Model, frozen=True, tag_field="type", tag="conference"):
    """A meeting, congress, seminar or ceremony that has a date, a host or named participants."""

    id: str = ""
    name: str | None = None
    date: str | None = None
    location: str | None = None
    organisers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    date_end: str | None = None
    part_of_day: PartOfDay | None = None
    modality: Modality | None = None
    roles: tuple[Role, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Award(Model, frozen=True, tag_field="type", tag="award"):
    """Something conferred on someone: an order, a certificate of merit, a flag, a title, a prize."""

    id: str = ""
    award: str | None = None
    issuer: str | None = None
    recipients: tuple[str, ...] = ()
    recipient_count: int | None = None
    presenters: tuple[str, ...] = ()
    date: str | None = None
    date_end: str | None = None
    part_of_day: PartOfDay | None = None
    modality: Modality | None = None
    roles: tuple[Role, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Investment(Model, frozen=True, tag_field="type", tag="investment"):
    """Capital committed to, licensed for, spent on or attracted by a project or a place."""

    id: str = ""
    project: str | None = None
    investors: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    location: str | None = None
    status: Status | None = None
    scope: Literal["project", "aggregate"] | None = None
    date: str | None = None
    date_end: str | None = None
    part_of_day: PartOfDay | None = None
    modality: Modality | None = None
    kind: Literal["total", "registered", "added", "disbursed"] | None = None
    part_of: str | None = None
    licensed_by: str | None = None
    decision: str | None = None
    evidence: tuple[Evidence, ...] = ()


Event = Conference | Award | Investment


class Record(Model, frozen=True):
    """What bantin says of one bulletin; `extract.record` writes and reads it as JSON."""

    schema_version: str
    id: str
    bulletin: "BulletinFacts"
    text: str
    entities: tuple[Entity, ...] = ()
    officials: tuple[Official, ...] = ()
    events: tuple[Event, ...] = ()
    issues: tuple[Issue, ...] = ()

    def __repr__(self) -> str:
        kinds = ", ".join(f"{type(e).__name__} {e.id}" for e in self.events) or "no events"
        return (
            f"Record({self.id!r}, {self.bulletin.title!r}, {len(self.entities)} entities, "
            f"{len(self.officials)} officials, {kinds})"
        )


class BulletinFacts(Model, frozen=True):
    """The bulletin's origin as the record keeps it (its text stands beside it)."""

    url: str | None
    publisher: str | None
    title: str
    published: str | None
    publisher_basis: str | None
    published_basis: str | None
    source: str | None
    sha256: str
    language: str
    captions: tuple[Span, ...] = ()
    byline: str | None = None
    attachments: tuple[str, ...] = ()
