"""What a search is narrowed to, as SQL over the index. All that is asked of an event must hold of the same event."""

import datetime
import re
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from corpus.search.event_rows import LARGEST, first_day, last_day
from corpus.search.words import exact_text, normal, plain_text
from extract.errors import InputError
from extract.normalise.amounts import parse_amount
from extract.types import Amount

EventType = Literal["conference", "award", "investment"]
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Filters:
    """What bulletins must fit besides the words; None asks nothing.

    `since` and `until` are ISO days, months or years, both included: of the event, where it has none of the bulletin.
    `place` and `publisher` are words of a name, with or without marks; `min_amount` is in its own currency only, never
    converted. `province`, `zone` and `body` are names as `facets` gives them.
    """

    type: EventType | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None
    publisher: str | None = None
    min_amount: Amount | None = None
    province: str | None = None
    zone: str | None = None
    body: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None:
                check_date(name, value)

    @property
    def of_events(self) -> bool:
        """Is anything asked of an event?"""
        return any((self.type, self.since, self.until, self.place, self.min_amount, self.province, self.zone))

    def events_sql(self) -> tuple[str, list[Any]]:
        """The condition on rows of `events e`, with its values."""
        asked: list[tuple[str, list[Any]]] = []
        if self.type:
            asked.append(("e.type = ?", [self.type]))
        if self.since:
            asked.append(("e.last >= ?", [first_day(self.since)]))
        if self.until:
            asked.append(("e.first <= ?", [last_day(self.until)]))
        if self.place:
            words = f'"{_words(self.place)}"'
            asked.append(("e.number IN (SELECT rowid FROM places WHERE places MATCH ?)", [words]))
        if self.province:
            asked.append(("e.province = ?", [self.province]))
        if self.zone:
            asked.append(("e.zone = ?", [self.zone]))
        if self.min_amount:
            least = min(-int(-(self.min_amount.value or 0) // 1), LARGEST)
            # the large amounts are many: where something else finds the events, each one's own is looked up ("+")
            alone = "e.number IN (SELECT number FROM amounts WHERE currency = ? AND most >= ?)"
            each = "EXISTS (SELECT 1 FROM amounts WHERE number = e.number AND +currency = ? AND +most >= ?)"
            sql = each if asked else alone
            asked.append((sql, [self.min_amount.currency, least]))
        return " AND ".join(sql for sql, _ in asked) or "1", [v for _, values in asked for v in values]

    def let_through(self, connection: sqlite3.Connection) -> str:
        """Keep the numbers of the bulletins that fit in the connection. Returns the condition on a bulletin's number,
        to be formatted with its SQL expression: "1" where all fit."""
        if self == Filters():
            return "1"
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS fitting(doc INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM fitting")
        parts: list[str] = []
        values: list[Any] = []
        if self.of_events:
            condition, values = self.events_sql()
            parts.append(f"SELECT e.doc FROM events e WHERE {condition}")
        for facet, names in (("publisher", self._publishers(connection)), ("body", self.body and [self.body])):
            if names is not None:
                marks = ", ".join("?" * len(names))
                sql = "SELECT f.doc FROM facet_values v JOIN facets f USING (value)"
                parts.append(f"{sql} WHERE v.facet = '{facet}' AND v.name IN ({marks})")
                values = [*values, *names]
        connection.execute(f"INSERT OR IGNORE INTO fitting {' INTERSECT '.join(parts)}", values)
        # "+": the words are looked up first, not each bulletin that fits
        return "+{} IN (SELECT doc FROM temp.fitting)"

    def _publishers(self, connection: sqlite3.Connection) -> list[str] | None:
        """The publishers in whose names the words stand; None where none is asked for."""
        if not self.publisher:
            return None
        names = connection.execute("SELECT name FROM facet_values WHERE facet = 'publisher'")
        return [name for (name,) in names if f" {_words(self.publisher)} " in f" {_words(name)} "]


def _words(name: str) -> str:
    return plain_text(exact_text(normal(name)))


def check_date(name: str, value: str) -> None:
    """Raise InputError where `value` is no ISO day, month or year.

    >>> check_date("since", "2019-05")
    """
    if not _DATE.fullmatch(value):
        raise InputError(name, f"{value!r} is no date; write 2019, 2019-05 or 2019-05-14")
    try:
        datetime.date.fromisoformat(value + "2019-01-01"[len(value) :])
    except ValueError:
        raise InputError(name, f"{value!r} is not in the calendar") from None


def read_amount(words: str) -> Amount:
    """An amount as a person types it: a number of đồng, or words with a unit and a currency. Raises InputError.

    >>> read_amount("500 tỷ").value, read_amount("5 triệu USD").currency, read_amount("1000000").value
    (500000000000, 'USD', 1000000)
    """
    words = normal(words).strip()
    if re.fullmatch(r"[0-9]{1,30}", words):
        return Amount(value=int(words), currency="VND")
    amount = parse_amount(words)
    if amount is None or amount.value is None:
        raise InputError("amount", f"{words!r} is no amount; write 500000000, 500 tỷ or 5 triệu USD")
    return amount
