"""What a run has done so far, on disk, so that it can be killed at any moment and go on where it was.

`records` and `errors` grow at their ends, and `journal.sqlite` says up to which byte they count. A commit first makes
the files safe, then the journal; what lies past that was written by a run that was killed, and is cut off.
"""

import hashlib
import os
import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from corpus.batch.counts import Counts
from corpus.batch.outcome import Extracted, Failure, Item, Outcome, digest
from extract.errors import InputError

_COMMIT_ITEMS = 256
_COMMIT_S = 5.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS input (place TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS item (number INTEGER PRIMARY KEY, digest BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS seen (id BLOB, text BLOB, PRIMARY KEY (id, text)) WITHOUT ROWID",
)


def _changed(place: str, what: str) -> InputError:
    reason = f"{what}: changed since the run began that --resume would go on with; put it back, or begin again"
    return InputError(place, reason)


class Seen:
    """The bulletins that came before, in a database, so that memory stays flat over a hundred million."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def notice(self, found: Extracted) -> Failure | None:
        """What there is to say of a bulletin whose id came before; takes note of the bulletin."""
        key = hashlib.blake2b(found.id.encode(), digest_size=16).digest()
        text = bytes.fromhex(found.sha256)[:16]
        texts = {row[0] for row in self._db.execute("SELECT text FROM seen WHERE id = ?", (key,))}
        if text in texts:
            return Failure(found.place, f"the bulletin {found.id} came before", "skipped")
        self._db.execute("INSERT INTO seen VALUES (?, ?)", (key, text))
        if texts:
            return Failure(found.place, f"another text under the id {found.id}: both records are given out", "revision")
        return None


class Stream:
    """Records that go to a stream, nothing kept: as a Journal, but for a run that cannot be gone on with."""

    finished = False

    def __init__(self, records: BinaryIO) -> None:
        self._records = records
        self._db = sqlite3.connect("", isolation_level=None)  # a temporary file, gone with the connection
        self.counts = Counts()
        _prepare(self._db)
        self._seen = Seen(self._db)

    def begin(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that are still to be done: all."""
        return iter(items)

    def take(self, outcome: Outcome) -> list[Outcome]:
        """Write an outcome; what came of it: itself, what it turned out to be, a notice and itself."""
        self.counts.inputs += 1
        results: list[Outcome] = [outcome]
        if isinstance(outcome, Extracted) and (notice := self._seen.notice(outcome)):
            results = [notice] if notice.label == "skipped" else [notice, outcome]
        for result in results:
            self.counts.take(result)
            if isinstance(result, Extracted):
                self._records.write(result.line + b"\n")
                self.counts.bytes += len(result.line) + 1
            else:
                self._keep(result)
        return results

    def _keep(self, failure: Failure) -> None:
        pass

    def close(self) -> None:
        """Nothing more comes."""
        self._records.flush()
        self._db.close()


class Journal(Stream):
    """Records and errors in the folder `folder`, with how far they are; locked against a second run.

    Raises InputError where another run has the folder, or it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "journal.sqlite", isolation_level=None, timeout=0)
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("BEGIN EXCLUSIVE")
            _prepare(self._db)
            self._db.execute("COMMIT")
            state = dict(self._db.execute("SELECT key, value FROM state"))
        except sqlite3.OperationalError as error:
            self._db.close()
            reason = "another run is writing it" if "locked" in str(error) else f"cannot be written: {error}"
            raise InputError(str(folder), reason) from None
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise InputError(str(folder), f"damaged ({error}): delete it and begin again") from None
        self.job: str | None = state.get("job")
        self.counts = msgspec.json.decode(state.get("counts", "{}"), type=Counts)
        self.finished = "finished" in state
        self._seen = Seen(self._db)
        self._digests: deque[bytes] = deque()
        self._safe = self.counts.inputs  # how many items a killed run would keep
        self._since, self._at = 0, time.monotonic()
        if not self.finished:
            self._records = self._tail("records", self.counts.bytes)
            self._errors = self._tail("errors", self.counts.error_bytes)
        self._db.execute("BEGIN")

    def _tail(self, name: str, length: int) -> BinaryIO:
        path = self.folder / name
        path.touch()
        if path.stat().st_size < length:
            self._db.close()
            raise InputError(str(path), "shorter than its journal says: delete the folder and begin again")
        stream = path.open("r+b")
        stream.truncate(length)
        stream.seek(length)
        return stream

    def clear(self) -> None:
        """Forget what was done, before a run from the beginning."""
        for table in ("state", "input", "item", "seen"):
            self._db.execute(f"DELETE FROM {table}")
        self.counts, self.finished, self.job = Counts(), False, None
        self._records, self._errors = self._tail("records", 0), self._tail("errors", 0)
        self.commit()

    def start(self, job: str, marks: Iterable[tuple[str, str]]) -> None:
        """Note what the run is to do: `job` in JSON, and the marks of its input files."""
        self._db.execute("INSERT INTO state VALUES ('job', ?)", (job,))
        self._db.executemany("INSERT OR REPLACE INTO input VALUES (?, ?)", marks)
        self.job = job
        self.commit()

    def compare(self, marks: Iterable[tuple[str, str]]) -> None:
        """Raise InputError at the first input file that is not what it was when the run began."""
        self._db.execute("CREATE TEMP TABLE now (place TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID")
        self._db.executemany("INSERT OR REPLACE INTO now VALUES (?, ?)", marks)
        differing = self._db.execute(
            "SELECT place, 'is not what it was' FROM (SELECT * FROM now EXCEPT SELECT * FROM input)"
            " UNION SELECT place, 'is gone' FROM input WHERE place NOT IN (SELECT place FROM now) ORDER BY 1 LIMIT 1"
        ).fetchone()
        self._db.execute("DROP TABLE now")
        if differing:
            raise _changed(*differing)

    def begin(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items still to be done; those done before are compared. Raises InputError at one that is another now."""
        source = iter(items)
        for (was,) in self._db.execute("SELECT digest FROM item ORDER BY number"):
            item = next(source, None)
            if item is None:
                raise _changed("the input", "is shorter than it was")
            if digest(item) != was:
                raise _changed(item.place, "is another document than it was")
        for item in source:
            self._digests.append(digest(item))
            yield item

    def take(self, outcome: Outcome) -> list[Outcome]:
        """As `Stream.take`; every few hundred outcomes, or seconds, what was taken is made safe."""
        self._db.execute("INSERT INTO item VALUES (?, ?)", (self.counts.inputs, self._digests.popleft()))
        results = super().take(outcome)
        self._since += 1
        if self._since >= _COMMIT_ITEMS or time.monotonic() - self._at >= _COMMIT_S:
            self.commit()
        return results

    def _keep(self, failure: Failure) -> None:
        line = msgspec.json.encode({"label": failure.label, "place": failure.place, "reason": failure.reason})
        self._errors.write(line + b"\n")
        self.counts.error_bytes += len(line) + 1

    def commit(self) -> None:
        """Make everything taken so far safe."""
        for stream in (self._records, self._errors):
            stream.flush()
            os.fsync(stream.fileno())
        counts = msgspec.json.encode(self.counts).decode()
        self._db.execute("INSERT OR REPLACE INTO state VALUES ('counts', ?)", (counts,))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        self._safe = self.counts.inputs
        self._since, self._at = 0, time.monotonic()

    def add(self, name: str, data: bytes) -> None:
        """Put a file beside the records, safe before this returns."""
        with (self.folder / name).open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def finish(self) -> None:
        """Note that all is done; the files in the folder are what is to be given out."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES ('finished', '1')")
        self.commit()
        self.finished = True

    def close(self) -> None:
        """Leave the folder for another run to go on with; one that has done nothing yet leaves nothing."""
        self._db.close()
        if not self.finished:
            self._records.close()
            self._errors.close()
            if not self._safe:
                shutil.rmtree(self.folder, ignore_errors=True)


def _prepare(db: sqlite3.Connection) -> None:
    for table in _TABLES:
        db.execute(table)
    db.execute("PRAGMA cache_size = -16000")
