"""Reads what `schemas/` says: vocabularies and patterns that a linguist edits, each entry with its examples.

A file holds `about` and `entries`; an entry has an `id`, `forms` (or `pattern`), free attributes, `examples` (text with
the match in brackets) and `counter` (text that must not match where the brackets stand).
"""

import functools
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml

from extract.errors import VocabularyError
from extract.spelling import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One vocabulary entry: its forms as written in text and whatever attributes its file gives it."""

    id: str
    forms: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)


_KNOWN = {"id", "forms", "examples", "counter"}


@functools.cache
def load(name: str) -> tuple[Entry, ...]:
    """Entries of `schemas/vocab/<name>.yml` in file order.

    Raises VocabularyError for a file without entries, an entry without id or forms, or an id used twice.

    >>> load("honours")[0].forms[0]
    'Huân chương Sao vàng'
    """
    source = resources.files("schemas").joinpath("vocab", f"{name}.yml")
    data = yaml.load(source.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    rows = data.get("entries") if isinstance(data, dict) else None
    if not rows:
        raise VocabularyError(f"schemas/vocab/{name}.yml: no entries")
    entries, seen = [], set()
    for row in rows:
        if not row.get("id") or not row.get("forms"):
            raise VocabularyError(f"schemas/vocab/{name}.yml: an entry needs id and forms: {row!r:.80}")
        if row["id"] in seen:
            raise VocabularyError(f"schemas/vocab/{name}.yml: the id {row['id']} is used twice")
        seen.add(row["id"])
        entries.append(
            Entry(
                id=row["id"],
                forms=tuple(map(str, row["forms"])),
                examples=tuple(row.get("examples") or ()),
                counter=tuple(row.get("counter") or ()),
                attributes={k: v for k, v in row.items() if k not in _KNOWN},
            )
        )
    return tuple(entries)


@functools.cache
def folded_forms(name: str, entry: str) -> frozenset[str]:
    """Folded forms of one entry of `schemas/vocab/<name>.yml`. Raises StopIteration for an entry that is not there.

    >>> "các" in folded_forms("name-words", "plural")
    True
    """
    return next(frozenset(map(fold, e.forms)) for e in load(name) if e.id == entry)
