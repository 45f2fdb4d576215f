"""A worker process, seen from inside: loads the models, then turns documents into outcomes until the pipe closes.

Messages: (start, seconds a document, bytes of memory) in, a fingerprint of the code out; then lists of documents in,
outcomes out, one a document.
"""

import faulthandler
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.batch.versions import fingerprint

_GRACE_S = 30.0  # the parent ends a worker that is late; without a parent the worker ends itself this much later


def _limit_memory(limit: int) -> None:
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))
    except (ImportError, ValueError, OSError):  # a system without such limits
        pass


def serve(descriptor: int) -> None:
    """Serve the parent at the other end of the socket `descriptor` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    os.dup2(2, 1)  # what a library prints is no record
    parent = Connection(descriptor)
    with Path(os.devnull).open("w") as nowhere:
        try:
            start, timeout_s, memory = parent.recv()
            _limit_memory(memory)
            work = start()
            parent.send(fingerprint())
            while True:
                for raw in parent.recv():
                    # a C thread: fires even where one regular expression holds the interpreter
                    faulthandler.dump_traceback_later(timeout_s + _GRACE_S, exit=True, file=nowhere)
                    outcome = work(raw)
                    faulthandler.cancel_dump_traceback_later()
                    parent.send(outcome)
        except (EOFError, ConnectionError):
            return
