"""Small records made by hand: a bulletin that names things, with no sentence of anyone's."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

Named = tuple[str, str]  # entity type, name as written


def bulletin(
    id: str,
    *names: Named,
    publisher: str | None = None,
    published: str | None = None,
    officials: Iterable[tuple[str, str, str | None]] = (),
    events: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A record that names `names` one after the other; `officials` are (name, title, organisation)."""
    text = "Tin\n\n"
    entities: list[dict[str, Any]] = []
    rows = list(officials)
    people = [("PERSON", p) for p in dict.fromkeys(o[0] for o in rows)]
    bodies = [("ORG", o[2]) for o in rows if o[2]]
    for label, name in dict.fromkeys([*names, *people, *bodies]):
        joined = name.startswith(", ")  # a place right after the name before it
        start = len(text) - 2 if joined else len(text)
        text = text[:-2] + name + "; " if joined else text + name + "; "
        at = start + 2 if joined else start
        entities.append(
            {"id": f"e{len(entities) + 1}", "type": label, "start": at, "end": at + len(name.removeprefix(", ")),
             "text": name.removeprefix(", "), "rule": "test:made"}
        )  # fmt: skip
    found = [
        {
            "name": person,
            "positions": [{"title": t, "organisation": o, "evidence": []} for p, t, o in rows if p == person],
            "mentions": [e["id"] for e in entities if e["type"] == "PERSON" and e["text"] == person],
        }
        for _, person in people
    ]
    made = [{**_EMPTY[e["type"]], "id": f"{id}#{e['type']}-{_hash(e)}", **e} for e in events]
    facts: dict[str, Any] = {
        "url": None, "publisher": publisher, "title": "Tin", "published": published, "publisher_basis": None,
        "published_basis": None, "source": None, "sha256": hashlib.sha256(text.encode()).hexdigest(), "language": "vi",
        "captions": [],
    }  # fmt: skip
    return {"schema_version": "1", "id": id, "bulletin": facts, "text": text, "entities": entities, "officials": found,
            "events": made, "issues": []}  # fmt: skip


def investment(project: str | None, investors: Iterable[str] = (), **slots: Any) -> dict[str, Any]:
    """An investment; an `amount` is (value, currency)."""
    amounts = [{"value": v, "currency": c} for v, c in slots.pop("amounts", ())]
    return {"type": "investment", "project": project, "investors": list(investors), "amounts": amounts, **slots}


def _hash(event: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(event, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


_DATES: dict[str, Any] = {"date": None, "date_end": None, "part_of_day": None, "modality": None, "evidence": []}
_EMPTY: dict[str, dict[str, Any]] = {
    "investment": {"project": None, "investors": [], "amounts": [], "location": None, "status": None,
                   "scope": "project", "kind": None, "part_of": None, "licensed_by": None, "decision": None, **_DATES},
    "conference": {"name": None, "location": None, "organisers": [], "participants": [], "roles": [], **_DATES},
    "award": {"award": None, "issuer": None, "recipients": [], "recipient_count": None, "presenters": [], "roles": [],
              **_DATES},
}  # fmt: skip
