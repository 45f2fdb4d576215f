"""Files of records: read line by line in bounded memory, each checked; what is broken is named by file and line."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from corpus.contradictions import contradiction
from extract.errors import InputError, RecordError
from extract.record import SCHEMA_VERSION, check

MAX_LINE = 64 * 1024 * 1024
STDIN = "-"
_GZIP = b"\x1f\x8b"


class BrokenRecord(InputError):
    """A line that is no record: `line` is what it holds, None where it was too long to keep."""

    def __init__(self, place: str, reason: str, line: bytes | None) -> None:
        super().__init__(place, reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record of a file: where it stands (`file:line`), its bytes, and its content in plain JSON form."""

    place: str
    line: bytes
    data: dict[str, Any]


def read_records(
    path: str, *, on_error: Callable[[InputError], None], stdin: BinaryIO | None = None
) -> Iterator[RecordLine]:
    """The records of a file of JSON Lines (gzip too, whatever its name), or of standard input for "-".

    A line that is no record goes to `on_error` as BrokenRecord, a file that cannot be read (to its end) as InputError;
    the others go on. Blank lines are passed over. An empty file has no records, and that is no error.

    >>> list(read_records("không-có.jsonl", on_error=print))
    không-có.jsonl: no such file
    []
    """
    for line in records_and_broken(path, on_error=on_error, stdin=stdin):
        if isinstance(line, BrokenRecord):
            on_error(line)
        else:
            yield line


def records_and_broken(
    path: str, *, on_error: Callable[[InputError], None], stdin: BinaryIO | None = None
) -> Iterator[RecordLine | BrokenRecord]:
    """As `read_records`, the broken ones in their places among the others."""
    name = "(standard input)" if path == STDIN else path
    try:
        if path == STDIN:
            yield from _records(stdin or sys.stdin.buffer, name)
        else:
            with Path(path).open("rb") as stream:
                yield from _records(stream, name)
    except FileNotFoundError:
        on_error(InputError(name, "no such file"))
    except IsADirectoryError:
        on_error(InputError(name, "a folder; name the files of records in it"))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        on_error(InputError(name, "the gzip file is cut off or damaged; what stands before has been read"))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        on_error(InputError(name, f"cannot be read: {getattr(error, 'strerror', None) or error}"))


def _records(stream: BinaryIO, name: str) -> Iterator[RecordLine | BrokenRecord]:
    for number, line in _lines(stream):
        place = f"{name}:{number}"
        if line is None:
            yield BrokenRecord(place, f"a line longer than {MAX_LINE >> 20} MB is no record", None)
            continue
        try:
            record = RecordLine(place, line, parse_record(line, place))
        except BrokenRecord as error:
            yield error
        else:
            yield record


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, without blank ones; None for one that is too long to hold."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    if buffered.peek(2)[:2] == _GZIP:
        buffered = gzip.GzipFile(fileobj=buffered)
    number = 0
    while line := buffered.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = buffered.readline(1 << 20)
            yield number, None
            continue
        if stripped := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield number, stripped


def parse_record(line: bytes, place: str) -> dict[str, Any]:
    """The record on one line, checked against the schema and for what a schema cannot say (`contradiction`).

    Raises BrokenRecord with the reason.
    """
    try:
        data = msgspec.json.decode(line)
    except RecursionError:
        raise BrokenRecord(place, "not a record: JSON nested too deep", line) from None
    except UnicodeDecodeError as error:
        raise BrokenRecord(place, f"not UTF-8 (byte {error.object[error.start]:#x}); save it as UTF-8", line) from None
    except msgspec.MsgspecError as error:
        raise BrokenRecord(place, f"not JSON: {error}", line) from None
    if not isinstance(data, dict):
        raise BrokenRecord(place, "not a record: no JSON object", line)
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        advice = f'this bantin reads "{SCHEMA_VERSION}"; `bantin upgrade` lifts older records'
        said = "no schema_version" if version is None else f"schema_version {version!r}"
        raise BrokenRecord(place, f"{said}: {advice}", line)
    try:
        check(data)
    except RecordError as error:
        raise BrokenRecord(place, f"not a record of schema version {SCHEMA_VERSION}: {error}", line) from None
    if b"\\u0000" in line and _holds_nul(data):
        raise BrokenRecord(place, "holds the character U+0000, which no text has", line)
    reason = contradiction(data)
    if reason:
        raise BrokenRecord(place, reason, line)
    return data


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any("\0" in k or _holds_nul(v) for k, v in value.items())
    return any(map(_holds_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value
