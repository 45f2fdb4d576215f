"""The members of a gzip file one by one, and how a file ends that was being written when its writer was killed."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.acquire.errors import ArchiveDamaged

_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class Member:
    """A whole member: where it begins and ends in the file, and its compressed bytes."""

    start: int
    end: int
    data: bytes


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """The whole members of a gzip file from `start` on; a last one that breaks off is left out.

    Raises ArchiveDamaged where bytes in between are no gzip: that is not how a killed writer leaves a file.
    """
    with path.open("rb") as stream:
        stream.seek(start)
        rest = b""
        while True:
            undo = zlib.decompressobj(31)
            pieces: list[bytes] = []
            while not undo.eof:
                piece = rest or stream.read(_STEP)
                rest = b""
                if not piece:
                    return  # broken off, or nothing more
                try:
                    undo.decompress(piece)
                except zlib.error as error:
                    if _is_blank(piece, path, stream.tell()) and not pieces:
                        return
                    reason = (
                        f"damaged in the record at byte {start} ({error}); it is left as it is: put back a good copy"
                    )
                    raise ArchiveDamaged(str(path), reason) from None
                pieces.append(piece)
            rest = undo.unused_data
            data = b"".join(pieces)
            data = data[: len(data) - len(rest)]
            yield Member(start, start + len(data), data)
            start += len(data)


def _is_blank(piece: bytes, path: Path, after: int) -> bool:
    """Whether the file is zeros from here to its end: what a loss of power leaves of unwritten bytes."""
    if piece.strip(b"\0"):
        return False
    with path.open("rb") as stream:
        stream.seek(after)
        return not any(more.strip(b"\0") for more in iter(lambda: stream.read(_STEP), b""))
