"""The search index: a SQLite file with every bulletin's words twice (exact and plain), its events and its record."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from corpus.search.event_rows import EventRow, event_rows
from corpus.search.words import exact_text, plain_text
from extract.errors import InputError

if TYPE_CHECKING:
    from corpus.search.filters import Filters

# what is changed here makes another `corpus.query.folder.FORMAT`
_SCHEMA = """
CREATE TABLE bulletins(doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest BLOB NOT NULL, title TEXT NOT NULL,
  published TEXT, publisher TEXT, url TEXT);
CREATE TABLE records(doc INTEGER PRIMARY KEY, line BLOB NOT NULL);
CREATE TABLE events(number INTEGER PRIMARY KEY, doc INTEGER NOT NULL, event TEXT, type TEXT, first INTEGER,
  last INTEGER, place TEXT NOT NULL, province TEXT, zone TEXT);
CREATE TABLE amounts(number INTEGER NOT NULL, currency TEXT NOT NULL, most INTEGER NOT NULL,
  PRIMARY KEY (currency, most, number)) WITHOUT ROWID;
CREATE TABLE facets(value INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (value, doc)) WITHOUT ROWID;
CREATE TABLE facet_values(value INTEGER PRIMARY KEY, facet TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (facet, name));
CREATE VIRTUAL TABLE words USING fts5(exact, plain, content='', tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE places USING fts5(place, content='', tokenize="unicode61 remove_diacritics 0");
CREATE INDEX bulletins_published ON bulletins(published DESC, doc);
CREATE INDEX amounts_number ON amounts(number);
CREATE INDEX events_days ON events(type, first, last, doc);
CREATE INDEX events_province ON events(province);
CREATE INDEX events_zone ON events(zone);
CREATE INDEX events_doc ON events(doc);
CREATE INDEX facets_doc ON facets(doc);
"""


class Index:
    """An open index. `Index.open` for reading, `Index.make` for writing; searched by `corpus.search.search`.

    One search at a time: each keeps what its filters let through in the connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._values: dict[tuple[str, str], int] = {}
        self._let_through: tuple[Filters, str] | None = None
        self._facet_sizes: dict[str, list[tuple[int, str, int]]] = {}
        self._facet_docs: dict[int, int] = {}

    @classmethod
    def open(cls, path: Path, *, threads: bool = False) -> "Index":
        """An index for reading only; `threads` where several threads ask in turn.

        Raises InputError where there is none.
        """
        try:
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"  # an index is replaced, never changed in place
            connection = sqlite3.connect(uri, uri=True, check_same_thread=not threads)
            connection.execute("PRAGMA mmap_size = 2147483648")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("SELECT count(*) FROM facet_values")
        except sqlite3.Error as error:
            raise InputError(str(path), f"no search index: {error}; make one with `bantin index`") from None
        return cls(connection)

    @classmethod
    def make(cls, path: Path | None = None) -> "Index":
        """An index for writing, in memory without a path."""
        connection = sqlite3.connect(path or ":memory:")
        # made aside and put in place whole: nothing to recover
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -131072")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'bulletins'").fetchone():
            connection.executescript(_SCHEMA)
        return cls(connection)

    def digest(self, bulletin: str) -> bytes | None:
        """The digest of the line that the index holds for a bulletin; None where it holds none."""
        row = self.connection.execute("SELECT digest FROM bulletins WHERE id = ?", [bulletin]).fetchone()
        return row[0] if row else None

    def put(self, record: dict[str, Any], line: bytes) -> None:
        """Take in a record with its line of JSON, in place of the bulletin's earlier one."""
        self.remove(record["id"])
        self._let_through = None
        facts = record["bulletin"]
        cursor = self.connection.execute(
            "INSERT INTO bulletins(id, digest, title, published, publisher, url) VALUES (?, ?, ?, ?, ?, ?)",
            [record["id"], line_digest(line), facts["title"], facts["published"], facts["publisher"], facts["url"]],
        )
        doc = cursor.lastrowid
        assert doc is not None
        self.connection.execute("INSERT INTO records VALUES (?, ?)", [doc, zlib.compress(line, 1)])
        exact = exact_text(record["text"])
        self.connection.execute(
            "INSERT INTO words(rowid, exact, plain) VALUES (?, ?, ?)", [doc, exact, plain_text(exact)]
        )
        rows = event_rows(record)
        for row in rows:
            self._put_event(doc, row)
        values = {("publisher", facts["publisher"] or "")}
        for row in rows:
            values |= {("type", row.type or ""), ("year", str(row.year or "")), ("province", row.province or "")}
            values |= {("zone", row.zone or ""), *(("body", body) for body in row.bodies)}
        self.connection.executemany(
            "INSERT OR IGNORE INTO facets(value, doc) VALUES (?, ?)", [(self._value(*v), doc) for v in values if v[1]]
        )

    def _put_event(self, doc: int, row: EventRow) -> None:
        number = self.connection.execute(
            "INSERT INTO events(doc, event, type, first, last, place, province, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [doc, row.event, row.type, row.first, row.last, row.place, row.province, row.zone],
        ).lastrowid
        self.connection.execute("INSERT INTO places(rowid, place) VALUES (?, ?)", [number, row.place])
        self.connection.executemany("INSERT INTO amounts VALUES (?, ?, ?)", [(number, *a) for a in row.amounts])

    def _value(self, facet: str, name: str) -> int:
        """The number of a facet's value, a new one for a new value."""
        known = self._values.get((facet, name))
        if known is None:
            self.connection.execute("INSERT OR IGNORE INTO facet_values(facet, name) VALUES (?, ?)", [facet, name])
            row = self.connection.execute(
                "SELECT value FROM facet_values WHERE facet = ? AND name = ?", [facet, name]
            ).fetchone()
            known = self._values[facet, name] = int(row[0])
        return known

    def remove(self, bulletin: str) -> bool:
        """Take a bulletin out; false where it is not in the index."""
        row = self.connection.execute("SELECT doc FROM bulletins WHERE id = ?", [bulletin]).fetchone()
        if not row:
            return False
        self._let_through = None
        (doc,) = row
        exact = exact_text(self.record_at(doc)["text"])
        self.connection.execute(
            "INSERT INTO words(words, rowid, exact, plain) VALUES ('delete', ?, ?, ?)", [doc, exact, plain_text(exact)]
        )
        self.connection.execute("DELETE FROM amounts WHERE number IN (SELECT number FROM events WHERE doc = ?)", [doc])
        self.connection.execute(
            "INSERT INTO places(places, rowid, place) SELECT 'delete', number, place FROM events WHERE doc = ?", [doc]
        )
        for table in ("bulletins", "records", "events", "facets"):
            self.connection.execute(f"DELETE FROM {table} WHERE doc = ?", [doc])
        return True

    def finish(self, *, optimise: bool) -> None:
        """Bring what was put in to disk; `optimise` also merges the words into one run, for the fastest search."""
        if optimise:
            self.connection.execute("INSERT INTO words(words) VALUES ('optimize')")
            self.connection.execute("INSERT INTO places(places) VALUES ('optimize')")
        self.connection.execute("DELETE FROM facet_values WHERE value NOT IN (SELECT value FROM facets)")
        self.connection.commit()
        self.connection.execute("ANALYZE")
        self.connection.commit()

    def count(self) -> int:
        """How many bulletins the index holds."""
        return int(self.connection.execute("SELECT count(*) FROM bulletins").fetchone()[0])

    def record_at(self, doc: int) -> dict[str, Any]:
        """The record at a place of the index, in plain JSON form."""
        (line,) = self.connection.execute("SELECT line FROM records WHERE doc = ?", [doc]).fetchone()
        record: dict[str, Any] = msgspec.json.decode(zlib.decompress(line))
        return record

    def record(self, bulletin: str) -> dict[str, Any] | None:
        """A bulletin's record in plain JSON form; None where the index does not hold it."""
        row = self.connection.execute("SELECT doc FROM bulletins WHERE id = ?", [bulletin]).fetchone()
        return self.record_at(row[0]) if row else None

    def lines(self) -> Iterator[bytes]:
        """The records' lines of JSON, in the order in which they were put in."""
        for (line,) in self.connection.execute("SELECT line FROM records ORDER BY doc"):
            yield zlib.decompress(line)

    def let_through(self, filters: "Filters") -> str:
        """What `Filters.let_through` gives; the last filters' bulletins are kept, for the next page and the facets."""
        if self._let_through is None or self._let_through[0] != filters:
            self._let_through = filters, filters.let_through(self.connection)
        return self._let_through[1]

    def facet_sizes(self, facet: str) -> list[tuple[int, str, int]]:
        """A facet's values: (number, name, how many bulletins have it), the commonest first. Kept: for reading only."""
        if facet not in self._facet_sizes:
            sql = (
                "SELECT v.value, v.name, count(*) AS size FROM facet_values v JOIN facets f USING (value)"
                " WHERE v.facet = ? GROUP BY v.value ORDER BY size DESC, v.name"
            )
            self._facet_sizes[facet] = self.connection.execute(sql, [facet]).fetchall()
        return self._facet_sizes[facet]

    def facet_docs(self, value: int, packed: Callable[[Iterable[int]], int]) -> int:
        """The set of bulletins that have a facet's value, as `packed` makes it. Kept: for reading only."""
        if value not in self._facet_docs:
            rows = self.connection.execute("SELECT doc FROM facets WHERE value = ?", [value])
            self._facet_docs[value] = packed(doc for (doc,) in rows)
        return self._facet_docs[value]

    def close(self) -> None:
        self.connection.close()


def line_digest(line: bytes) -> bytes:
    """What tells one line of JSON from another: 16 bytes."""
    return hashlib.blake2b(line, digest_size=16).digest()
