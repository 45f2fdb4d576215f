"""What a record may not say though its form is right: no schema can tell, and no database could keep it whole."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

_MAX_NAME = 600  # characters: a longer name is a lost sentence, and past what an index of PostgreSQL holds
_MAX_DIGITS, _MAX_DECIMALS = 40, 9
_MAX_COUNT = 2**63
_MAX_ENTITY = 2**31


def contradiction(data: dict[str, Any]) -> str | None:
    """The first thing wrong with a record that fits its schema, in words; None where all holds.

    Spans that are not in the text, an entity whose words are others, ids used twice or leading nowhere, parts that go
    round in a circle, floats or endless digits for money, counts past 64 bits, names as long as a paragraph.
    """
    return next(_contradictions(data), None)


def _contradictions(data: dict[str, Any]) -> Iterator[str]:
    yield from _facts(data)
    entities: set[int] = set()
    yield from _entities(data, entities)
    for official in data["officials"]:
        yield from _long(official["name"])
        for mention in official["mentions"]:
            if len(mention) > 11 or int(mention[1:]) not in entities:
                yield f"{official['name']} is mentioned in {mention}, and there is no such entity"
        for office in official["positions"]:
            yield from _long(office["organisation"])
    parts: dict[str, str | None] = {}
    for event in data["events"]:
        if event["id"] in parts:
            yield f"two events have the id {event['id']}"
        if not event["id"].startswith(f"{data['id']}#"):
            yield f"the event {event['id']} is another bulletin's"
        parts[event["id"]] = event.get("part_of")
        for reason in _event(event):
            yield f"event {event['id']}: {reason}"
    if any(parts.values()):
        yield from _circles(parts)
    yield from _spans(data)


def _facts(data: dict[str, Any]) -> Iterator[str]:
    yield from _long(data["id"])
    yield from _long(data["bulletin"]["publisher"])
    published = data["bulletin"]["published"]
    if published is not None:
        try:
            datetime.date.fromisoformat(published)
        except ValueError:
            yield f"published on {published}, which is no day"


def _entities(data: dict[str, Any], seen: set[int]) -> Iterator[str]:
    text = data["text"]
    for entity in data["entities"]:
        number = int(entity["id"][1:]) if len(entity["id"]) <= 11 else _MAX_ENTITY
        if number >= _MAX_ENTITY:
            yield f"an entity has the id {entity['id'][:40]}, past any number of entities"
        if number in seen:
            yield f"two entities have the id {entity['id']}"
        seen.add(number)
        if isinstance(entity["start"], float) or isinstance(
            entity["end"], float
        ):  # JSON Schema takes 3.0 for an integer
            yield f"entity {entity['id']}: `start` and `end` must be whole numbers"
        elif text[entity["start"] : entity["end"]] != entity["text"]:
            yield f"entity {entity['id']} is not what the text says at {entity['start']}-{entity['end']}"
        value = entity.get("value")
        if value is not None and (reason := _no_money(value)):
            yield f"entity {entity['id']}: {reason}"


def _no_money(amount: dict[str, Any]) -> str | None:
    for key in ("value", "min", "max"):
        number = amount.get(key)
        if isinstance(number, float):
            return f"`{key}` is a float; write it as an integer or as decimal text"
        written = "" if number is None else str(number)
        if len(written) > _MAX_DIGITS or len(written.partition(".")[2]) > _MAX_DECIMALS:
            return f"`{key}` has more than {_MAX_DIGITS} digits, or more than {_MAX_DECIMALS} decimals"
        if written.startswith("-"):
            return f"`{key}` is below zero"
    return None


def _long(name: str | None) -> Iterator[str]:
    if name is not None and len(name) > _MAX_NAME:
        yield f"a name of {len(name)} characters: {name[:40]}…"


_NAMES = ("location", "issuer", "project", "licensed_by")
_LISTS = ("organisers", "participants", "recipients", "presenters", "investors")


def _event(event: dict[str, Any]) -> Iterator[str]:
    for slot in _NAMES:
        yield from _long(event.get(slot))
    for slot in _LISTS:
        for name in event.get(slot, ()):
            yield from _long(name)
    if (event.get("recipient_count") or 0) >= _MAX_COUNT:
        yield "recipient_count is past any number of recipients"
    for n, amount in enumerate(event.get("amounts", ())):
        if reason := _no_money(amount):
            yield f"/amounts/{n}: {reason}"
        elif "min" in amount and Decimal(amount["min"]) > Decimal(amount["max"]):
            yield f"/amounts/{n}: its `min` is more than its `max`"
        if amount.get("equivalent_of", -1) >= n:
            yield f"/amounts/{n} restates an amount that does not stand before it"


def _circles(parts: dict[str, str | None]) -> Iterator[str]:
    for event, whole in parts.items():
        seen = {event}
        while whole is not None:
            if whole not in parts:
                yield f"the event {event} is part of {whole}, which the record does not have"
                return
            if whole in seen:
                yield f"the event {event} is part of itself"
                return
            seen.add(whole)
            whole = parts[whole]


def _spans(data: dict[str, Any]) -> Iterator[str]:
    size = len(data["text"])
    spans = [span for e in data["events"] for evidence in e["evidence"] for span in evidence["spans"]]
    spans += [s for o in data["officials"] for p in o["positions"] for e in p["evidence"] for s in e["spans"]]
    for start, end in [*spans, *data["bulletin"]["captions"]]:
        if not 0 <= start < end <= size:
            yield f"the span {start}-{end} is not in the text, which has {size} characters"
