"""The same work on a Dask cluster: the same outcomes in the same order.

A Dask worker keeps a worker process of ours beside it for every thread, so a document that hangs or crashes costs the
cluster nothing; a Dask worker that dies has its documents done by another.
"""

import contextlib
import itertools
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from corpus.batch.outcome import Failure, Item, Outcome, size
from corpus.batch.pool import MEMORY, TIMEOUT_S, Pool
from corpus.batch.versions import fingerprint
from corpus.batch.work import Start, load_extractor
from extract.document import RawDocument
from extract.errors import BantinError

_CHUNK = 32
_CHUNK_BYTES = 2 << 20
_AHEAD = 4  # chunks a thread of the cluster
_ATTEMPTS = 5  # of a chunk, each after several deaths of Dask workers
_here = threading.local()


def extract_chunk(
    documents: list[RawDocument], start: Start, timeout_s: float, memory: int
) -> tuple[str, list[Outcome]]:
    """Runs on the cluster: the outcomes of some documents, with the fingerprint of what made them."""
    settings = (start, timeout_s, memory)
    if getattr(_here, "settings", None) != settings:
        if hasattr(_here, "pool"):
            _here.pool.close()
        _here.pool, _here.settings = Pool(1, start=start, timeout_s=timeout_s, memory=memory), settings
    return fingerprint(), list(_here.pool(documents))


def _chunks(items: Iterable[Item]) -> Iterator[Failure | list[RawDocument]]:
    """Documents in lists that are worth sending; a Failure between them ends a list."""
    chunk: list[RawDocument] = []
    weight = 0
    for item in items:
        if isinstance(item, Failure):
            if chunk:
                yield chunk
                chunk, weight = [], 0
            yield item
            continue
        chunk.append(item)
        weight += size(item)
        if len(chunk) >= _CHUNK or weight >= _CHUNK_BYTES:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


@contextlib.contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Any]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise BantinError("--engine dask needs Dask: pip install 'bantin[dask]'") from None
    if scheduler:
        try:
            client = distributed.Client(scheduler)
        except (OSError, ValueError) as error:
            raise BantinError(f"no Dask scheduler at {scheduler}: {error}") from None
        with client:
            yield client
        return
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


class Cluster:
    """An engine like `Pool`: `scheduler` is the address of a Dask scheduler, None for a cluster on this machine.

    Raises BantinError where Dask is not installed, the scheduler does not answer, a cluster's workers have another
    bantin, or the same documents lose their Dask worker time after time.
    """

    def __init__(
        self,
        scheduler: str | None = None,
        workers: int = 1,
        *,
        start: Start = load_extractor,
        timeout_s: float = TIMEOUT_S,
        memory: int = MEMORY,
    ) -> None:
        self._scheduler, self._workers = scheduler, workers
        self._settings = (start, timeout_s, memory)
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Cluster":
        with contextlib.suppress(ImportError):  # Dask keeps its last thousand messages, and ours hold documents
            config = import_module("dask").config
            self._stack.enter_context(config.set({"distributed.admin.low-level-log-length": 10}))
        self.client = self._stack.enter_context(_client(self._scheduler, self._workers))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _submit(self, chunk: list[RawDocument]) -> Any:
        return self.client.submit(extract_chunk, chunk, *self._settings, pure=False)

    def __call__(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """The outcomes of `items` in their order."""
        chunks = _chunks(items)
        under_way: deque[tuple[Failure | list[RawDocument], Any]] = deque()
        while True:
            room = _AHEAD * max(1, sum(self.client.nthreads().values())) - len(under_way)
            for chunk in itertools.islice(chunks, max(0, room)):
                under_way.append((chunk, None if isinstance(chunk, Failure) else self._submit(chunk)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            if isinstance(chunk, Failure):
                yield chunk
            else:
                yield from self._result(chunk, future)

    def _result(self, chunk: list[RawDocument], future: Any) -> list[Outcome]:
        distributed = import_module("distributed")
        lost = (distributed.KilledWorker, distributed.client.FutureCancelledError)
        for _ in range(_ATTEMPTS):
            try:
                version, outcomes = future.result()
            except lost:
                future = self._submit(chunk)
                continue
            if version != fingerprint():
                raise BantinError("the cluster's workers have another bantin than this process: install the same one")
            return list(outcomes)
        raise BantinError(f"{chunk[0].place}: the cluster lost this and what follows {_ATTEMPTS} times; see its log")
