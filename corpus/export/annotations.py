"""Evidence as W3C Web Annotations: what each value was read from, by place and by quoted words."""

from collections.abc import Iterator
from typing import Any

from corpus.export.jsonld import urn
from corpus.query.rows import Row

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"bantin": "urn:bantin:schema/"}]
_AROUND = 32  # characters of prefix and suffix


def selectors(text: str, start: int, end: int) -> list[Row]:
    """A span of a text (code points, half-open, as the model counts too) by place and by words.

    >>> selectors("Vốn 620 tỷ đồng.", 4, 15)[1]
    {'type': 'TextQuoteSelector', 'exact': '620 tỷ đồng', 'prefix': 'Vốn ', 'suffix': '.'}
    """
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - _AROUND, 0) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]


def _at(value: Any, path: str) -> Any:
    """What a path of evidence leads to; None where it leads nowhere."""
    for part in path.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _annotation(record: Row, of: str, what: Row, entry: Row, value: Any) -> Row:
    facts = record["bulletin"]
    # the places are those of the record's text; the page at `scope` has the quoted words, but its own places
    target = [
        {
            "type": "SpecificResource",
            "source": {"id": urn(record["id"]), "type": "Text", "format": "text/plain", "language": facts["language"]},
            **({"scope": facts["url"]} if facts["url"] else {}),
            "selector": selectors(record["text"], start, end),
        }
        for start, end in entry["spans"]
    ]
    return {
        "@context": CONTEXT,
        "id": urn(f"{of}{entry['path']}"),
        "type": "Annotation",
        "motivation": "identifying",
        "body": {
            "type": "Dataset",
            "bantin:of": what,
            "bantin:path": entry["path"],
            "bantin:value": value,
            "bantin:basis": entry["basis"],
            "bantin:rule": entry["rule"],
        },
        "target": target if len(target) > 1 else target[0],
    }


def annotations(record: Row) -> Iterator[Row]:
    """An annotation for every value of a record that words stand for; what was only inferred has none."""
    for n, official in enumerate(record["officials"]):
        for m, office in enumerate(official["positions"]):
            value = {k: office[k] for k in ("title", "organisation")}
            for e, entry in enumerate(office["evidence"]):
                if entry["spans"]:
                    of = f"{record['id']}/officials/{n}/positions/{m}/evidence/{e}"
                    yield _annotation(record, of, {"type": "official", "name": official["name"]}, entry, value)
    for event in record["events"]:
        for entry in event["evidence"]:
            if entry["spans"]:
                what = {"type": event["type"], "id": event["id"]}
                yield _annotation(record, event["id"], what, entry, _at(event, entry["path"]))
