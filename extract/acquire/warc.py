"""What one exchange is as WARC records, and back: a standard WARC 1.1, compressed record by record.

The request stands before its response, so that an archive that ends in a request was cut off. Two fields of our own say
what no standard field does: `Bantin-Role` what a page was fetched as, `Bantin-Problem` why it is not what was wanted.
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from extract.acquire.errors import TooLarge, TooSlow, Truncated
from extract.acquire.exchange import Exchange

ROLE, PROBLEM = "Bantin-Role", "Bantin-Problem"
CLOSING = frozenset({"response", "revisit", "metadata"})  # the last record of what is written at once
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_TRUNCATED: dict[type, str] = {TooLarge: "length", TooSlow: "time", Truncated: "disconnect"}
_HTTP = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
_FIELDS = "application/warc-fields"


@dataclass(frozen=True, slots=True)
class Original:
    """The record that a revisit repeats."""

    record_id: str
    url: str
    fetched: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record says: `body` is None where none is whole, `fields` are those of a record about the archive."""

    kind: str
    record_id: str
    url: str
    fetched: str
    warcinfo_id: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    role: str = ""
    problem: str | None = None
    refers_to: str | None = None
    payload_digest: str = ""
    fields: Mapping[str, str] | None = None


def info_record(kind: str, fields: Mapping[str, str], warcinfo_id: str = "") -> tuple[str, bytes]:
    """The id and bytes of a record about the archive itself (`kind` is warcinfo or metadata)."""
    block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    head = {"WARC-Warcinfo-ID": warcinfo_id} if warcinfo_id else {}
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _written(kind, _FIELDS, block, {"WARC-Date": time, **head})


def exchange_records(
    exchange: Exchange, warcinfo_id: str, role: str, problem: str | None, original: Original | None
) -> bytes:
    """An exchange as a request and a response record, or a revisit record where its content is that of `original`."""
    response_id = _new_id()
    head = {
        "WARC-Target-URI": exchange.url,
        "WARC-Date": exchange.fetched,
        "WARC-Warcinfo-ID": warcinfo_id,
    }
    _, request = _written("request", _HTTP["request"], exchange.sent, {**head, "WARC-Concurrent-To": response_id})
    marks = {"WARC-Record-ID": response_id, **head, ROLE: role, **({PROBLEM: problem} if problem else {})}
    if exchange.status is None:  # not HTTP: readers of response records would stumble over it
        return request + _written("metadata", "application/octet-stream", exchange.received, marks)[1]
    if original:
        return request + _revisit(exchange, marks, original)
    if type(exchange.problem) in _TRUNCATED:
        marks["WARC-Truncated"] = _TRUNCATED[type(exchange.problem)]
    return request + _written("response", _HTTP["response"], exchange.received, marks)[1]


def _written(kind: str, content_type: str, block: bytes, head: Mapping[str, str]) -> tuple[str, bytes]:
    record_id = head.get("WARC-Record-ID") or _new_id()
    if kind in _HTTP:
        head = {**head, "WARC-Payload-Digest": _payload_digest(block)}
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", record_id),
        *((k, v) for k, v in head.items() if k != "WARC-Record-ID"),
    ]
    # Handed over without parsed HTTP headers, so that the block is kept byte by byte.
    record = ArcWarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", fields, protocol="WARC/1.1"),
        io.BytesIO(block),
        None,
        content_type,
        len(block),
    )
    record.payload_length = len(block)
    out = io.BytesIO()
    WARCWriter(out, gzip=True, warc_version="WARC/1.1").write_record(record)
    return record_id, out.getvalue()


def _payload_digest(block: bytes) -> str:
    """The digest of what follows the HTTP head, as other tools reckon it (over chunks as they came)."""
    end = _HEAD_END.search(block)
    payload = block[end.end() :] if end else b""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()


def _revisit(exchange: Exchange, marks: Mapping[str, str], original: Original) -> bytes:
    profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
    fields = {
        "WARC-Type": "revisit",
        **marks,
        "WARC-Profile": _PROFILE + profile,
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.fetched,
        "WARC-Payload-Digest": original.payload_digest,
    }
    http = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False).parse(io.BytesIO(exchange.received))
    head = StatusAndHeaders("", list(fields.items()), protocol="WARC/1.1")
    record = ArcWarcRecord("warc", "revisit", head, io.BytesIO(b""), http, _HTTP["response"], 0)
    record.payload_length = 0
    out = io.BytesIO()
    WARCWriter(out, gzip=True, warc_version="WARC/1.1").write_record(record)
    return out.getvalue()


def read_entries(stream: IO[bytes]) -> Iterator[Entry]:
    """The records of a WARC that this module wrote, `stream` being at the beginning of one."""
    for record in ArchiveIterator(stream):
        yield _entry(record)


def _entry(record: Any) -> Entry:
    def said(name: str) -> str | None:
        value: str | None = record.rec_headers.get_header(name)
        return value

    kind, http = record.rec_type, record.http_headers
    is_answer = kind in ("response", "revisit") and http is not None
    whole = kind == "response" and not said(PROBLEM)
    ours = (said("Content-Type") or "").startswith(_FIELDS)
    content = record.content_stream().read() if whole or ours else None
    return Entry(
        kind=kind,
        record_id=said("WARC-Record-ID") or "",
        url=said("WARC-Target-URI") or "",
        fetched=said("WARC-Date") or "",
        warcinfo_id=said("WARC-Warcinfo-ID") or "",
        status=int(http.get_statuscode()) if is_answer else None,
        headers=tuple(http.headers) if is_answer else (),
        body=content if whole else None,
        role=said(ROLE) or "",
        problem=said(PROBLEM),
        refers_to=said("WARC-Refers-To"),
        payload_digest=said("WARC-Payload-Digest") or "",
        fields=_fields(content or b"") if ours else None,
    )


def _fields(block: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, _, value in lines if name.strip()}


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"
