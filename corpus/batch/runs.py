"""One run from inputs to output."""

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from corpus.batch import output as out
from corpus.batch.counts import Counts
from corpus.batch.journal import Journal, Stream
from corpus.batch.manifest import manifest
from corpus.batch.outcome import Failure, Item, Outcome
from corpus.batch.pool import Pool
from corpus.batch.reading import marks, read_items
from corpus.batch.versions import fingerprint
from corpus.batch.work import load_extractor
from extract.errors import InputError

Engine = Callable[[Iterable[Item]], Iterator[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What to do: `inputs` are files, folders, URLs or "-"; `output` a file, a URL, or None for standard output.

    `given_id` is the id of a single bulletin. `resume` goes on with an unfinished run to the same output. `documented`
    puts errors and a manifest beside the output (as is done where they stand already).
    """

    inputs: tuple[str, ...]
    output: str | None = None
    stdin: BinaryIO | None = None
    given_id: str | None = None
    resume: bool = False
    documented: bool = False


def run(
    batch: Batch,
    engine: AbstractContextManager[Engine] | None = None,
    *,
    on_outcome: Callable[[Outcome, Counts], None] = lambda outcome, counts: None,
) -> Counts:
    """Do a batch with `engine` (a `Pool`, a `Cluster`; for None, a single document here, and many in one process).

    `on_outcome` gets every record, error and notice in the order of the input. Returns the counts of the whole, an
    earlier part that is gone on with among them. Raises InputError where the run cannot be begun, gone on with or given
    out. However it ends, what was committed is kept for `resume`, and the output is whole or as it was.
    """
    stream = out.as_stream(batch.output)
    if stream is not None:
        with contextlib.closing(Stream(stream)) as journal:
            _work(batch, journal, None, engine, on_outcome)
            return journal.counts
    assert batch.output is not None
    with _naming(batch.output), contextlib.closing(_open(batch)) as kept:
        if not kept.finished:
            _work(batch, kept, kept.folder, engine, on_outcome)
            kept.commit()
            if batch.documented or any(out.stands(out.beside(batch.output, n)) for n in out.NAMES.values() if n):
                text = manifest(batch.inputs, batch.given_id, kept.counts, kept.folder / "records")
                kept.add("manifest", text)
            kept.finish()
        out.give_out(kept.folder, batch.output)
        return kept.counts


def _open(batch: Batch) -> Journal:
    """The journal of a batch, begun or gone on with."""
    assert batch.output is not None
    job = [list(batch.inputs), batch.given_id, fingerprint()]
    journal = Journal(out.work_folder(batch.output))
    begin_again = f"delete {journal.folder} to begin again"
    try:
        if journal.counts.inputs and not batch.resume:
            done = f"an unfinished run is here ({journal.counts.inputs} of its inputs done)"
            raise InputError(batch.output, f"{done}: go on with it with --resume, or {begin_again}")
        if journal.counts.inputs:
            was = msgspec.json.decode(journal.job or "[]")
            if was[:2] != job[:2]:
                raise InputError(batch.output, f"the unfinished run is one of other inputs; {begin_again}")
            if was != job:
                raise InputError(batch.output, f"the unfinished run is one of another bantin; {begin_again}")
            journal.compare(marks(batch.inputs))
        else:
            journal.clear()
            journal.start(msgspec.json.encode(job).decode(), marks(batch.inputs))
    except BaseException:
        journal.close()
        raise
    return journal


def _work(
    batch: Batch,
    journal: Stream,
    scratch: Path | None,
    engine: AbstractContextManager[Engine] | None,
    on_outcome: Callable[[Outcome, Counts], None],
) -> None:
    items = read_items(batch.inputs, stdin=batch.stdin, scratch=scratch)
    if batch.given_id:
        items = _single(items, batch.given_id)
    items = journal.begin(items)
    if engine is None:
        first = list(itertools.islice(items, 2))
        engine = Pool(1) if len(first) > 1 else contextlib.nullcontext(_here)
        items = itertools.chain(first, items)
    with engine as extract:
        for outcome in extract(items):
            for result in journal.take(outcome):
                on_outcome(result, journal.counts)


def _here(items: Iterable[Item]) -> Iterator[Outcome]:
    """The engine for a single document: no process to start, and none to watch it."""
    for item in items:
        yield item if isinstance(item, Failure) else load_extractor()(item)


def _single(items: Iterable[Item], given_id: str) -> Iterator[Item]:
    """The items with the id given to their document. Raises InputError where there are two documents."""
    found: list[Item] = []
    for item in items:
        if not isinstance(item, Failure):
            if any(not isinstance(other, Failure) for other in found):
                raise InputError(item.place, f"--id {given_id} names a single bulletin, and this is a second one")
            item = replace(item, id=given_id)
        found.append(item)
    return iter(found)


@contextlib.contextmanager
def _naming(output: str) -> Iterator[None]:
    """What a full disk or a closed folder raises becomes an InputError about the output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.OperationalError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(output, f"cannot be written: {reason}") from None
