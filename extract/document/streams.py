"""Streams that can only be read on, and how much of one may be held."""

from dataclasses import dataclass
from typing import Protocol

from extract.errors import InputError

MAX_PAGE = 32 * 1024 * 1024


class Readable(Protocol):
    """Anything that hands over up to `size` bytes, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""


@dataclass(slots=True)
class Rest:
    """A stream with the bytes that were read ahead of it put back.

    >>> import io
    >>> Rest(b"ab", io.BytesIO(b"c")).read(9)
    b'ab'
    """

    head: bytes
    stream: Readable

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        if self.head:
            data, self.head = self.head[:size], self.head[size:]
            return data
        return self.stream.read(size)


def fill(stream: Readable, size: int) -> bytes:
    """`size` bytes, or all there are; a pipe may hand them over in several pieces.

    >>> import io
    >>> fill(Rest(b"ab", io.BytesIO(b"cd")), 3)
    b'abc'
    """
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def whole(stream: Readable, place: str, limit: int = MAX_PAGE) -> bytes:
    """All that is left of a stream. Raises InputError past `limit` bytes."""
    data = fill(stream, limit + 1)
    if len(data) > limit:
        raise InputError(place, f"larger than {limit >> 20} MB, no bulletin; give many bulletins as JSON Lines")
    return data
