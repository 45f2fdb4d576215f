"""Names on a command line to raw documents: files, folders, archives, JSON Lines, standard input.

What an input is shows in its first bytes; its name decides only where these leave it open. What fails is named, the
rest goes on, and nothing larger than one bulletin is held.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from extract.document.containers import (
    MAX_DEPTH,
    Bomb,
    Counted,
    Gunzipped,
    GzipMembers,
    Meter,
    opened_member,
    opened_zip,
    zip_members,
)
from extract.document.decoding import binary_reason, cut_reason, decode_bytes
from extract.document.jsonl import MAX_LINE, json_documents
from extract.document.kinds import HEAD, is_read_from_folder, kind_of, refused_reason, suffix_of
from extract.document.raw import RawDocument, Skipped
from extract.document.streams import Readable, Rest, fill, whole
from extract.errors import InputError

MAX_FILE = 64 * 1024 * 1024
STDIN = "-"
_OTHERS = {  # what else comes as a zip: a file that each holds, and what to say
    "xl/workbook.xml": "a spreadsheet (XLSX), which is not read: save it as JSON Lines or PDF",
    "ppt/presentation.xml": "a presentation (PPTX), which is not read: save it as PDF",
    "META-INF/manifest.xml": "an OpenDocument file, which is not read: save it as DOCX or PDF",
    "META-INF/container.xml": "an e-book (EPUB), which is not read",
}
OnError = Callable[[InputError], None]


def iter_documents(inputs: Sequence[str], *, on_error: OnError, stdin: BinaryIO | None = None) -> Iterator[RawDocument]:
    """The documents of `inputs` in their order: files, folders (recursively, by name), `-` for standard input.

    Archives (gzip, zip, WARC) are read in their own order, each document with a place such as "tin.zip!a/1.html",
    "x.warc.gz!https://…" or "x.jsonl:12". The order is the same in every run. What gives no document is handed to
    `on_error` as an InputError with place and reason (a Skipped for a file among others that is of another kind) and
    the others go on; nothing is raised for an input's contents.

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
                yield from _outermost(stdin, _Input(_PIPE), on_error)
        elif Path(name).is_dir():
            yield from _folder(Path(name), on_error)
        else:
            yield from _file(name, False, on_error)


def documents_of_bytes(data: bytes, place: str, *, on_error: OnError) -> Iterator[RawDocument]:
    """The documents of bytes in memory, their kind recognised by content, as for standard input.

    >>> [d.text for d in documents_of_bytes("Họp báo".encode(), "thử", on_error=print)]
    ['Họp báo']
    """
    yield from _outermost(io.BytesIO(data), _Input(place), on_error)


_PIPE = "(standard input)"


@dataclass(frozen=True, slots=True)
class _Input:
    """A stream's place and file name, whether it stands among others (a folder, a zip), and how deep in containers."""

    place: str
    name: str | None = None
    among: bool = False
    depth: int = 0


def _folder(folder: Path, on_error: OnError) -> Iterator[RawDocument]:
    found = False
    for root, folders, files in os.walk(folder, onerror=lambda e: on_error(InputError(str(e.filename), _os_reason(e)))):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(root, file)
            found = True
            if path.is_file():
                yield from _file(str(path), True, on_error)
            else:
                on_error(InputError(str(path), "not a file (a broken link or a device)"))
    if not found:
        on_error(InputError(str(folder), "an empty folder"))


def _file(name: str, among: bool, on_error: OnError) -> Iterator[RawDocument]:
    try:
        with Path(name).open("rb") as stream:
            yield from _outermost(stream, _Input(name, name, among), on_error)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        on_error(InputError(name, _os_reason(error)))


def _os_reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _outermost(stream: BinaryIO, of: _Input, on_error: OnError) -> Iterator[RawDocument]:
    meter = Meter()
    try:
        if stream.seekable():
            meter.taken = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            yield from _read(stream, of, meter, on_error)
        else:
            yield from _read(Counted(stream, meter), of, meter, on_error)
    except Bomb as bomb:
        on_error(InputError(of.place, str(bomb)))


