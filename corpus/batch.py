"""Many bulletins in a row: read, extracted by one process or several, given out in the order of the input."""

import dataclasses
import multiprocessing
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import BinaryIO

from extract.document import RawDocument, Skipped, iter_documents, read_bulletin
from extract.errors import BantinError, InputError
from extract.pipeline import extractor
from extract.record import to_json
from extract.types import Record

_AHEAD = 16  # documents in flight a worker: enough to keep it busy, few enough to keep memory flat


class Revision(Skipped):
    """Another text under an id that came before: given out, and named."""

    label = "revision"


def extract_one(raw: RawDocument) -> tuple[Record, bytes] | InputError:
    """The record of one document with its line of JSON, or the error that kept it out."""
    try:
        record = extractor()(read_bulletin(raw))
        return record, to_json(record)
    except InputError as error:
        return error
    except BantinError as error:
        return InputError(raw.place, str(error))
    except Exception as error:  # one document must not end the run; the place of the fault is kept
        where = traceback.extract_tb(error.__traceback__)[-1]
        return InputError(
            raw.place, f"internal error: {type(error).__name__}: {error} ({where.name}, line {where.lineno})"
        )


def _parallel(documents: Iterator[RawDocument], workers: int) -> Iterator[tuple[Record, bytes] | InputError]:
    """Results in the order of `documents`, with a bounded number ahead."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[tuple[Record, bytes] | InputError]] = deque()
        for raw in documents:
            waiting.append(pool.submit(extract_one, raw))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _named(documents: Iterator[RawDocument], given_id: str) -> Iterator[RawDocument]:
    """The one document with the id given. Raises InputError at a second: an id names one bulletin."""
    for number, raw in enumerate(documents):
        if number:
            raise InputError(raw.place, f"--id {given_id} names a single bulletin, and this is a second one")
        yield dataclasses.replace(raw, id=given_id)


def run(
    inputs: Sequence[str],
    *,
    on_error: Callable[[InputError], None],
    workers: int = 1,
    stdin: BinaryIO | None = None,
    given_id: str | None = None,
) -> Iterator[tuple[Record, bytes]]:
    """Records of `inputs` (files, folders, JSON Lines, "-") with their lines of JSON, in input order.

    Whatever gives no record is handed to `on_error`; the rest goes on. A bulletin that came before with the same text
    is left out, and named; one with the same id and another text is a revision, and given out.
    """
    documents = iter_documents(inputs, on_error=on_error, stdin=stdin)
    if given_id:
        documents = _named(documents, given_id)
    results = _parallel(documents, workers) if workers > 1 else map(extract_one, documents)
    seen: dict[str, set[str]] = {}
    for result in results:
        if isinstance(result, InputError):
            on_error(result)
            continue
        record, line = result
        texts = seen.setdefault(record.id, set())
        if record.bulletin.sha256 in texts:
            on_error(Skipped(record.bulletin.source or record.id, f"the bulletin {record.id} came before"))
            continue
        if texts:
            place = record.bulletin.source or record.id
            on_error(Revision(place, f"another text under the id {record.id}: both records are given out"))
        texts.add(record.bulletin.sha256)
        yield record, line
