"""Filling the tables."""

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import duckdb
import msgspec

from corpus.query.columns import TABLES, definition, reader
from corpus.query.rows import Row

# plain letters as corpus.search.words has them; DuckDB's strip_accents alone keeps đ
FOLD = "CREATE OR REPLACE MACRO fold(words) AS strip_accents(translate(lower(words), 'đðĐÐ', 'dddd'))"


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables and the function `fold`."""
    for table in TABLES:
        connection.execute(definition(table))
    connection.execute(FOLD)


class Loading:
    """Rows on their way into the tables: gathered as JSON Lines, which DuckDB reads faster than rows from Python."""

    _EVERY = 20_000  # records between two inserts: bounds the space that the lines take

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        before_each: Callable[[], None] = lambda: None,
        after_each: Callable[[], None] = lambda: None,
    ) -> None:
        self._connection = connection
        self._before_each, self._after_each = before_each, after_each
        self._encode = msgspec.json.Encoder().encode
        self._stack = ExitStack()
        self._waiting = 0

    def __enter__(self) -> "Loading":
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bantin-"))
        self._paths = {table: os.path.join(folder, f"{table}.jsonl") for table in TABLES}  # noqa: PTH118
        self._open()
        return self

    def _open(self) -> None:
        self._files: dict[str, BinaryIO] = {t: Path(p).open("wb") for t, p in self._paths.items()}  # noqa: SIM115
        self._longest = dict.fromkeys(TABLES, 0)

    def add(self, pairs: Iterable[tuple[str, Row]]) -> None:
        """Take in the rows of one record."""
        for table, row in pairs:
            line = self._encode(row)
            self._longest[table] = max(self._longest[table], len(line))
            self._files[table].write(line + b"\n")
        self._waiting += 1
        if self._waiting >= self._EVERY:
            self.flush()

    def flush(self) -> None:
        """Put what has been gathered into the tables, with what was to be done before and after each time."""
        self._before_each()
        for table, file in self._files.items():
            file.close()
            if self._longest[table]:
                sql = reader(table, self._paths[table], self._longest[table])
                self._connection.execute(f"INSERT INTO {table} {sql}")
        self._waiting = 0
        self._open()
        self._after_each()

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            for file in self._files.values():
                file.close()
            self._stack.close()
