"""JSON records to raw documents, line by line in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from extract.document.dates import iso_date
from extract.document.decoding import cut_reason, decode, without_bom
from extract.document.raw import RawDocument
from extract.errors import InputError

MAX_LINE = 10 * 1024 * 1024
_CHUNK = 1 << 16
_FIELDS = ("id", "url", "title", "published", "publisher", "text", "html")
_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "a string", list: "an array"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number from 1, where it begins in bytes, and its bytes; None for one that is too long."""

    number: int
    offset: int
    data: bytes | None


def bounded_lines(stream: BinaryIO, head: bytes = b"") -> Iterator[Line]:
    """Lines of `head` + `stream`; a line past 10 MB is passed over without being held, its data None.

    >>> import io
    >>> [(line.number, line.data) for line in bounded_lines(io.BytesIO("một\\nhai".encode()))]
    [(1, b'm\\xe1\\xbb\\x99t'), (2, b'hai')]
    """
    parts: list[bytes] = []
    held, number, offset, too_long = 0, 1, 0, False
    chunk = head or stream.read(_CHUNK)
    while chunk:
        start = 0
        while start < len(chunk):
            end = chunk.find(b"\n", start)
            piece = chunk[start : len(chunk) if end < 0 else end]
            held += len(piece)
            if held > MAX_LINE:
                too_long = True
                parts.clear()
            elif piece:
                parts.append(piece)
            if end < 0:
                break
            yield Line(number, offset, None if too_long else b"".join(parts))
            parts.clear()
            number, offset = number + 1, offset + held + 1
            held, too_long = 0, False
            start = end + 1
        chunk = stream.read(_CHUNK)
    if held:
        yield Line(number, offset, None if too_long else b"".join(parts))


def parse_line(line: Line, source: str) -> RawDocument | None:
    """The document on one line of `source`; None for a blank line. Raises InputError with place and reason."""
    place = f"{source}:{line.number}"
    if line.data is None:
        raise InputError(place, f"a line longer than {MAX_LINE >> 20} MB; split the record or drop what is no text")
    data = without_bom(line.data) if line.number == 1 else line.data
    if not data.strip():
        return None
    text, reason = decode(data, offset=line.offset + len(line.data) - len(data))
    if reason:
        raise InputError(place, reason)
    return parse_record(text, place, source)


def parse_record(text: str, place: str, source: str) -> RawDocument:
    """The document of one JSON object.

    Raises InputError where `text` is not JSON, no object, lacks `text` and `html`, has a field of a wrong type, or a
    `published` that is no ISO date.

    >>> parse_record('{"title": "Họp báo", "text": "Sáng 5/3, …"}', "in.jsonl:3", "in.jsonl").title
    'Họp báo'
    """
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(place, f"not JSON: {error}") from None
    except RecursionError:
        raise InputError(place, "not a document: JSON nested too deep") from None
    return document_of(record, place, source)


def document_of(record: Any, place: str, source: str) -> RawDocument:
    """The document that a decoded JSON value holds; raises InputError as `parse_record` does.

    >>> document_of({"text": "Sáng 5/3, …", "published": "5/3/2019"}, "in.jsonl:3", "in.jsonl")
    Traceback (most recent call last):
        ...
    extract.errors.InputError: in.jsonl:3: `published` is '5/3/2019', not an ISO date such as 2019-03-05
    """
    if not isinstance(record, dict):
        raise InputError(place, f"not a JSON object but {_kind(record)}")
    values: dict[str, str | None] = {}
    for field in _FIELDS:
        value = record.get(field)
        if value is not None and not isinstance(value, str):
            raise InputError(place, f"`{field}` must be a string or null, not {_kind(value)}")
        values[field] = value if value is not None and value.strip() else None
    if values["text"] is None and values["html"] is None:
        missing = "empty" if record.get("text") is not None or record.get("html") is not None else "missing"
        raise InputError(place, f"`text` and `html` are both {missing}; a document needs one of them")
    if values["published"] is not None:
        day = iso_date(values["published"])
        if day is None:
            raise InputError(place, f"`published` is {values['published'][:40]!r}, not an ISO date such as 2019-03-05")
        values["published"] = day
    if values["text"] is not None:
        values["html"] = None
    elif values["html"] is not None and (reason := cut_reason(values["html"])):
        raise InputError(place, reason)
    return RawDocument(place=place, source=source, saved=False, **values)


def _kind(value: Any) -> str:
    return "an object" if isinstance(value, dict) else _KINDS.get(type(value), "null")
