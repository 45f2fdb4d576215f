"""What goes into a run and what comes out of it, in forms that cross from process to process."""

import dataclasses
import hashlib
from dataclasses import dataclass

from extract.document import RawDocument
from extract.errors import InputError


@dataclass(frozen=True, slots=True)
class Extracted:
    """The record of the document at `place`: its line of JSON, and what the run counts and compares."""

    place: str
    id: str
    sha256: str
    line: bytes
    events: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What gave no record ("error"), or a notice about one ("skipped", "revision")."""

    place: str
    reason: str
    label: str = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    @classmethod
    def of(cls, error: InputError) -> "Failure":
        """The same, of an error that was raised or reported."""
        return cls(error.place, error.reason, error.label)


Item = RawDocument | Failure
Outcome = Extracted | Failure


def digest(item: Item) -> bytes:
    """Eight bytes that tell an item from another: where it stands and all that it says.

    >>> digest(Failure("tin.txt", "empty")) == digest(Failure("tin.txt", "binary"))
    False
    """
    value = hashlib.blake2b(digest_size=8)
    for field in dataclasses.fields(item):
        value.update(repr(getattr(item, field.name)).encode())
        value.update(b"\0")
    return value.digest()


def size(item: Item) -> int:
    """About how much memory an item holds, in bytes."""
    if isinstance(item, Failure):
        return 0
    return 2 * len(item.text or "") + 2 * len(item.html or "") + len(item.data or b"")
