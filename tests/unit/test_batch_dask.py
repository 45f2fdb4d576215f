"""The Dask engine on a cluster of real processes."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from corpus.batch.cluster import Cluster
from corpus.batch.outcome import Extracted, Failure, Item
from corpus.batch.pool import Pool
from extract.errors import BantinError
from tests.unit import batch_work
from tests.unit.batch_work import document

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def worker_pids(scheduler: str) -> list[int]:
    with distributed.Client(scheduler) as client:
        return list(client.run(os.getpid).values())


def test_a_cluster_gives_what_processes_here_give(scheduler: str) -> None:
    items: list[Item] = [document(n, "thoát" if n == 77 else f"Tin {n}") for n in range(200)]
    items.insert(50, Failure("hỏng.txt", "empty"))
    with Pool(1, start=batch_work.start) as pool:
        here = list(pool(items))
    with Cluster(scheduler, start=batch_work.start) as cluster:
        there = list(cluster(iter(items)))
    assert there == here
    assert [o.place for o in there if isinstance(o, Failure)] == ["hỏng.txt", "tin.jsonl:77"]


def test_a_worker_killed_in_the_middle_costs_no_document(scheduler: str) -> None:
    items = [document(n, "chậm") for n in range(400)]
    before = worker_pids(scheduler)
    outcomes = []
    with Cluster(scheduler, start=batch_work.start) as cluster:
        for outcome in cluster(items):
            outcomes.append(outcome)
            if len(outcomes) == 100:
                os.kill(before[0], signal.SIGKILL)
    assert [o.place for o in outcomes] == [i.place for i in items]
    assert all(isinstance(o, Extracted) for o in outcomes)
    assert before[0] not in worker_pids(scheduler)


def test_reading_waits_for_the_cluster_so_that_memory_stays_flat(scheduler: str) -> None:
    taken = 0

    def many() -> Iterator[Item]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield document(number)

    with Cluster(scheduler, start=batch_work.start) as cluster:
        next(cluster(many()))
    assert taken <= 1000


def test_without_dask_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BantinError, match=r"pip install 'bantin\[dask\]'"), Cluster():
        pass


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(BantinError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1"),
        Cluster("tcp://127.0.0.1:1"),
    ):
        pass
