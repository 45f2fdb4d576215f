"""What people changed in a database, for those who read its records elsewhere: corrections and tombstones, in order."""

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from corpus.db.beside import withdrawn
from corpus.db.corrections import Correction, corrected_records, read_corrections

COLUMNS = ("change", "bulletin_id", "url", "path", "old", "new", "by", "why", "at", "state", "found")


def read_changes(connection: Connection) -> list[dict[str, Any]]:
    """Every correction (`"change": "correction"`) and tombstone (`"withdrawal"`) in the order in which they were made.

    Rows have all COLUMNS in plain JSON form: `old` and `new` as in the record, `at` in ISO 8601 (UTC), null for what a
    tombstone does not have. A correction whose bulletin was withdrawn later is among them.
    """
    made = [_row(_of_correction(c)) for c in read_corrections(connection)]
    for tomb in connection.execute(select(withdrawn)):
        kept = {"bulletin_id": tomb.bulletin_id, "url": tomb.url, "by": tomb.withdrawn_by, "why": tomb.why}
        made.append(_row({"change": "withdrawal", **kept, "at": _utc(tomb.withdrawn_at)}))
    return sorted(made, key=lambda row: (row["at"], row["bulletin_id"]))


def records_with_corrections(connection: Connection) -> Iterator[dict[str, Any]]:
    """The records of a database, corrections applied, a corrected one with its `corrections` for an export's tables.

    With that key a record is for `corpus.export` only: the schema of records does not have it.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    for correction in read_corrections(connection):
        kept = _of_correction(correction)
        made.setdefault(correction.bulletin_id, []).append(
            {k: v for k, v in kept.items() if k not in ("change", "bulletin_id")}
        )
    for record in corrected_records(connection):
        mine = made.get(record["id"])
        yield {**record, "corrections": mine} if mine else record


def _of_correction(c: Correction) -> dict[str, Any]:
    found = msgspec.json.decode(c.found) if c.found is not None else None
    kept = {"path": c.path, "old": c.old, "new": c.new, "by": c.by, "why": c.why, "at": _utc(c.at), "state": c.state}
    return {"change": "correction", "bulletin_id": c.bulletin_id, **kept, "found": found}


def _row(known: dict[str, Any]) -> dict[str, Any]:
    return {column: known.get(column) for column in COLUMNS}


def _utc(at: datetime.datetime) -> str:
    """SQLite gives times without a zone; they were written in UTC."""
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
