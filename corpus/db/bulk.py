"""Rows into tables by each driver's own bulk path: COPY on PostgreSQL, one prepared statement on SQLite."""

import datetime
import functools
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


def now() -> str:
    """The time in UTC, as both databases take it in bulk."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@functools.cache
def _copy_statement(table: Table) -> str:
    return f"COPY {table.name} ({', '.join(table.columns.keys())}) FROM STDIN"


@functools.cache
def _insert_statement(table: Table) -> str:
    names = table.columns.keys()
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def write_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add `rows` to a table, their values in the order of its columns, within the connection's transaction.

    Values are what both drivers take alike: str, int, None, bool; money as `corpus.db.money.exact` gives it, days and
    times as ISO text. Raises DBAPIError where the database does not take them.
    """
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(_insert_statement(table), list(rows))
        return
    driver: Any = connection.connection.driver_connection
    statement, errors = _copy_statement(table), connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error


def chunks(values: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    """`values` in lists of at most `size`: databases limit how many parameters a statement takes."""
    listed = list(values)
    return (listed[start : start + size] for start in range(0, len(listed), size))
