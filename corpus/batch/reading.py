"""What comes in: the items of a run in their order, and the marks by which a changed input is known."""

import gzip
import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from corpus.batch import remote
from corpus.batch.outcome import Failure, Item
from extract.document import iter_documents
from extract.errors import InputError

_MANY = (".zip", ".warc", ".warc.gz", ".json")  # how many bulletins these hold is not cheap to know
_COUNTED_BYTES = 8 << 30


def read_items(inputs: Sequence[str], *, stdin: BinaryIO | None = None, scratch: Path | None = None) -> Iterator[Item]:
    """Documents, and what gave none, of files, folders, URLs and "-", in order; the same items for the same inputs.

    Files of a URL are copied to `scratch` (the system's temporary folder for None), a few at a time.

    >>> [str(item) for item in read_items(["không-có.txt"])]
    ['không-có.txt: no such file or folder']
    """
    for name in inputs:
        if remote.is_url(name):
            yield from remote.read_items(name, scratch)
        else:
            yield from local_items(name, stdin)


def local_items(name: str, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """The items of one file, folder or "-"."""
    failures: deque[Failure] = deque()
    for raw in iter_documents([name], on_error=lambda error: failures.append(Failure.of(error)), stdin=stdin):
        while failures:
            yield failures.popleft()
        yield raw
    yield from failures


def marks(inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(file, mark) of every file of `inputs`: another mark is another file under the same name."""
    for name in inputs:
        if remote.is_url(name):
            try:
                yield from remote.marks(name)
            except InputError:  # named when it is read
                yield name, "absent"
        elif name != "-":
            for path in _files(name):
                try:
                    status = path.stat()
                except (OSError, ValueError):  # ValueError: a NUL in the name
                    yield str(path), "absent"
                else:
                    yield str(path), f"{status.st_size} bytes, {status.st_mtime_ns}"


def _files(name: str) -> Iterator[Path]:
    """`name`, or the files below it, hidden folders left out as reading leaves them out."""
    try:
        folder = Path(name).is_dir()
    except ValueError:
        folder = False
    if not folder:
        yield Path(name)
        return
    for root, folders, files in os.walk(name):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(root, file) for file in sorted(files))


def count(inputs: Sequence[str]) -> int | None:
    """About how many items `inputs` hold: lines of JSON Lines, else files. None where that is not cheap to know."""
    number = read = 0
    for name in inputs:
        if name == "-" or remote.is_url(name):
            return None
        for path in _files(name):
            if path.name.lower().endswith(_MANY):
                return None
            if not path.name.lower().endswith((".jsonl", ".jsonl.gz")):
                number += 1
                continue
            try:
                with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
                    last = b"\n"
                    while block := stream.read(1 << 20):
                        number += block.count(b"\n")
                        last, read = block[-1:], read + len(block)
                        if read > _COUNTED_BYTES:
                            return None
                    number += last != b"\n"
            except (OSError, EOFError):
                return None
    return number