def _read(stream: Readable, of: _Input, meter: Meter, on_error: OnError) -> Iterator[RawDocument]:
    """The documents of one stream, whatever it is; what is wrong with it goes to `on_error`."""
    try:
        head = fill(stream, HEAD)
        if of.among and head and not is_read_from_folder(head, of.name or ""):
            raise Skipped(of.place, f"{suffix_of(of.name or '') or 'a file without ending'} is not read here")
        if not head and of.place == _PIPE:
            raise Skipped(of.place, "nothing came: no documents")  # a night without bulletins is no failure
        reason = refused_reason(head, of.name) if head else "empty"
        if reason:
            raise InputError(of.place, reason)
        kind = kind_of(head, of.name)
        rest = Rest(head, stream)
        if kind in ("gzip", "zip") and of.depth >= MAX_DEPTH:
            raise InputError(of.place, f"more than {MAX_DEPTH} archives in one another: unpack the outer ones first")
        if kind == "gzip":
            yield from _gzip(rest, of, meter, on_error)
        elif kind == "zip":
            yield from _zip(stream if _is_file(stream) else rest, of, meter, on_error)
        elif kind == "warc":
            yield from _archive(rest, of.place, on_error)
        elif kind == "pdf":
            yield RawDocument(place=of.place, data=whole(rest, of.place, MAX_FILE), kind="pdf", source=of.place)
        elif kind in ("json", "jsonl"):
            yield from json_documents(kind, rest, head, of.place, on_error)
        else:
            yield _text(kind, rest, head, of.place)
    except InputError as error:
        on_error(error)


def _is_file(stream: Readable) -> bool:
    return isinstance(stream, io.IOBase) and stream.seekable()


def _gzip(stream: Readable, of: _Input, meter: Meter, on_error: OnError) -> Iterator[RawDocument]:
    members = GzipMembers(stream, of.place, meter)
    head = fill(members, HEAD)
    if kind_of(head, of.name) == "warc":
        yield from _archive(members.again(head), of.place, on_error)
    else:
        # what stands in a folder is judged by what is packed, under the name without .gz
        yield from _read(Rest(head, Gunzipped(members)), replace(of, depth=of.depth + 1), meter, on_error)


def _zip(stream: Readable, of: _Input, meter: Meter, on_error: OnError) -> Iterator[RawDocument]:
    with opened_zip(stream, of.place) as container:
        names = container.NameToInfo
        if "word/document.xml" in names:
            assert container.fp is not None
            container.fp.seek(0)
            data = whole(container.fp, of.place, MAX_FILE)
            yield RawDocument(place=of.place, data=data, kind="docx", source=of.place)
            return
        other = next((reason for name, reason in _OTHERS.items() if name in names), None)
        if other:
            raise InputError(of.place, other)
        if not names:
            raise InputError(of.place, "an empty zip")
        for place, info in zip_members(container, of.place, on_error):
            try:
                with opened_member(container, info, place, meter) as member:
                    yield from _read(member, _Input(place, info.filename, True, of.depth + 1), meter, on_error)
            except InputError as error:
                on_error(error)


def _archive(stream: Readable, place: str, on_error: OnError) -> Iterator[RawDocument]:
    from extract.document.warc import archived_pages  # warcio is loaded by those who need it

    for page in archived_pages(stream, place, on_error):
        decoded = decode_bytes(page.body, markup=True, charset=page.charset)
        reason = decoded.reason or cut_reason(decoded.text)
        if reason:
            on_error(InputError(page.place, reason))
        else:
            yield RawDocument(
                place=page.place,
                url=page.url,
                html=decoded.text,
                source=page.place,
                fetched=page.fetched,
                encodings=decoded.encodings,
                crawled=True,
            )


def _text(kind: str, stream: Readable, head: bytes, place: str) -> RawDocument:
    reason = binary_reason(head)
    if reason:
        raise InputError(place, reason)
    decoded = decode_bytes(whole(stream, place), markup=kind == "html")
    reason = decoded.reason or (cut_reason(decoded.text) if kind == "html" else _long_line(decoded.text))
    if reason:
        raise InputError(place, reason)
    if kind == "html":
        return RawDocument(place=place, html=decoded.text, source=place, encodings=decoded.encodings)
    return RawDocument(place=place, text=decoded.text, source=place, encodings=decoded.encodings)


def _long_line(text: str) -> str | None:
    if len(text) <= MAX_LINE:
        return None
    number = next((n for n, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE), None)
    return f"line {number} is longer than {MAX_LINE >> 20} MB" if number else None
