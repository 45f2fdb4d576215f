"""Records into a database, batch by batch: what is new or newer goes in, what is the same changes nothing.

Which of two records of one bulletin is newer? A record does not say when it was made, so:

1. A record that was loaded before (by the SHA-256 of its JSON), even if another has replaced it, is nothing new.
2. Another record of the same text is another extraction: the one loaded last is the newer.
3. A record of another text is a revision of the bulletin: the later `published` is the newer; where the days are the
   same or one is not known, the one loaded last.

`again` drops the first rule, for going back to records that worse ones have replaced.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import BinaryIO

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError

from corpus.db.batch import Batch
from corpus.db.connection import writing
from corpus.records import BrokenRecord, RecordLine, records_and_broken
from extract.errors import InputError

BATCH_RECORDS = 1000
_BATCH_BYTES = 32 * 1024 * 1024
_BATCH_S = 5.0  # a slow pipe (extract | load) is kept at least this often, when its next record comes
OnError = Callable[[InputError], None]
Line = RecordLine | BrokenRecord


@dataclass
class Counts:
    """What a load did with the records it was given."""

    new: int = 0
    newer: int = 0
    same: int = 0
    older: int = 0
    withdrawn: int = 0
    put_aside: int = 0

    @property
    def records(self) -> int:
        """How many lines there were in all."""
        return sum(getattr(self, f.name) for f in fields(self))

    def __str__(self) -> str:
        """What there was, in words: "14 new, 1 put aside"."""
        said = ((f.name.replace("_", " "), getattr(self, f.name)) for f in fields(self))
        return ", ".join(f"{number} {name}" for name, number in said if number) or "nothing to load"


def load_files(
    engine: Engine,
    files: Sequence[str],
    counts: Counts,
    *,
    on_error: OnError,
    again: bool = False,
    stdin: BinaryIO | None = None,
    on_batch: Callable[[Counts], None] | None = None,
) -> None:
    """Load files of records ("-" for `stdin`) one after the other, as `load` does; add to `counts`."""

    def lines() -> Iterator[Line]:
        for file in files:
            yield from records_and_broken(file, on_error=on_error, stdin=stdin)

    load(engine, lines(), on_error=on_error, again=again, on_batch=on_batch, counts=counts)


def load(
    engine: Engine,
    records: Iterable[Line],
    *,
    on_error: OnError,
    again: bool = False,
    on_batch: Callable[[Counts], None] | None = None,
    batch_records: int = BATCH_RECORDS,
    counts: Counts | None = None,
) -> Counts:
    """Load records into a database (of `corpus.db.connection.database`), each batch in one transaction.

    Broken ones are put aside with their reason and handed to `on_error`, as are notices of what was left out and of
    corrections that no longer fit. Raises sqlalchemy.exc.DBAPIError where the database fails; what was loaded before
    stays, and loading all again completes it. Returns `counts`, which are kept up batch by batch.
    """
    counts = Counts() if counts is None else counts
    with _collecting_seldom():
        for lines in _batches(records, batch_records):
            _load_batch(engine, lines, counts, on_error, again)
            if on_batch:
                on_batch(counts)
    return counts


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Garbage collection after a million objects only: it would go through a batch over and over, for nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(1_000_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _batches(records: Iterable[Line], size: int) -> Iterator[list[Line]]:
    batch: list[Line] = []
    held, begun = 0, time.monotonic()
    for record in records:
        if not batch:
            begun = time.monotonic()
        batch.append(record)
        held += len(record.line or b"")
        if len(batch) >= size or held >= _BATCH_BYTES or time.monotonic() - begun >= _BATCH_S:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _load_batch(engine: Engine, lines: list[Line], counts: Counts, on_error: OnError, again: bool) -> None:
    try:
        with writing(engine) as connection:
            outcomes, said = Batch(connection, again=again).load(lines)
    except (DataError, IntegrityError) as error:
        if len(lines) > 1:  # one of them is to blame; the others go in
            for line in lines:
                _load_batch(engine, [line], counts, on_error, again)
            return
        reason = f"the database does not take it: {str(error.orig).splitlines()[0]}"
        if isinstance(lines[0], BrokenRecord):
            raise
        _load_batch(engine, [BrokenRecord(lines[0].place, reason, lines[0].line)], counts, on_error, again)
        return
    for outcome in outcomes:
        setattr(counts, outcome, getattr(counts, outcome) + 1)
    for each in said:
        on_error(each)
