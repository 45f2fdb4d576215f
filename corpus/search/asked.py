"""What a person typed, as units to look for and as FTS5 expressions that cannot fail."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.search.words import exact_text, longest_form, normal, other_forms, plain_text
from extract.errors import InputError

Tokens = tuple[str, ...]
Spelling = Literal["exact", "marked", "likely", "plain"]
MAX_WORDS = 40
_MAX_WAYS = 24  # ways to write a phrase of several abbreviations
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\S+)")


@dataclass(frozen=True)
class Unit:
    """Words that must stand side by side: `ways` are the exact tokens of each way to write them, as typed first."""

    ways: tuple[Tokens, ...]

    @property
    def marked(self) -> bool:
        """Was it typed with marks?"""
        return any(plain_text(t) != t for t in self.ways[0])

    @property
    def plain_ways(self) -> tuple[Tokens, ...]:
        return tuple(dict.fromkeys(tuple(map(plain_text, way)) for way in self.ways))


@dataclass(frozen=True)
class Asked:
    """A query's units, all of which a bulletin must hold."""

    units: tuple[Unit, ...]

    @property
    def half_marked(self) -> bool:
        """Are some units typed with marks and others not?"""
        return len({unit.marked for unit in self.units}) == 2

    def spelling_of(self, unit: Unit, spelling: Spelling) -> Literal["exact", "plain"]:
        """How a unit is compared where the query is read with `spelling`."""
        return "plain" if spelling == "plain" or (spelling == "marked" and not unit.marked) else "exact"

    def anywhere(self, spelling: Spelling) -> str:
        """The FTS5 expression for all units, wherever they stand."""
        parts = []
        for unit in self.units:
            column = self.spelling_of(unit, spelling)
            ways = unit.ways if column == "exact" else unit.plain_ways
            parts.append(_expression(column, ways))
        return " AND ".join(parts)

    def together(self, spelling: Literal["exact", "plain"]) -> str | None:
        """The FTS5 expression for all units side by side in order; None for a single unit."""
        return _expression(spelling, self.joined(spelling)) if len(self.units) > 1 else None

    def joined(self, spelling: Literal["exact", "plain"]) -> tuple[Tokens, ...]:
        """The ways to write the whole query as one phrase."""
        ways = [unit.ways if spelling == "exact" else unit.plain_ways for unit in self.units]
        products = itertools.islice(itertools.product(*ways), _MAX_WAYS)
        return tuple(tuple(itertools.chain(*way)) for way in products)


def _expression(column: str, ways: Sequence[Tokens]) -> str:
    # tokens hold letters and digits only, so that no text of a query is ever read as FTS5 syntax
    phrases = " OR ".join('"' + " ".join(way) + '"' for way in ways)
    return f"{column} : ({phrases})"


def _form_at(chunks: Sequence[tuple[Tokens, str]], at: int) -> tuple[int, Unit] | None:
    """The longest run of chunks from `at` that spells a thing with other spellings: (how many, unit)."""
    best: tuple[int, Unit] | None = None
    tokens: Tokens = ()
    for count in range(1, len(chunks) - at + 1):
        tokens += chunks[at + count - 1][0]
        if len(tokens) > longest_form():
            break
        others = other_forms(tokens, " ".join(written for _, written in chunks[at : at + count]))
        if others:
            best = count, Unit((tokens, *(form.tokens for form in others)))
    return best


def _unquoted(chunks: Sequence[tuple[Tokens, str]]) -> list[Unit]:
    """Units of words outside quotes: abbreviations and what they stand for, else one a chunk ("1.200", "Hà")."""
    units, at = [], 0
    while at < len(chunks):
        count, unit = _form_at(chunks, at) or (1, Unit((chunks[at][0],)))
        units.append(unit)
        at += count
    return units


def _phrase(chunks: Sequence[tuple[Tokens, str]]) -> Unit:
    """The unit of a quoted phrase, with every way to write the abbreviations in it."""
    parts = _unquoted(chunks)
    products = itertools.islice(itertools.product(*(part.ways for part in parts)), _MAX_WAYS)
    return Unit(tuple(tuple(itertools.chain(*way)) for way in products))


def _chunks(text: str) -> list[tuple[Tokens, str]]:
    pairs = ((tuple(exact_text(chunk).split()), chunk) for chunk in text.split())
    return [(tokens, written) for tokens, written in pairs if tokens]


def read_query(text: str) -> Asked:
    """What `text` asks for. Words must all be there, words in quotes side by side; no other sign has a meaning.

    Raises InputError for a query of more than 40 words.

    >>> [unit.ways for unit in read_query('UBND "Bắc Giang"').units]
    [(('ubnd',), ('ủy', 'ban', 'nhân', 'dân')), (('bắc', 'giang'),)]
    >>> read_query('NEAR(* OR -"^').units
    (Unit(ways=(('near',),)), Unit(ways=(('or',),)))
    """
    units: list[Unit] = []
    waiting: list[tuple[Tokens, str]] = []
    text = normal(text)
    if len(exact_text(text).split()) > MAX_WORDS:
        raise InputError("search", f"more than {MAX_WORDS} words; leave the rarest")
    for match in _QUOTED.finditer(text):
        if match[1] is None:
            waiting += _chunks(match[2])
            continue
        units += _unquoted(waiting)
        waiting = []
        if phrase := _chunks(match[1]):
            units.append(_phrase(phrase))
    units += _unquoted(waiting)
    return Asked(tuple(units))


def likely_spelling(asked: Asked, found: Sequence[Tokens | None]) -> Asked | None:
    """`asked` with the spelling that texts have most for its units typed without marks; None where that is as typed."""
    units = [
        unit if way is None or way == unit.ways[0] or unit.marked else replace(unit, ways=(way, *unit.ways[1:]))
        for unit, way in zip(asked.units, found, strict=True)
    ]
    return Asked(tuple(units)) if tuple(units) != asked.units else None
