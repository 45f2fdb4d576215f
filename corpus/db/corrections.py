"""What people correct: kept beside the record, applied to its rows, and again whenever the bulletin is loaded anew.

The record stays as it was extracted. A correction is *applied* where the record says what it corrects; *agrees* where a
later extraction says itself what the correction says; *conflicting* where it says a third thing or nothing: then the
record's value stands, and the conflict is shown until a person settles it with another correction.
"""

import copy
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select, update

from corpus.contradictions import contradiction
from corpus.db.beside import corrections, withdrawn
from corpus.db.bulk import chunks
from corpus.db.connection import writing
from corpus.db.paths import PathError, find
from corpus.db.tables import bulletins, records
from extract.errors import InputError, RecordError
from extract.record import check


class CorrectionError(InputError):
    """A correction that cannot be made: of which bulletin, and why."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that no longer fits: the record says `found` (JSON; None where it says nothing)."""

    correction: int
    bulletin_id: str
    path: str
    old: str
    new: str
    found: str | None

    def __str__(self) -> str:
        says = f"now says {self.found}" if self.found is not None else "has no such field now"
        return f"correction {self.correction} of {self.path} ({self.old} → {self.new}) conflicts: the record {says}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on one field of a bulletin; `old` and `new` are values in plain JSON form."""

    number: int
    bulletin_id: str
    path: str
    old: Any
    new: Any
    by: str
    why: str
    at: datetime.datetime
    state: str
    found: str | None = None


def read_corrections(connection: Connection, bulletin_id: str | None = None) -> list[Correction]:
    """The corrections of a bulletin, or of all, in the order in which they were made."""
    rows = select(corrections).order_by(corrections.c.correction)
    if bulletin_id is not None:
        rows = rows.where(corrections.c.bulletin_id == bulletin_id)
    return [_correction(row) for row in connection.execute(rows)]


def _correction(row: Any) -> Correction:
    number, bulletin_id, path, old, new, by, why, at, state, found = row
    decode = msgspec.json.decode
    return Correction(number, bulletin_id, path, decode(old), decode(new), by, why, at, state, found)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def apply(record: dict[str, Any], made: Sequence[Correction]) -> tuple[dict[str, Any], list[tuple[str, str | None]]]:
    """A copy of a record with corrections applied in their order, and each one's state and what was found instead."""
    corrected_record = copy.deepcopy(record)
    states: list[tuple[str, str | None]] = []
    for correction in made:
        try:
            container, key, _ = find(corrected_record, correction.path)
        except PathError:
            states.append(("conflicting", None))
            continue
        found = container[key]
        if found == correction.old:
            container[key] = correction.new
            states.append(("applied", None) if _holds(corrected_record) else ("conflicting", _json(found)))
            if states[-1][0] == "conflicting":
                container[key] = found
        elif found == correction.new:
            states.append(("agrees", None))
        else:
            states.append(("conflicting", _json(found)))
    return corrected_record, states


def _holds(record: dict[str, Any]) -> bool:
    return _wrong(record) is None


def _wrong(record: dict[str, Any]) -> str | None:
    try:
        check(record)
    except RecordError as error:
        return str(error)
    return contradiction(record)


def corrected(connection: Connection, data: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Conflict]]:
    """Records with the corrections that the database has for them; their states are brought up to date.

    Returns the records in their order, and the conflicts.
    """
    made: dict[str, list[Correction]] = {}
    for some in chunks([d["id"] for d in data]):
        rows = select(corrections).where(corrections.c.bulletin_id.in_(some)).order_by(corrections.c.correction)
        for row in connection.execute(rows):
            made.setdefault(row.bulletin_id, []).append(_correction(row))
    if not made:
        return list(data), []
    result: list[dict[str, Any]] = []
    conflicts: list[Conflict] = []
    for record in data:
        mine = made.get(record["id"], [])
        changed, states = apply(record, mine) if mine else (record, [])
        result.append(changed)
        for c, (state, found) in zip(mine, states, strict=True):
            if (state, found) != (c.state, c.found):
                noted = update(corrections).where(corrections.c.correction == c.number)
                connection.execute(noted.values(state=state, found=found))
            if state == "conflicting":
                conflicts.append(Conflict(c.number, c.bulletin_id, c.path, _json(c.old), _json(c.new), found))
    return result, conflicts


