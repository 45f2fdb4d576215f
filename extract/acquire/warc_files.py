"""The WARC files of an archive directory: records are added whole or not at all, and read where they lie."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from extract.acquire.errors import ArchiveDamaged, ArchiveError
from extract.acquire.members import Member, members
from extract.acquire.settings import PRODUCT
from extract.acquire.warc import Entry, read_entries


@dataclass(frozen=True, slots=True)
class WarcFiles:
    """The files bantin-00001.warc.gz and so on in `directory`; a new one begins where the last has `max_bytes`."""

    directory: Path
    max_bytes: int

    def all(self) -> list[Path]:
        """The files in their order."""
        return sorted(self.directory.glob(f"{PRODUCT}-*.warc.gz"))

    @property
    def is_full(self) -> bool:
        """Whether the next records go into a new file."""
        files = self.all()
        return not files or files[-1].stat().st_size >= self.max_bytes

    def append(self, records: bytes) -> tuple[Path, int]:
        """Write records at the end; the file and where they begin. Raises ArchiveError; then nothing was added."""
        number = len(self.all()) + self.is_full
        file = self.directory / f"{PRODUCT}-{number:05}.warc.gz"
        size = file.stat().st_size if file.exists() else 0
        try:
            with file.open("ab", buffering=0) as stream:
                try:
                    rest = memoryview(records)
                    while rest:
                        rest = rest[stream.write(rest) :]
                    os.fsync(stream.fileno())
                except BaseException:
                    stream.truncate(size)
                    raise
        except OSError as error:
            raise ArchiveError(str(file), f"cannot be written: {error.strerror}; the page was not kept") from None
        return file, size

    def entries(self, file: Path, start: int) -> Iterator[tuple[Entry, Member]]:
        """The whole records of a file from `start` on, each with its place; a last one that breaks off is left out.

        Raises ArchiveDamaged where something else than a kill has damaged the file.
        """
        for member in members(file, start):
            yield _entry(member, file), member

    def read(self, name: str, at: int) -> Entry:
        """The record at byte `at` of a file; raises ArchiveDamaged where there is none."""
        file = self.directory / name
        try:
            return next(self.entries(file, at))[0]
        except (StopIteration, OSError):
            raise ArchiveDamaged(str(file), f"has no record at byte {at}; put back a good copy") from None


def _entry(member: Member, file: Path) -> Entry:
    try:
        return next(read_entries(BytesIO(member.data)))
    except Exception as error:
        reason = f"no record of bantin at byte {member.start} ({type(error).__name__}); it is left as it is"
        raise ArchiveDamaged(str(file), reason) from None
