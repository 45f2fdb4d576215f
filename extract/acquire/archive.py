"""The archive of everything that was fetched: WARC files in a directory, and an index made from them.

A record is written whole or not at all: what a killed process left half written is cut off when the archive is opened
again. The index follows the files, never the other way.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from extract.acquire.errors import ArchiveDamaged, ArchiveError, ArchiveInUse, BadScheme
from extract.acquire.exchange import Exchange
from extract.acquire.index import Capture, Index
from extract.acquire.page import PAGE, RawPage, declared_charset
from extract.acquire.settings import PRODUCT, product_version
from extract.acquire.target import target_url
from extract.acquire.warc import CLOSING, Entry, exchange_records, info_record
from extract.acquire.warc_files import WarcFiles

MAX_FILE_BYTES = 1 << 30
RESUME_WITHIN_S = 24 * 3600.0
_HOPS = 10
_INDEX, _LOCK = "index.sqlite", "lock"
_WARC = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class Archive:
    """An archive directory, open for reading and writing; one process at a time, one thread.

    `job` names what is being fetched. The last run of the same job is gone on with if it was not finished and is not
    older than `resume_within_s`; else a new run begins. Raises ArchiveInUse where another process has the archive,
    ArchiveDamaged where a file is broken in a way that a kill does not explain, ArchiveError where the directory cannot
    be used.
    """

    def __init__(
        self,
        path: Path | str,
        job: str = "",
        *,
        user_agent: str = "",
        resume_within_s: float = RESUME_WITHIN_S,
        max_file_bytes: int = MAX_FILE_BYTES,
    ) -> None:
        self.path = Path(path)
        self.user_agent = user_agent
        self._job = " ".join(job.split())
        self._files = WarcFiles(self.path, max_file_bytes)
        self._warcinfo_id = ""
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.path / _LOCK)
            self._lock.acquire(timeout=0)
        except Timeout:
            reason = "another process is writing to this archive; wait for it, or name another directory"
            raise ArchiveInUse(str(path), reason) from None
        except OSError as error:
            raise ArchiveError(str(path), f"cannot be used as an archive: {error.strerror}") from None
        try:
            self._index = self._opened_index()
            self._take_in_the_rest()
            self.run = self._resumed(resume_within_s) or f"{_now().replace(':', '')}-{uuid4().hex[:8]}"
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def temporary(cls) -> "Archive":
        """An archive that is gone when it is closed."""
        directory = tempfile.TemporaryDirectory(prefix=f"{PRODUCT}-")
        archive = cls(directory.name)
        archive._temporary = directory
        return archive

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the next process have the archive. The run stays open: `finish` ends it."""
        self._index.close()
        self._lock.release()
        if self._temporary:
            self._temporary.cleanup()

    def finish(self) -> None:
        """Note that the run is done: the next one of the same job asks for everything anew."""
        if self._index.last_of_run(self.run):
            begin = self._begun()
            fields = {"isPartOf": self.run, "finished": _now()}
            self._append(begin + info_record("metadata", fields, self._warcinfo_id)[1])

    def keep(self, exchange: Exchange, role: str = PAGE, problem: str | None = None) -> Capture:
        """Write an exchange down; where its content is that of an earlier capture of the address, as a revisit."""
        begin = self._begun()
        original = None
        if not problem and exchange.status == 304:
            before = self._index.last_whole(exchange.url)
            original = self._index.by_seq(before.content) if before and before.content else None
        elif not problem and exchange.status == 200 and exchange.body is not None:
            original = self._index.same_content(exchange.url, hashlib.sha256(exchange.body).hexdigest())
        known = original.original if original else None
        self._append(begin + exchange_records(exchange, self._warcinfo_id, role, problem, known))
        return self._index.last()

    def _begun(self) -> bytes:
        """The warcinfo record, where the file has none of this process yet."""
        if self._warcinfo_id and not self._files.is_full:
            return b""
        fields = {
            "software": f"{PRODUCT}/{product_version()}",
            "format": "WARC File Format 1.1",
            "conformsTo": _WARC,
            "robots": "obey",
            "http-header-user-agent": self.user_agent,
            "isPartOf": self.run,
            "description": self._job,
        }
        self._warcinfo_id, record = info_record("warcinfo", {k: v for k, v in fields.items() if v})
        return record

    def _append(self, records: bytes) -> None:
        try:
            file, start = self._files.append(records)
        except BaseException:
            self._warcinfo_id = ""  # it may have been among them
            raise
        self._take_in(file, start)

    def _opened_index(self) -> Index:
        """The index, begun anew where it is broken or not one of these files."""
        path = self.path / _INDEX
        here = {file.name: file.stat().st_size for file in self._files.all()}
        index = None
        try:
            index = Index(path)
            if all(here.get(name, -1) >= size for name, size in index.sizes().items()):
                return index
        except sqlite3.DatabaseError:
            pass
        if index:
            index.close()
        for name in (_INDEX, f"{_INDEX}-wal", f"{_INDEX}-shm"):
            (self.path / name).unlink(missing_ok=True)
        return Index(path)

    def _take_in_the_rest(self) -> None:
        """Put what the index does not have yet into it, and cut off what a killed process left unfinished."""
        sizes = self._index.sizes()
        for file in self._files.all():
            known = sizes.get(file.name, 0)
            if file.stat().st_size > known and (good := self._take_in(file, known)) < file.stat().st_size:
                with file.open("r+b") as stream:
                    stream.truncate(good)

    def _take_in(self, file: Path, start: int) -> int:
        """Put the records of a file from `start` on into the index; where the last finished one ends."""
        waiting: list[tuple[Entry, int]] = []
        good = start
        for entry, member in self._files.entries(file, start):
            waiting.append((entry, member.start))
            if entry.kind in CLOSING:
                good = member.end
                self._index.take_in(waiting, file.name, good)
                waiting = []
        return good

    def _resumed(self, within_s: float) -> str | None:
        run = self._index.last_run(self._job)
        if run is None or run.finished:
            return None
        capture = self._index.last_of_run(run.id)
        last = datetime.fromisoformat(capture.fetched if capture else run.started)
        return run.id if (datetime.now(UTC) - last).total_seconds() <= within_s else None

    def latest(self, url: str) -> RawPage | None:
        """The page of an address as it was got last, redirects followed; None where there is none."""
        here = target_url(url)
        for _ in range(_HOPS):
            capture = self._index.last_good(here)
            if capture is None:
                return None
            if capture.location is None:
                return self.page(capture, url)
            try:
                here = target_url(capture.location)
            except BadScheme:
                return None
        return None

    def revisions(self, url: str) -> tuple[RawPage, ...]:
        """Every content that an address had, as first got, oldest first."""
        return tuple(self.page(capture) for capture in self._index.contents(target_url(url)))

    def pages(self, role: str | None = PAGE) -> Iterator[RawPage]:
        """Every content of every address in the order of fetching; `role` None for listings and robots.txt, too."""
        return (self.page(capture) for capture in self._index.contents(role=role))

    def fetched_in_run(self, url: str) -> bool:
        """Whether this run (the killed one before it included) has an answer for an address."""
        return self.in_run(url) is not None

    def in_run(self, url: str) -> Capture | None:
        """The last answer for an address in this run."""
        return self._index.in_run(target_url(url), self.run)

    def captures_of_run(self) -> list[Capture]:
        """Everything that this run was answered, in its order."""
        return self._index.of_run(self.run)

    def last_good(self, url: str) -> Capture | None:
        """The last capture of an address that is a page or leads on to one."""
        return self._index.last_good(target_url(url))

    def page(self, capture: Capture, url: str | None = None, *, from_archive: bool = True) -> RawPage:
        """The page of a capture that has a body; `url` is what was asked for, where that led to it."""
        holder = self._index.by_seq(capture.content) if capture.content else capture
        entry = self._files.read(holder.file, holder.at)
        if entry.body is None:
            raise ArchiveDamaged(str(self.path / holder.file), f"holds no page at byte {holder.at}")
        return RawPage(
            url=url or capture.url,
            final_url=capture.url,
            status=200 if capture.status == 304 else capture.status or 0,
            headers=entry.headers,
            body=entry.body,
            fetched=capture.fetched,
            charset=declared_charset(entry.headers, entry.body),
            from_archive=from_archive,
            unchanged=bool(capture.unchanged),
            revision=capture.revision or 1,
            role=capture.role,
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
