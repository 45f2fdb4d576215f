"""Records as flat tables: lists of names in one cell, amounts and evidence in tables of their own."""

from collections.abc import Iterator
from typing import Any

from corpus.query.columns import MONEY, TABLES
from corpus.query.rows import Row, rows

_APART = {"amounts", "evidence", "issues"}  # columns that are tables here
_OWN: dict[str, dict[str, str]] = {
    "amounts": {
        "bulletin": "VARCHAR", "event": "VARCHAR", "position": "INTEGER", "value": MONEY, "min": MONEY, "max": MONEY,
        "currency": "VARCHAR", "hedge": "VARCHAR", "per": "VARCHAR", "equivalent_of": "INTEGER",
    },
    "evidence": {
        "bulletin": "VARCHAR", "of": "VARCHAR", "path": "VARCHAR", "basis": "VARCHAR", "rule": "VARCHAR",
        "spans": "VARCHAR", "words": "VARCHAR",
    },
    "issues": {"bulletin": "VARCHAR", "code": "VARCHAR", "stage": "VARCHAR", "message": "VARCHAR"},
}  # fmt: skip
# the columns of every flat table with DuckDB's types, in the order in which they are written
FLAT: dict[str, dict[str, str]] = {
    **{t: {c: kind for c, kind in columns.items() if c not in _APART} for t, columns in TABLES.items()},
    **_OWN,
}


def is_money(table: str, column: str) -> bool:
    """Is a column of amounts? They come as exact decimal text."""
    return FLAT[table][column] == MONEY


def is_number(table: str, column: str) -> bool:
    """Is a column of whole numbers?"""
    return FLAT[table][column] in ("INTEGER", "BIGINT")


def _spans(spans: list[Row]) -> str:
    return "; ".join(f"{s['span_start']}-{s['span_end']}" for s in spans)


def _cell(value: Any) -> Any:
    """Lists as text: names with "; " between them, a role as "name (role)", spans as "12-20"."""
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], dict):
        return _spans(value) if "span_start" in value[0] else "; ".join(f"{v['person']} ({v['role']})" for v in value)
    return "; ".join(value)


def flat_rows(record: Row) -> Iterator[tuple[str, list[Any]]]:
    """The (table, cells in the order of FLAT) pairs of a record. Raises InputError as `corpus.query.rows.rows`."""
    for table, row in rows(record):
        yield table, [_cell(row.get(column)) for column in FLAT[table]]
        bulletin = record["id"]
        for position, amount in enumerate(row.get("amounts", ())):
            own: Row = {"bulletin": bulletin, "event": row["id"], "position": position, **amount}
            yield "amounts", [own.get(column) for column in FLAT["amounts"]]
        for entry in row.get("evidence", ()):
            # an office has no id: its person's name says whose evidence this is
            of = row.get("id") or row["name"]
            own = {**entry, "bulletin": bulletin, "of": of, "spans": _spans(entry["spans"])}
            yield "evidence", [own.get(column) for column in FLAT["evidence"]]
        if table == "bulletins":
            for issue in row["issues"]:
                yield "issues", [{**issue, "bulletin": bulletin}.get(column) for column in FLAT["issues"]]
