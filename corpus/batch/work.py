"""What is done with one document."""

import gc
import traceback
from collections.abc import Callable

from corpus.batch.outcome import Extracted, Failure, Outcome
from extract.document import RawDocument
from extract.errors import BantinError, InputError

Work = Callable[[RawDocument], Outcome]
Start = Callable[[], Work]  # called once a process: loads what the work needs. A function of a module, not a lambda.


def load_extractor() -> Work:
    """Load the models (two seconds) and return `extract_one`."""
    from extract.pipeline import extractor

    extractor()
    # models and vocabularies stay: the collector need not walk them again and again (a sixth of the time)
    gc.collect()
    gc.freeze()
    return extract_one


def extract_one(raw: RawDocument) -> Outcome:
    """The record of one document, or why there is none. Raises nothing: one document must not end the run."""
    from extract.document import read_bulletin
    from extract.pipeline import extractor
    from extract.record import to_json

    try:
        record = extractor()(read_bulletin(raw))
        return Extracted(
            place=raw.place,
            id=record.id,
            sha256=record.bulletin.sha256,
            line=to_json(record),
            events=tuple(type(event).__name__.lower() for event in record.events),
            issues=tuple(issue.code for issue in record.issues),
        )
    except InputError as error:
        return Failure.of(error)
    except BantinError as error:
        return Failure(raw.place, str(error))
    except MemoryError:  # where it happened is chance, so the reason does not say
        return Failure(raw.place, "put aside: needs more memory than a worker may take")
    except Exception as error:  # the place of the fault is kept
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Failure(
            raw.place, f"internal error: {type(error).__name__}: {error} ({where.name}, line {where.lineno})"
        )
