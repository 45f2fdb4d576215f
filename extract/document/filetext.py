"""What is read from a file that is no plain text: its lines, what it calls its title, its captions."""

from dataclasses import dataclass

from extract.types import Issue


class Unreadable(ValueError):
    """A PDF or DOCX that gives no text; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class FileText:
    """The paragraphs of a file in reading order, one a line; `title` where the file marks one (it is no line then).

    `captions` are the lines that the file sets as captions; `issues` what could not be read of it.
    """

    lines: tuple[str, ...]
    title: str | None = None
    captions: frozenset[str] = frozenset()
    issues: tuple[Issue, ...] = ()
