"""Small valid records of made-up bulletins, as the search, query and export tests need them."""

import json
from pathlib import Path
from typing import Any

from extract.ids import text_sha256
from extract.record import check

Json = dict[str, Any]
_NULLS = {
    "conference": ("name", "date", "location", "date_end", "part_of_day", "modality"),
    "award": ("award", "issuer", "recipient_count", "date", "date_end", "part_of_day", "modality"),
    "investment": (
        "project", "location", "status", "scope", "date", "kind", "part_of", "licensed_by", "decision", "date_end",
        "part_of_day", "modality",
    ),
}  # fmt: skip
_LISTS = {
    "conference": ("organisers", "participants", "roles"),
    "award": ("recipients", "presenters", "roles"),
    "investment": ("investors", "amounts"),
}


def evidence(text: str, path: str, words: str) -> Json:
    """The evidence for a slot: the first place of `words`."""
    start = text.index(words)
    return {"path": path, "spans": [[start, start + len(words)]], "basis": "stated", "rule": "made"}


def record(
    bulletin: str, body: str, *, title: str = "Bản tin", published: str | None = "2020-06-01",
    publisher: str | None = None, url: str | None = None, events: list[Json] | None = None,
    officials: list[Json] | None = None, entities: list[tuple[str, str]] | None = None,
) -> Json:  # fmt: skip
    """A record. An event is its type and slots with, under "says", {path: words}; an entity is (label, words)."""
    text = f"{title}\n\n{body}"
    made = []
    for n, event in enumerate(events or []):
        event = dict(event)
        kind, says = event.pop("type"), event.pop("says", {})
        slots: Json = {**dict.fromkeys(_NULLS[kind]), **{name: [] for name in _LISTS[kind]}, **event}
        key = f"{bulletin}#{kind}-{n:08x}"
        made.append({"type": kind, "id": key, **slots, "evidence": [evidence(text, p, w) for p, w in says.items()]})
    found = []
    for n, (label, words) in enumerate(entities or []):
        start = text.index(words)
        entity = {
            "id": f"e{n + 1}",
            "type": label,
            "start": start,
            "end": start + len(words),
            "text": words,
            "rule": "made",
        }
        found.append(entity)
    data = {
        "schema_version": "1",
        "id": bulletin,
        "bulletin": {
            "url": url, "publisher": publisher, "title": title, "published": published, "publisher_basis": None,
            "published_basis": None, "source": None, "sha256": text_sha256(text), "language": "vi", "captions": [],
        },
        "text": text,
        "entities": found,
        "officials": officials or [],
        "events": made,
        "issues": [],
    }  # fmt: skip
    check(data)
    return data


def line(data: Json) -> bytes:
    """A record as a line of JSON, without its end."""
    return json.dumps(data, ensure_ascii=False).encode()


def write(path: Path, *records: Json) -> str:
    """Put records into a file of JSON Lines."""
    path.write_bytes(b"".join(line(r) + b"\n" for r in records))
    return str(path)


def investment(project: str, value: int | str, *, currency: str = "VND", **slots: Any) -> Json:
    """An investment with one amount."""
    return {
        "type": "investment",
        "project": project,
        "scope": "project",
        "amounts": [{"value": value, "currency": currency}],
        **slots,
    }
