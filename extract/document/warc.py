"""A web archive (WARC) to the pages in it, record by record: what was fetched, from where and when."""

import contextlib
import io
import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import brotli  # type: ignore[import-untyped]
from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]

from extract.document.containers import GzipMembers
from extract.document.kinds import is_page
from extract.document.raw import Skipped
from extract.document.streams import Readable, fill
from extract.errors import InputError

MAX_BODY = 32 * 1024 * 1024
_NO_BREAK = 16 * 1024 * 1024
_HTML = ("text/html", "application/xhtml+xml")
_UNSAID = ("", "application/octet-stream", "text/plain", "application/unknown", "unknown/unknown")
_BOOKKEEPING = frozenset({"warcinfo", "request", "metadata", "revisit"})
logging.getLogger("warcio").addHandler(logging.NullHandler())
OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """An HTML page of an archive: `fetched` is the record's ISO time, `charset` what the server said it is."""

    place: str
    url: str | None
    fetched: str | None
    charset: str | None
    body: bytes


def archived_pages(stream: Readable, place: str, on_error: OnError) -> Iterator[ArchivedPage]:
    """The HTML pages of a WARC that were answered with 200, in its order, one held at a time.

    `stream` is an open WARC, or the members of one that is compressed record by record: there a damaged record is named
    and the next one read. Answers of another kind are named as skipped; redirects, errors, revisits, requests and the
    archive's own bookkeeping are passed over. Raises InputError where an uncompressed WARC cannot be read on.
    """
    if not isinstance(stream, GzipMembers):
        yield from _records(_Lines(stream, place), place, on_error)
        return
    going_on = True
    while going_on:
        try:
            yield from _records(_Lines(stream, place), place, on_error)
        except InputError as error:
            if stream.is_spent:
                raise
            on_error(error)
        going_on = stream.next_member()


@dataclass(slots=True)
class _Lines:
    """A stream that gives up where no line ends for megabytes: warcio would hold all of it in memory."""

    stream: Readable
    place: str
    unbroken: int = 0

    def read(self, size: int = 1 << 14) -> bytes:
        data = fill(self.stream, size)  # of a single first byte warcio would lose it: it tries for gzip by itself
        last = data.rfind(b"\n")
        self.unbroken = self.unbroken + len(data) if last < 0 else len(data) - last
        if self.unbroken > _NO_BREAK:
            raise InputError(self.place, f"{_NO_BREAK >> 20} MB without the end of a line: no WARC")
        return data


def _records(stream: _Lines, place: str, on_error: OnError) -> Iterator[ArchivedPage]:
    records = WARCIterator(stream)
    mistakes = 0
    number = 0
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # warcio prints what is counted below
                record = next(records, None)
        except (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, ValueError, EOFError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(place, f"damaged after {number} records: {reason}") from None
        if records.err_count > mistakes:
            mistakes = records.err_count
            on_error(InputError(place, f"record {number} is not as long as it says; what follows it is read on"))
        if record is None:
            return
        number += 1
        if record.length is None:
            raise InputError(place, f"damaged: record {number} does not say how long it is")
        page = _page(record, place, on_error)
        if page:
            yield page


def _page(record: Any, place: str, on_error: OnError) -> ArchivedPage | None:
    kind = record.rec_type
    if kind in _BOOKKEEPING:
        return None
    header = record.rec_headers.get_header
    if header("Bantin-Problem") or header("Bantin-Role") not in (None, "bulletin"):
        return None  # listings, robots.txt and challenge pages that `bantin fetch` has kept (docs/archive.md)
    url = header("WARC-Target-URI")
    where = f"{place}!{url or header('WARC-Record-ID') or 'a record without an address'}"
    if kind not in ("response", "resource"):
        on_error(Skipped(where, f"a record of type {kind}"))
        return None
    http = record.http_headers
    if kind == "response" and http is not None and http.get_statuscode() != "200":
        return None
    said = (http.get_header("Content-Type") if http is not None else header("Content-Type")) or ""
    media, _, parameters = said.partition(";")
    media = media.strip().lower()
    if media not in _HTML and media not in _UNSAID:
        on_error(Skipped(where, f"{media}, no page"))
        return None
    try:
        body = _body(record, where)
    except InputError as error:
        on_error(error)
        return None
    if media not in _HTML and not is_page(body):
        on_error(Skipped(where, f"{media or 'of a kind not said'}, no page"))
        return None
    if header("WARC-Truncated"):
        on_error(InputError(where, f"cut off while it was fetched ({header('WARC-Truncated')}): fetch it again"))
        return None
    if not body.strip():
        on_error(InputError(where, "empty"))
        return None
    is_url = url is not None and url.startswith(("http://", "https://"))
    return ArchivedPage(where, url if is_url else None, header("WARC-Date"), _charset(parameters), body)


def _charset(parameters: str) -> str | None:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower() or None
    return None


def _body(record: Any, place: str) -> bytes:
    """The body of an answer as the server meant it: its chunks joined, its compression undone, within the limit."""
    data = _bounded(record.raw_stream.read(MAX_BODY + 1), place)
    http = record.http_headers
    promised = record.payload_length if http is not None else record.length
    if promised is not None and len(data) < promised:
        raise InputError(place, f"cut off in the archive: {len(data)} of {promised} bytes are there")
    if http is None:
        return data
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        data = bytes(ChunkedDataReader(io.BytesIO(data)).read())
    for coding in reversed((http.get_header("Content-Encoding") or "").lower().split(",")):
        data = _bounded(_decoded(data, coding.strip(), place), place)
    return data


def _bounded(data: bytes, place: str) -> bytes:
    if len(data) > MAX_BODY:
        raise InputError(place, f"larger than {MAX_BODY >> 20} MB, no bulletin")
    return data


def _decoded(data: bytes, coding: str, place: str) -> bytes:
    """At most one byte more than the limit: a small answer may unpack to any size."""
    try:
        if coding in ("gzip", "x-gzip") and data[:2] == b"\x1f\x8b":  # some crawlers undo it and keep the header
            return zlib.decompressobj(31).decompress(data, MAX_BODY + 1)
        if coding == "deflate":
            window = 15 if data[:1] == b"\x78" else -15
            return zlib.decompressobj(window).decompress(data, MAX_BODY + 1)
        if coding == "br" and not is_page(data):
            return bytes(brotli.Decompressor().process(data, output_buffer_limit=MAX_BODY + 1))
    except (zlib.error, brotli.error):
        raise InputError(place, f"its {coding} compression is damaged: fetch it again") from None
    if coding not in ("", "identity", "gzip", "x-gzip", "br", "none", "utf-8"):
        raise InputError(place, f"compressed with {coding}, which is not read")
    return data
