"""The compact form that annotators write, one block a document, turned into a gold label.

    === news-tr000123
    PUBLISHED 2019-03-28
    1: ORG UBND tỉnh Hưng Yên | DAT Sáng 28/3
    OFFICIAL Nguyễn Văn An | Giám đốc | Sở Xây dựng tỉnh Hưng Yên
    CONFERENCE
    name = Hội nghị tổng kết công tác năm 2018
    participants = Nguyễn Văn An | Trần Thị Bình

A numbered line lists the mentions of that line of the text (counted from 1) in reading order; each is found from
the end of the one before. Square brackets pick one of several like words by its surroundings: `LOC tại [Hưng Yên] mới`.
"""

import re
from collections.abc import Iterator
from typing import Any

TYPES = {
    "PER": "PERSON",
    "POS": "POSITION",
    "ORG": "ORG",
    "PRJ": "PROJECT",
    "MON": "MONEY",
    "LOC": "LOCATION",
    "DAT": "DATE",
}
SLOTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # event type → (single-valued slots, lists)
    "conference": (("name", "date", "location"), ("organisers", "participants")),
    "award": (("award", "issuer", "recipient_count", "date"), ("recipients", "presenters")),
    "investment": (("project", "location", "status", "scope", "date"), ("investors", "amounts")),
}
STATUSES = {"proposed", "agreed", "licensed", "under_construction", "completed", "stopped", "attracted"}
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))? ([A-Z]{3})\Z")

Label = dict[str, Any]


class LabelError(ValueError):
    """A label that does not fit its text or the guideline; the message names the place."""


def blocks(source: str) -> Iterator[tuple[str, list[str]]]:
    """Split a compact file into (document id, its lines).

    >>> list(blocks("=== a\\n1: ORG Chính phủ\\n"))
    [('a', ['1: ORG Chính phủ'])]
    """
    current: tuple[str, list[str]] | None = None
    for raw in source.split("\n"):
        line = raw.strip()
        if line.startswith("==="):
            if current:
                yield current
            current = (line.strip("= "), [])
        elif line and current:
            current[1].append(line)
        elif line:
            raise LabelError(f"before the first '=== id': {line[:60]!r}")
    if current:
        yield current


def _find(text: str, surface: str, start: int, end: int) -> tuple[int, int] | None:
    """Offsets of `surface` as whole words in `text[start:end]`."""
    inner = re.fullmatch(r"(.*)\[(.+)\](.*)", surface)
    whole, lead, size = surface, 0, len(surface)
    if inner and text.find(surface, start, end) < 0:
        whole, lead, size = inner[1] + inner[2] + inner[3], len(inner[1]), len(inner[2])
    at = start
    while (at := text.find(whole, at, end)) >= 0:
        a, b = at + lead, at + lead + size
        if whole != surface:  # brackets name the place: words written together ("Hạ Longcó") may be cut
            return a, b
        if not (text[a].isalnum() and a and text[a - 1].isalnum()) and not (
            text[b - 1].isalnum() and b < len(text) and text[b].isalnum()
        ):
            return a, b
        at += 1
    return None


def mentions(text: str, number: int, items: str) -> list[dict[str, Any]]:
    """Place the mentions of line `number` (from 1) in `text`.

    >>> mentions("Ông Lê An dự.", 1, "PER Lê An")
    [{'type': 'PERSON', 'start': 4, 'end': 9}]
    """
    lines = text.split("\n")
    if not 1 <= number <= len(lines):
        raise LabelError(f"line {number}: the text has {len(lines)} lines")
    at = sum(len(line) + 1 for line in lines[: number - 1])
    stop = at + len(lines[number - 1])
    out = []
    for item in re.split(r"\s*\|\s+(?=(?:{}) )".format("|".join(TYPES)), items.strip().rstrip("|").strip()):
        kind, _, surface = item.strip().partition(" ")
        if kind not in TYPES:
            raise LabelError(f"line {number}: no type {kind!r} (one of {' '.join(TYPES)})")
        span = _find(text, surface.strip(), at, stop)
        if span is None:
            raise LabelError(f"line {number}: {surface!r} does not stand after the mention before it")
        out.append({"type": TYPES[kind], "start": span[0], "end": span[1]})
        at = span[1]
    return out


