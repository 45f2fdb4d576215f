"""Names on a command line to raw documents: files, folders, JSON Lines, standard input.

What fails is named, the rest goes on.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from extract.document.decoding import binary_reason, cut_reason, decode, without_bom
from extract.document.jsonl import MAX_LINE, bounded_lines, document_of, parse_line
from extract.document.raw import RawDocument, Skipped
from extract.errors import InputError

MAX_PAGE = 32 * 1024 * 1024
SUFFIXES = {".html": "html", ".htm": "html", ".txt": "text", ".jsonl": "jsonl", ".json": "json"}
STDIN = "-"
_HEAD = 1 << 16
_MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|meta|div|p|h[1-6]|article|section|main|table)[\s>/-]", re.IGNORECASE
)
OnError = Callable[[InputError], None]


def iter_documents(inputs: Sequence[str], *, on_error: OnError, stdin: BinaryIO | None = None) -> Iterator[RawDocument]:
    """The documents of `inputs` in their order: files, folders (recursively, by name), `-` for standard input.

    What gives no document is handed to `on_error` as an InputError with place and reason (a Skipped for a file of a
    folder that is of another kind) and the others go on; nothing is raised for an input's contents.

    >>> import io
    >>> [d.text for d in iter_documents(["-"], on_error=print, stdin=io.BytesIO("Họp báo".encode()))]
    ['Họp báo']
    >>> list(iter_documents(["không-có.txt"], on_error=print))
    không-có.txt: no such file or folder
    []
    """
    for name in inputs:
        if name == STDIN:
            if stdin is None:
                on_error(InputError(STDIN, "there is no standard input here"))
            else:
                yield from _stream(stdin, "(standard input)", None, on_error)
        elif Path(name).is_dir():
            yield from _folder(Path(name), on_error)
        else:
            yield from _file(name, on_error)


def _folder(folder: Path, on_error: OnError) -> Iterator[RawDocument]:
    found = False
    for root, folders, files in os.walk(folder, onerror=lambda e: on_error(InputError(str(e.filename), _os_reason(e)))):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(root, file)
            found = True
            if path.suffix.lower() not in SUFFIXES:
                on_error(Skipped(str(path), f"skipped: {path.suffix or 'a file without ending'} is not read here"))
            elif not path.is_file():
                on_error(InputError(str(path), "not a file (a broken link or a device)"))
            else:
                yield from _file(str(path), on_error)
    if not found:
        on_error(InputError(str(folder), "an empty folder"))


def _file(name: str, on_error: OnError) -> Iterator[RawDocument]:
    try:
        with Path(name).open("rb") as stream:
            yield from _stream(stream, name, SUFFIXES.get(Path(name).suffix.lower()), on_error)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        on_error(InputError(name, _os_reason(error)))


def _os_reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _stream(stream: BinaryIO, place: str, kind: str | None, on_error: OnError) -> Iterator[RawDocument]:
    head = _fill(stream, _HEAD)
    reason = binary_reason(head) if head else "empty"
    if reason:
        on_error(InputError(place, reason))
        return
    kind = kind or _kind_of(head)
    if kind == "json":
        first = without_bom(head).lstrip().split(b"\n", 1)[0].strip()
        kind = "array" if first in (b"{", b"[") or first.startswith(b"[") else "jsonl"
    try:
        if kind == "jsonl":
            yield from _json_lines(stream, head, place, on_error)
        elif kind == "array":
            yield from _json_whole(_whole(stream, head, place), place, on_error)
        else:
            text, reason = decode(_whole(stream, head, place))
            if reason is None:
                reason = cut_reason(text) if kind == "html" else _long_line(text)
            if reason:
                raise InputError(place, reason)
            if kind == "html":
                yield RawDocument(place=place, html=text, source=place)
            else:
                yield RawDocument(place=place, text=text, source=place)
    except InputError as error:
        on_error(error)


def _long_line(text: str) -> str | None:
    if len(text) <= MAX_LINE:
        return None
    number = next((n for n, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE), None)
    return f"line {number} is longer than {MAX_LINE // (1024 * 1024)} MB" if number else None


def _kind_of(head: bytes) -> str:
    start = without_bom(head).lstrip()
    if start[:1] in (b"{", b"["):
        return "json"
    return "html" if _MARKUP.match(start) else "text"


def _fill(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; a pipe may hand them over in several pieces."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _whole(stream: BinaryIO, head: bytes, place: str) -> bytes:
    data = head + _fill(stream, MAX_PAGE + 1 - len(head))
    if len(data) > MAX_PAGE:
        raise InputError(
            place, f"larger than {MAX_PAGE // (1024 * 1024)} MB, no bulletin; give many bulletins as JSON Lines"
        )
    return data


def _json_lines(stream: BinaryIO, head: bytes, place: str, on_error: OnError) -> Iterator[RawDocument]:
    found = False
    for line in bounded_lines(stream, head):
        try:
            document = parse_line(line, place)
        except InputError as error:
            found = True
            on_error(error)
            continue
        if document is not None:
            found = True
            yield document
    if not found:
        on_error(InputError(place, "empty"))


def _json_whole(data: bytes, place: str, on_error: OnError) -> Iterator[RawDocument]:
    text, reason = decode(data)
    if reason:
        raise InputError(place, reason)
    try:
        value: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(place, f"not JSON: {error}") from None
    except RecursionError:
        raise InputError(place, "not a document: JSON nested too deep") from None
    if not isinstance(value, list):
        yield document_of(value, place, place)
        return
    if not value:
        raise InputError(place, "an empty array")
    for number, record in enumerate(value, 1):
        try:
            document = document_of(record, f"{place}[{number}]", place)
        except InputError as error:
            on_error(error)
        else:
            yield document


def documents_of_bytes(data: bytes, place: str, *, on_error: OnError) -> Iterator[RawDocument]:
    """The documents of bytes in memory, their kind recognised by content, as for standard input.

    >>> [d.text for d in documents_of_bytes("Họp báo".encode(), "thử", on_error=print)]
    ['Họp báo']
    """
    yield from _stream(io.BytesIO(data), place, None, on_error)
