"""Worker processes that hang, die and are killed: every document is answered for, in order."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from corpus.batch.outcome import Extracted, Failure, Item
from corpus.batch.pool import Pool
from extract.document import RawDocument
from extract.errors import BantinError
from tests.unit import batch_work
from tests.unit.batch_work import document


def test_outcomes_come_in_the_order_of_the_items_whatever_they_take() -> None:
    items: list[Item] = [document(n, "chậm" if n % 7 == 0 else f"Tin {n}") for n in range(60)]
    items.insert(30, Failure("hỏng.txt", "empty"))
    with Pool(3, start=batch_work.start) as pool:
        outcomes = list(pool(iter(items)))
    assert [o.place for o in outcomes] == [i.place for i in items]
    assert outcomes[30] == items[30]


BAD = {
    "ngủ": "not read in 1 s",
    "treo": "not read in 1 s",
    "thoát": "ends the process",
    "hỏng": "ends the process",
    "nhớ": "ends the process",
}


def test_documents_that_hang_or_crash_are_put_aside_and_their_neighbours_are_not() -> None:
    texts = dict(zip((1, 2, 5, 9, 10), BAD, strict=True))  # some of them come to the same worker
    items = [document(n, texts.get(n, f"Tin {n}")) for n in range(24)]
    with Pool(2, start=batch_work.start, timeout_s=1) as pool:
        outcomes = list(pool(items))
    assert [o.place for o in outcomes] == [i.place for i in items]
    bad = {texts[n]: o.reason for n, o in enumerate(outcomes) if isinstance(o, Failure)}
    assert set(bad) == set(BAD)
    assert all(BAD[text] in reason for text, reason in bad.items()), bad


def test_a_worker_that_is_killed_from_outside_costs_no_document() -> None:
    items = [document(n) for n in range(300)]
    killed = set()
    with Pool(2, start=batch_work.start_with_process_number) as pool:
        outcomes = []
        for outcome in pool(items):
            outcomes.append(outcome)
            assert isinstance(outcome, Extracted)
            if len(outcomes) in (10, 90, 91):
                killed.add(int(outcome.line))
                os.kill(int(outcome.line), signal.SIGKILL)
    assert [o.place for o in outcomes] == [i.place for i in items]
    assert len({o.line for o in outcomes if isinstance(o, Extracted)} - {str(pid).encode() for pid in killed}) >= 1


def test_reading_waits_for_a_slow_document_so_that_memory_stays_flat() -> None:
    taken = 0

    def many() -> Iterator[RawDocument]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield document(number, "ngủ" if number == 0 else "Tin")

    with Pool(2, start=batch_work.start, timeout_s=1) as pool:
        first = next(pool(many()))
    assert isinstance(first, Failure)
    assert taken <= 200


def test_large_documents_do_not_pile_up() -> None:
    taken = 0

    def large() -> Iterator[RawDocument]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield document(number, ("ngủ" if number == 0 else "Tin") + "x" * (8 << 20))

    with Pool(2, start=batch_work.start, timeout_s=2) as pool:
        next(pool(large()))
    assert taken <= 10


def test_workers_that_cannot_start_end_the_run() -> None:
    with Pool(2, start=batch_work.cannot_start) as pool, pytest.raises(BantinError, match="before they have loaded"):
        list(pool([document(1)]))


def test_no_process_outlives_its_pool() -> None:
    with Pool(2, start=batch_work.start_with_process_number) as pool:
        pids = {int(o.line) for o in pool([document(n) for n in range(40)]) if isinstance(o, Extracted)}
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_pool_is_used_again_even_after_a_call_that_was_broken_off() -> None:
    with Pool(1, start=batch_work.start) as pool:
        assert [isinstance(o, Failure) for o in pool([document(0, "thoát"), document(1)])] == [True, False]
        next(pool([document(n, "chậm") for n in range(30)]))
        outcomes = list(pool([document(n, f"Tin {n}") for n in range(20)]))
    assert [o.place for o in outcomes] == [f"tin.jsonl:{n}" for n in range(20)]
    assert not any(isinstance(o, Failure) for o in outcomes)


def test_a_worker_that_dies_while_nobody_looks_is_not_taken_for_a_slow_document() -> None:
    with Pool(1, start=batch_work.start_with_process_number, timeout_s=0.5) as pool:
        outcomes = []
        for outcome in pool([document(n) for n in range(30)]):
            outcomes.append(outcome)
            if len(outcomes) == 3:
                assert isinstance(outcome, Extracted)
                os.kill(int(outcome.line), signal.SIGKILL)
                time.sleep(1)
    assert not any(isinstance(o, Failure) for o in outcomes)
