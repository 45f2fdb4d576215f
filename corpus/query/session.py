"""A DuckDB session that can read the tables and nothing else: no other file, no network, no writing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from corpus.query.columns import TABLES
from extract.errors import BantinError, InputError

if TYPE_CHECKING:
    from corpus.query.rows import Row

_SHUT: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_READS = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE", "STATEMENT_NODE"}
_RUNS_SQL = {"query", "query_table", "json_execute_serialized_sql"}  # run text that the check below does not see


class QueryError(BantinError):
    """SQL that cannot be answered: the message says why and what there is."""


class Answer:
    """What a query gives: the columns' names, and the rows, once."""

    def __init__(self, columns: list[str], cursor: duckdb.DuckDBPyConnection) -> None:
        self.columns = columns
        self._cursor = cursor

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        try:
            while batch := self._cursor.fetchmany(2000):
                yield from batch
        except duckdb.Error as error:
            raise QueryError(str(error).split("\n")[0]) from None
        finally:
            self._cursor.close()


class Session:
    """The tables of records, open for reading. `run` answers one SELECT; raises QueryError for anything else."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        for setting in ("temp_directory = ''", "enable_external_access = false", "lock_configuration = true"):
            connection.execute(f"SET {setting}")

    @classmethod
    def open(cls, path: Path) -> "Session":
        """The tables in a DuckDB file, read-only. Raises InputError where it is none."""
        try:
            return cls(duckdb.connect(str(path), read_only=True, config=_SHUT))
        except duckdb.Error as error:
            reason = f"no tables of bantin ({str(error).splitlines()[0]}); `bantin index --fresh RECORDS` makes them"
            raise InputError(str(path), reason) from None

    @classmethod
    def of_records(cls, records: Iterable[Iterable[tuple[str, "Row"]]]) -> "Session":
        """Tables in memory, filled with the rows of records (each as `corpus.query.rows.rows` gives it)."""
        from corpus.query.loading import Loading, make_tables

        connection = duckdb.connect(":memory:", config=_SHUT)
        make_tables(connection)
        with Loading(connection) as loading:
            for pairs in records:
                loading.add(pairs)
        return cls(connection)

    @classmethod
    def of_parquet(cls, folder: Path) -> "Session":
        """Tables in memory from the Parquet files `<table>.parquet` of a folder. Raises InputError for a broken one."""
        from corpus.query.loading import make_tables

        connection = duckdb.connect(":memory:", config=_SHUT)
        make_tables(connection)
        for table in TABLES:
            file = folder / f"{table}.parquet"
            if file.exists():
                try:
                    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet(?)", [str(file)])
                except duckdb.Error as error:
                    raise InputError(str(file), f"no table of bantin: {str(error).splitlines()[0]}") from None
        return cls(connection)

    def run(self, sql: str) -> Answer:
        """The answer to one SELECT (FROM, WITH, DESCRIBE, SHOW, SUMMARIZE too).

        Raises QueryError, which names what is wrong and what tables or columns there are.
        """
        cursor = self._connection.cursor()
        try:
            self._refuse_writing(cursor, sql)
            cursor.execute(sql)
        except duckdb.Error as error:
            raise QueryError(self._explained(str(error))) from None
        except RecursionError:
            raise QueryError("the query is nested too deep") from None
        columns = [column[0] for column in cursor.description or ()]
        return Answer(columns, cursor)

    def tables(self) -> dict[str, list[tuple[str, str]]]:
        """Each table's columns with their types."""
        return {table: list(columns.items()) for table, columns in TABLES.items()}

    def close(self) -> None:
        self._connection.close()

    @staticmethod
    def _refuse_writing(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
        """Let through one statement that only reads. A file opened read-only could still be overwritten by
        `WITH x AS (COPY … TO …) SELECT`, which DuckDB calls a SELECT: so the parsed tree is looked at."""
        if any("\ud800" <= c <= "\udfff" for c in sql):
            raise QueryError("the query is not UTF-8")
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError("no SQL" if not statements else "one statement at a time")
        row = cursor.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
        tree = msgspec.json.decode(row[0] if row else "{}")
        nodes, functions = _parts(tree)
        if tree.get("error") or not nodes <= _READS or functions & _RUNS_SQL:
            raise QueryError("only reading is allowed: SELECT, FROM, WITH … SELECT, DESCRIBE, SHOW, SUMMARIZE")

    @staticmethod
    def _explained(message: str) -> str:
        head, _, rest = message.partition("\n")
        reason = re.sub(r"^[A-Z][A-Za-z ]+ Error: ", "", head)
        if "Table with name" in head:
            name = re.search(r"Table with name (.+?) does not exist", head)
            return f"no table {name[1] if name else ''}; there are {', '.join(TABLES)}"
        column = re.search(r'(?:Referenced column|column named) "(.+?)"', head)
        if column:
            return f"no column {column[1]}{_columns_of(rest)}"
        place = re.search(r"(LINE \d+:.*)", rest)
        return f"{reason}{f' — {place[1]}' if place else ''}"


def _columns_of(message: str) -> str:
    """What columns the tables that a query names have, for a message."""
    line = re.search(r"LINE \d+:(?s:.*)", message)
    said = line[0].lower() if line else ""
    named = [t for t in TABLES if re.search(rf"\b{t}\b", said)] or list(TABLES)
    return "".join(f"\n{table} has {', '.join(TABLES[table])}" for table in named)


def _parts(tree: Any) -> tuple[set[str], set[str]]:
    """The kinds of query nodes in a parsed statement, and the functions it names."""
    nodes: set[str] = set()
    functions: set[str] = set()
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            kind, function = item.get("type"), item.get("function_name")
            if isinstance(kind, str) and kind.endswith("_NODE"):
                nodes.add(kind)
            if isinstance(function, str):
                functions.add(function.lower())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return nodes, functions
