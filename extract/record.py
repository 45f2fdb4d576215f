"""Records: put together, checked against their schema, written as JSON and read again."""

import functools
from collections.abc import Iterable, Sequence
from importlib import resources

import jsonschema_rs
import msgspec

from extract.errors import RecordError
from extract.ids import event_id
from extract.reading import Reading
from extract.spelling import fold
from extract.types import (
    Amount,
    Award,
    BulletinFacts,
    Conference,
    DateValue,
    Entity,
    Event,
    Investment,
    Issue,
    MoneyValue,
    Official,
    Record,
)

SCHEMA_VERSION = "1"


@functools.cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    source = resources.files("schemas").joinpath("record.schema.json").read_bytes()
    return jsonschema_rs.Draft202012Validator(msgspec.json.decode(source))


def check(data: object) -> None:
    """Check a record in plain JSON form against `schemas/record.schema.json`. Raises RecordError, naming the place."""
    for error in _validator().iter_errors(data):
        path = "/".join(str(p) for p in error.instance_path)
        raise RecordError(f"/{path}: {error.message[:200]}")


def to_json(record: Record) -> bytes:
    """One line of JSON, checked before it is given out. Raises RecordError where the record does not fit its schema."""
    data = msgspec.to_builtins(record)
    check(data)
    return msgspec.json.encode(data)


def from_json(line: bytes | str) -> Record:
    """The record that `to_json` wrote. Raises RecordError for anything else."""
    try:
        return msgspec.json.decode(line, type=Record)
    except msgspec.MsgspecError as error:
        raise RecordError(f"no record: {error}") from None


def _value(value: Amount | DateValue | None) -> MoneyValue | DateValue | None:
    if isinstance(value, Amount):
        fields = ("value", "min", "max", "currency", "hedge", "per")
        return MoneyValue(**{name: getattr(value, name) for name in fields})
    return value


def _identifying(event: Event) -> tuple[str, Sequence[str | None]]:
    """An event's type and the slots that tell it from others in its bulletin."""
    match event:
        case Conference():
            return "conference", [event.name, event.date]
        case Award():
            return "award", [event.award, event.issuer, *event.recipients[:1], event.date]
        case Investment():
            amounts = [f"{a.value}{a.min}{a.max}{a.currency}" for a in event.amounts]
            return "investment", [event.project, event.scope, *([] if event.project else amounts)]


def _with_ids(bulletin_id: str, events: Iterable[Event]) -> tuple[Event, ...]:
    """Events with ids; one that says the same of the same thing as an earlier one is left out."""
    found: dict[str, Event] = {}
    for event in events:
        kind, slots = _identifying(event)
        key = event_id(bulletin_id, kind, [fold(s or "") for s in slots])
        found.setdefault(key, msgspec.structs.replace(event, id=key))
    return tuple(found.values())


def _issues(reading: Reading) -> list[Issue]:
    """What a reader would ask about: days whose year is not known."""
    issues = list(reading.bulletin.issues)
    for i in reading.of("DATE"):
        value = reading.values.get(i)
        if isinstance(value, DateValue) and value.date is None:
            issues.append(Issue(code="date-open", stage="normalise", message=f"no date for {reading.words(i)!r}"))
    return issues


def build_record(reading: Reading, officials: Iterable[Official], events: Iterable[Event]) -> Record:
    """Put a record together; mention numbers in `officials` become entity ids."""
    bulletin = reading.bulletin
    entities = tuple(
        Entity(
            id=f"e{i + 1}",
            type=m.label,
            start=m.start,
            end=m.end,
            text=bulletin.text[m.start : m.end],
            rule=f"{m.method}:{m.rule}",
            value=_value(reading.values.get(i)),
        )
        for i, m in enumerate(reading.mentions)
    )
    return Record(
        schema_version=SCHEMA_VERSION,
        id=bulletin.id,
        bulletin=BulletinFacts(
            url=bulletin.url,
            publisher=bulletin.publisher,
            title=bulletin.title,
            published=bulletin.published,
            publisher_basis=bulletin.publisher_basis,
            published_basis=bulletin.published_basis,
            source=bulletin.source,
            sha256=bulletin.sha256,
            language=bulletin.language,
            captions=bulletin.captions,
            byline=bulletin.byline,
            attachments=bulletin.attachments,
        ),
        text=bulletin.text,
        entities=entities,
        officials=tuple(
            msgspec.structs.replace(o, mentions=tuple(f"e{int(m) + 1}" for m in o.mentions)) for o in officials
        ),
        events=_with_ids(bulletin.id, events),
        issues=tuple(_issues(reading)),
    )
