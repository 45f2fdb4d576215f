"""Worker processes, seen from their parent: fed in turn, watched, replaced when they hang or die.

Every worker has a pipe of its own and gets documents only when it has answered for all it had. So a worker can be
killed at any moment without harm to another, sending to one never blocks, and the document it died of is known.
"""

import contextlib
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

from corpus.batch.outcome import Failure, Item, Outcome, size
from corpus.batch.versions import fingerprint
from corpus.batch.work import Start, load_extractor
from extract.document import RawDocument
from extract.errors import BantinError

CHUNK = 8  # documents handed over at once: pipes cost little, and little is done twice when a worker dies
_CHUNK_BYTES = 1 << 20
_WINDOW = 8 * CHUNK  # documents a worker that may be under way or wait for an earlier one
_WINDOW_BYTES = 128 << 20
_ATTEMPTS = 3  # a worker may die of something else than its document: the machine's memory, a person
_STARTS = 3
MEMORY = 2 << 30
TIMEOUT_S = 60.0


class Worker:
    """One process and what it was given: `waiting` holds the (number, document) pairs it has not answered for."""

    def __init__(self, start: Start, timeout_s: float, memory: int) -> None:
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(p or str(Path.cwd()) for p in sys.path)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from corpus.batch.worker import serve; serve({theirs.fileno()})"],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the parent
                env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
        self.connection = Connection(ours.detach())
        self.ready = False
        self.since = time.monotonic()
        self.waiting: deque[tuple[int, RawDocument]] = deque()
        self.connection.send((start, timeout_s, memory))

    def give(self, documents: list[tuple[int, RawDocument]]) -> None:
        """Hand documents over. Raises ConnectionError where the worker has died; they count as waiting all the same."""
        self.waiting.extend(documents)
        self.since = time.monotonic()
        self.connection.send([raw for _, raw in documents])

    def end(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """Up to `workers` processes; `start` is called once in each, `timeout_s` is the limit of one document.

    A document that is late, or ends its worker each of three times, becomes a Failure; what else that worker had is
    done by another.

    >>> with Pool(2) as pool:
    ...     [type(outcome).__name__ for outcome in pool([Failure("tin.txt", "empty")])]
    ['Failure']
    """

    def __init__(
        self, workers: int, *, start: Start = load_extractor, timeout_s: float = TIMEOUT_S, memory: int = MEMORY
    ) -> None:
        self._size, self._start, self._timeout_s, self._memory = workers, start, timeout_s, memory
        self._workers: list[Worker] = []
        self._queue: deque[tuple[int, RawDocument]] = deque()
        self._done: dict[int, Outcome] = {}
        self._deaths: Counter[int] = Counter()
        self._failed_starts = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            self._workers.pop().end()

    def __call__(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """The outcomes of `items` in their order; a Failure among them is handed through.

        Raises BantinError where workers cannot start, or are of another version than this process.
        """
        self._forget()
        source = enumerate(items)
        sizes: deque[int] = deque()  # of the items taken and not yet given out
        given, held, more = 0, 0, True
        while more or sizes:
            while more and self._wants(len(sizes), held):
                number, item = next(source, (0, None))
                if item is None:
                    more = False
                    break
                if isinstance(item, Failure):
                    self._done[number] = item
                else:
                    self._queue.append((number, item))
                sizes.append(size(item))
                held += sizes[-1]
            self._feed()
            while given in self._done:
                held -= sizes.popleft()
                yield self._done.pop(given)
                given += 1
            if sizes:
                self._listen()

    def _forget(self) -> None:
        """Leave nothing of an earlier call; one that was broken off may have left documents with workers."""
        for worker in [worker for worker in self._workers if worker.waiting]:
            self._workers.remove(worker)
            worker.end()
        self._queue.clear()
        self._done.clear()
        self._deaths.clear()

    def _wants(self, under_way: int, held: int) -> bool:
        if under_way >= _WINDOW * self._size or (held >= _WINDOW_BYTES and under_way):
            return False
        return len(self._queue) < CHUNK * self._size

    def _feed(self) -> None:
        """Hand documents to idle workers; start workers while there is more work than they take."""
        for worker in self._workers:
            if worker.ready and not worker.waiting and self._queue:
                chunk: list[tuple[int, RawDocument]] = []
                weight = 0
                while self._queue and len(chunk) < CHUNK and weight < _CHUNK_BYTES:
                    chunk.append(self._queue.popleft())
                    weight += size(chunk[-1][1])
                with contextlib.suppress(ConnectionError):  # dead: seen when it is listened to
                    worker.give(chunk)
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._queue) > starting * CHUNK and len(self._workers) < self._size:
            self._workers.append(Worker(self._start, self._timeout_s, self._memory))
            starting += 1

    def _listen(self) -> None:
        """Take what workers say, or wait until one is late."""
        busy = [worker.since for worker in self._workers if worker.ready and worker.waiting]
        patience = max(0.0, min(busy) + self._timeout_s - time.monotonic()) if busy else None
        heard = set(wait([worker.connection for worker in self._workers], patience))
        for worker in list(self._workers):
            if worker.connection in heard:
                self._hear(worker)
            elif worker.ready and worker.waiting and time.monotonic() - worker.since >= self._timeout_s:
                self._bury(worker, late=True)

    def _hear(self, worker: Worker) -> None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError):  # it died, perhaps in the middle of a word
            self._bury(worker, late=False)
            return
        worker.since = time.monotonic()
        if worker.ready:
            number, _ = worker.waiting.popleft()
            self._done[number] = said
            return
        if said != fingerprint():
            raise BantinError("bantin was changed while it ran: begin again, with one version for all workers")
        worker.ready = True
        self._failed_starts = 0

    def _bury(self, worker: Worker, *, late: bool) -> None:
        """Away with a worker that is late or dead; its first document is to blame, the others are innocent."""
        self._workers.remove(worker)
        worker.end()
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise BantinError("worker processes end before they have loaded the models: see what they said above")
        elif worker.waiting:
            number, raw = worker.waiting[0]
            self._deaths[number] += 1
            if late or self._deaths[number] >= _ATTEMPTS:
                worker.waiting.popleft()
                limit = f"put aside: not read in {self._timeout_s:g} s (see --timeout)"
                crash = "put aside: ends the process that reads it (a crash, or more memory than there is)"
                self._done[number] = Failure(raw.place, limit if late else crash)
        self._queue.extendleft(reversed(worker.waiting))
