"""Events of one bulletin as reports: their plain slots, and the keys under which reports of one event meet."""

import re
from typing import Any

from corpus.registry.bodies import Bodies
from corpus.registry.heads import name_key
from corpus.registry.home import Home
from corpus.registry.types import Card, EventSighting
from corpus.registry.units import split_tail, words_of
from extract.vocabulary import folded_forms

_SIDE = frozenset({"type", "id", "evidence", "roles"})
_NUMBERED = re.compile(r"^(?:hơn |gần |khoảng )?\d+ ")


def reports(
    record: dict[str, Any], bodies: Bodies, people: dict[str, Card], works: dict[str, Card], home: Home
) -> tuple[EventSighting, ...]:
    """The events of a record, in its order."""
    return tuple(_report(record, event, bodies, people, works, home) for event in record["events"])


def _report(
    record: dict[str, Any],
    event: dict[str, Any],
    bodies: Bodies,
    people: dict[str, Card],
    works: dict[str, Card],
    home: Home,
) -> EventSighting:
    any_meeting = folded_forms("registry", "meeting-common")
    keys: dict[str, tuple[str, ...]] = {}
    if event["type"] == "conference":
        keys["organisers"] = _known(bodies.key_of(o) for o in event["organisers"])
        keys["participants"] = tuple(sorted({name_key(p) for p in event["participants"] if " " in p}))
        keys["name"] = tuple(sorted({w for w in words_of(event["name"] or "") if w not in any_meeting}))
    elif event["type"] == "award":
        keys["issuer"] = _known([bodies.key_of(event["issuer"]) or name_key(event["issuer"] or "")])
        keys["recipients"] = tuple(
            sorted(
                {
                    name_key(r)
                    for r in event["recipients"]
                    if not _NUMBERED.match(r) and (r in bodies.cards or name_key(r) in people)
                }
            )
        )
        keys["award"] = _known([name_key(event["award"] or "")])
    else:
        tail = split_tail(tuple(words_of(event["location"] or "")))
        unit = home.unit(tail.places, bare_is_province=True)
        keys["place"] = _known([f"{' '.join(tail.head)} {unit}".strip() if unit else ""])
        keys["amounts"] = tuple(sorted({amount_key(a) for a in event["amounts"]}))
        keys["investors"] = _known(bodies.key_of(i) for i in event["investors"])
    project = works.get(event.get("project") or "")
    return EventSighting(
        bulletin=record["id"],
        id=event["id"],
        type=event["type"],
        published=record["bulletin"]["published"],
        slots={k: v for k, v in event.items() if k not in _SIDE},
        keys={k: v for k, v in keys.items() if v},
        project=project.id if project else "",
    )


def _known(keys: Any) -> tuple[str, ...]:
    return tuple(sorted({k for k in keys if k}))


def amount_key(amount: dict[str, Any]) -> str:
    """An amount in its JSON form as one string; hedges do not count.

    >>> amount_key({"value": 60000000000000, "currency": "VND", "hedge": "nearly"})
    '60000000000000 VND'
    """
    value = amount.get("value")
    number = value if value is not None else f"{amount['min']}-{amount['max']}"
    per = f"/{amount['per']}" if amount.get("per") else ""
    return f"{number} {amount['currency']}{per}"
