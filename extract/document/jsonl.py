"""JSON records to raw documents: lines in bounded memory, or one object or array."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from extract.document.dates import iso_date
from extract.document.decoding import binary_reason, cut_reason, decode, wide_encoding, without_bom
from extract.document.raw import RawDocument
from extract.document.streams import Readable, whole
from extract.errors import InputError

MAX_LINE = 10 * 1024 * 1024
_CHUNK = 1 << 16
_FIELDS = ("id", "url", "title", "published", "publisher", "text", "html")
_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "a string", list: "an array"}


def json_documents(
    kind: str, stream: Readable, head: bytes, place: str, on_error: Callable[[InputError], None]
) -> Iterator[RawDocument]:
    """The documents of a JSON stream of that kind, jsonl or json: lines, one object, or an array.

    `head` is what the stream begins with. A record that gives no document goes to `on_error`; raises InputError where
    nothing in the stream can be read.
    """
    reason = binary_reason(head)
    if wide_encoding(head):
        reason = "JSON in UTF-16: convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"
    if reason:
        raise InputError(place, reason)
    first = without_bom(head).lstrip().split(b"\n", 1)[0].strip()
    if kind == "json" and (first == b"{" or first.startswith(b"[")):
        yield from _json_whole(whole(stream, place), place, on_error)
        return
    found = False
    for line in bounded_lines(stream):
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
        raise InputError(place, "empty")


def _json_whole(data: bytes, place: str, on_error: Callable[[InputError], None]) -> Iterator[RawDocument]:
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number from 1, where it begins in bytes, and its bytes; None for one that is too long."""

    number: int
    offset: int
    data: bytes | None


def bounded_lines(stream: Readable) -> Iterator[Line]:
    """Lines of a stream; a line past 10 MB is passed over without being held, its data None.

    >>> import io
    >>> [(line.number, line.data) for line in bounded_lines(io.BytesIO("một\\nhai".encode()))]
    [(1, b'm\\xe1\\xbb\\x99t'), (2, b'hai')]
    """
    parts: list[bytes] = []
    held, number, offset, too_long = 0, 1, 0, False
    chunk = stream.read(_CHUNK)
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
    fetched = record.get("fetched")  # what `bantin fetch` adds; of no weight where it is anything else
    return RawDocument(
        place=place,
        source=source,
        saved=False,
        id=values["id"],
        url=values["url"],
        title=values["title"],
        published=values["published"],
        publisher=values["publisher"],
        text=values["text"],
        html=values["html"],
        fetched=fetched if isinstance(fetched, str) else None,
    )


def _kind(value: Any) -> str:
    return "an object" if isinstance(value, dict) else _KINDS.get(type(value), "null")
