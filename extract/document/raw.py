"""A document as it came in, before anything is read from it."""

from dataclasses import dataclass

from extract.errors import InputError


class Skipped(InputError):
    """What is passed over without a failure: a file of a folder that bantin does not read, a bulletin come before."""

    label = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One input document: what it says of itself and its text or HTML, decoded but not cleaned.

    `place` names it in messages ("in.jsonl:3" or a path); `source` is the file it came from. `saved` tells plain text
    that a person saved from a page (a file, standard input) from the text field of a JSON record.

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
    source: str | None = None
    saved: bool = True