def _amount(value: str) -> dict[str, Any]:
    m = AMOUNT.match(value)
    if not m:
        raise LabelError(f"amount {value!r}: write '70000000 USD' or '5000000-10000000 VND'")
    low, high = (float(g) if g and "." in g else int(g) if g else None for g in m.group(1, 2))
    return {"value": low, "currency": m[3]} if high is None else {"min": low, "max": high, "currency": m[3]}


def _slot(kind: str, name: str, value: str) -> Any:
    single, lists = SLOTS[kind]
    if name in lists:
        parts = [p.strip() for p in value.split("|") if p.strip() and p.strip() != "-"]
        return [_amount(p) for p in parts] if name == "amounts" else parts
    if name not in single:
        raise LabelError(f"{kind} has no slot {name!r}: {', '.join(single + lists)}")
    if value in ("", "-", "null"):
        return None
    if name == "date" and not ISO.match(value):
        raise LabelError(f"{kind}.date {value!r}: write 2019-03-28, 2019-03 or 2019")
    if name == "status" and value not in STATUSES:
        raise LabelError(f"investment.status {value!r}: one of {', '.join(sorted(STATUSES))}")
    if name == "scope" and value not in ("project", "aggregate"):
        raise LabelError(f"investment.scope {value!r}: project or aggregate")
    return int(value) if name == "recipient_count" else value


def parse(text: str, lines: list[str]) -> Label:
    """Turn one block into a label: published, entities (offsets into `text`), officials, events.

    Raises LabelError where a mention does not stand in the text or a slot is not the guideline's.
    """
    label: Label = {"published": None, "entities": [], "officials": [], "events": []}
    event: dict[str, Any] | None = None
    for line in lines:
        if m := re.match(r"(\d+):\s*(.*)", line):
            if m[2] and m[2] != "-":
                label["entities"] += mentions(text, int(m[1]), m[2])
        elif line.startswith("PUBLISHED"):
            value = line[9:].strip()
            if value not in ("", "-", "unknown"):
                if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                    raise LabelError(f"PUBLISHED {value!r}: write 2019-03-28 or -")
                label["published"] = value
        elif line.startswith("OFFICIAL "):
            parts = [p.strip() for p in line[9:].split("|")]
            if len(parts) != 3:
                raise LabelError(f"{line!r}: write OFFICIAL name | title | organisation (or -)")
            name, title, body = parts
            entry = next((o for o in label["officials"] if o["name"] == name), None)
            if entry is None:
                label["officials"].append(entry := {"name": name, "positions": []})
            entry["positions"].append({"title": title, "organisation": None if body in ("-", "") else body})
        elif line.lower() in SLOTS:
            event = {"type": line.lower()}
            event |= dict.fromkeys(SLOTS[line.lower()][0]) | {s: [] for s in SLOTS[line.lower()][1]}
            label["events"].append(event)
        elif event and "=" in line:
            name, value = (p.strip() for p in line.split("=", 1))
            event[name] = _slot(event["type"], name, value)
        else:
            raise LabelError(f"not understood: {line[:80]!r}")
    label["entities"].sort(key=lambda e: e["start"])
    for a, b in zip(label["entities"], label["entities"][1:], strict=False):
        if b["start"] < a["end"]:
            raise LabelError(f"overlap: {text[a['start'] : a['end']]!r} and {text[b['start'] : b['end']]!r}")
    return label


def untagged(text: str, label: Label) -> list[str]:
    """Warnings: words tagged somewhere as a person, body, project or place that stand untagged elsewhere."""
    covered = [(e["start"], e["end"]) for e in label["entities"]]
    seen = {
        text[e["start"] : e["end"]]: e["type"]
        for e in label["entities"]
        if e["type"] in ("PERSON", "ORG", "PROJECT", "LOCATION") and e["end"] - e["start"] > 3
    }
    out = []
    for surface, kind in seen.items():
        at = 0
        while span := _find(text, surface, at, len(text)):
            if not any(a < span[1] and span[0] < b for a, b in covered):
                out.append(f"line {text.count(chr(10), 0, span[0]) + 1}: {surface!r} ({kind}) also stands untagged")
            at = span[1]
    return out
