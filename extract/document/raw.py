"""A document as it came in, before anything is read from it."""

from dataclasses import dataclass
from typing import Literal

from extract.errors import InputError

FileKind = Literal["pdf", "docx"]


class Skipped(InputError):
    """What is passed over without a failure: a file of a folder that bantin does not read, a bulletin come before."""

    label = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One input document: what it says of itself and its text or HTML, decoded but not cleaned.

    `place` names it in messages ("in.jsonl:3", "tin.zip!a.html" or a path); `source` is the file it came from. `saved`
    tells plain text that a person saved from a page (a file, standard input) from the text field of a JSON record.
    A PDF or DOCX comes as its bytes in `data`, so that a worker process opens it and not the one that hands out work.
    `fetched` is the moment a page was fetched (ISO), `crawled` whether it is one of the pages of a web archive, where
    lists and front pages stand among the bulletins. `encodings` names what its text was decoded from, where that is
    not UTF-8 alone (`decoding.DecodedBytes.encodings`).

    >>> RawDocument(place="tin.txt", text="Hội nghị tổng kết").saved
    True
    """

    place: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    text: str | None = None
    html: str | None = None
    data: bytes | None = None
    kind: FileKind | None = None
    source: str | None = None
    fetched: str | None = None
    crawled: bool = False
    encodings: tuple[str, ...] = ()
    saved: bool = True