def _candidates(written: str) -> list[Any]:
    """What a value on a command line may mean: text first, JSON next; null and lists are always JSON."""
    try:
        value = msgspec.json.decode(written)
    except (msgspec.DecodeError, RecursionError):
        return [written]
    return [value] if value is None or isinstance(value, list | dict) else [written, value]


def correct(engine: Engine, bulletin_id: str, path: str, *, old: str, new: str, by: str, why: str) -> Correction:
    """Correct a field of a bulletin: keep who says so and why, and change the rows, in one transaction.

    `old` (what the database says now) and `new` are as written on a command line: text, or JSON for numbers, null and
    lists. Raises CorrectionError where there is no such bulletin or field, `old` is not what it says, or the record
    would not hold with `new`.
    """
    from corpus.db.batch import Batch

    with writing(engine) as connection:
        record = _record(connection, bulletin_id)
        made = read_corrections(connection, bulletin_id)
        now_said, _ = apply(record, made)
        try:
            container, key, lasting = find(now_said, path)
        except PathError as error:
            raise CorrectionError(bulletin_id, str(error)) from None
        held = container[key]
        if not any(held == value and type(held) is type(value) for value in _candidates(old)):
            raise CorrectionError(bulletin_id, f"{path} is {_json(held)}, not {old}")
        value = _fitting(now_said, container, key, _candidates(new), CorrectionError(bulletin_id, f"{path} → {new}"))
        if value == held:
            raise CorrectionError(bulletin_id, f"{path} says so already")
        number = (connection.execute(select(func.max(corrections.c.correction))).scalar() or 0) + 1
        at = datetime.datetime.now(datetime.UTC)
        connection.execute(
            insert(corrections).values(
                correction=number, bulletin_id=bulletin_id, path=lasting, old_value=_json(held), new_value=_json(value),
                corrected_by=by, why=why, corrected_at=at, state="applied",
            )
        )  # fmt: skip
        Batch(connection).rewrite(record)
    return Correction(number, bulletin_id, lasting, held, value, by, why, at, "applied")


def _fitting(record: Any, container: Any, key: Any, values: Sequence[Any], error: CorrectionError) -> Any:
    """The first of `values` with which the record holds; `error` says of what a refusal is."""
    held, reason = container[key], None
    for value in values:
        container[key] = value
        wrong = _wrong(record)
        container[key] = held
        if wrong is None:
            return value
        reason = reason or wrong
    raise CorrectionError(error.place, f"{error.reason}: the record would not hold: {reason}")


def _record(connection: Connection, bulletin_id: str) -> dict[str, Any]:
    """The record of a bulletin as extracted. Raises CorrectionError where there is none."""
    query = select(records.c.record).join(bulletins, bulletins.c.bulletin == records.c.bulletin)
    line = connection.execute(query.where(bulletins.c.id == bulletin_id)).scalar()
    if line is not None:
        record: dict[str, Any] = msgspec.json.decode(line)
        return record
    gone = connection.execute(select(withdrawn.c.why).where(withdrawn.c.bulletin_id == bulletin_id)).scalar()
    raise CorrectionError(bulletin_id, f"withdrawn: {gone}" if gone is not None else "no such bulletin in the database")


def corrected_records(connection: Connection, ids: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """The records of the bulletins of these ids, or of all, corrections applied, in plain JSON form, in order of id."""
    made: dict[str, list[Correction]] = {}
    for c in read_corrections(connection):
        made.setdefault(c.bulletin_id, []).append(c)
    query = select(bulletins.c.id, records.c.record).join(records, bulletins.c.bulletin == records.c.bulletin)
    query = query.order_by(bulletins.c.id).execution_options(yield_per=500)
    queries = [query] if ids is None else [query.where(bulletins.c.id.in_(some)) for some in chunks(sorted(ids))]
    for each in queries:
        for bulletin_id, line in connection.execute(each):
            record = msgspec.json.decode(line)
            yield apply(record, made[bulletin_id])[0] if bulletin_id in made else record
