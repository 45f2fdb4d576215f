"""The index of an archive: which address was fetched when, with what result, and where its record lies.

Everything in it was read from the WARC files, and is read from them again where it is missing.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from extract.acquire.page import header
from extract.acquire.warc import Entry, Original

FORMAT = 1
_SCHEMA = """
CREATE TABLE captures (
    seq INTEGER PRIMARY KEY, record_id TEXT NOT NULL, url TEXT NOT NULL, fetched TEXT NOT NULL, status INTEGER,
    digest TEXT, payload_digest TEXT NOT NULL, etag TEXT, last_modified TEXT, location TEXT, role TEXT NOT NULL,
    problem TEXT, run TEXT NOT NULL, revision INTEGER, unchanged INTEGER NOT NULL, content INTEGER,
    file TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE INDEX captures_by_url ON captures (url, seq);
CREATE INDEX captures_by_record ON captures (record_id);
CREATE INDEX captures_by_run ON captures (run, seq);
CREATE TABLE runs (id TEXT PRIMARY KEY, job TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
CREATE TABLE infos (record_id TEXT PRIMARY KEY, run TEXT NOT NULL);
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer in the archive.

    `digest` is the SHA-256 of the body and None where no whole body came; `content` the number (`seq`) of the capture
    whose record holds the body; `revision` counts the changes of the address's content from 1; `file` and `at` say
    where the record lies; `problem` is the name of the error that the answer was.
    """

    seq: int
    record_id: str
    url: str
    fetched: str
    status: int | None
    digest: str | None
    payload_digest: str
    etag: str | None
    last_modified: str | None
    location: str | None
    role: str
    problem: str | None
    run: str
    revision: int | None
    unchanged: int
    content: int | None
    file: str
    at: int

    @property
    def original(self) -> Original:
        """What a revisit record says of this capture."""
        return Original(self.record_id, self.url, self.fetched, self.payload_digest)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of fetching: `job` says of what, `finished` is None while it goes on or when it was killed."""

    id: str
    job: str
    started: str
    finished: str | None


class Index:
    """The index in one SQLite file; raises sqlite3.DatabaseError where that is none."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"index of format {version}")
        if version == 0:
            self._db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {FORMAT};COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def sizes(self) -> dict[str, int]:
        """How many bytes of each WARC file are in the index."""
        return dict(self._db.execute("SELECT name, size FROM files"))

    def take_in(self, entries: list[tuple[Entry, int]], file: str, size: int) -> None:
        """Add records with their places in `file`, of which `size` bytes are now in the index: all or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for entry, at in entries:
                self._add(entry, file, at)
            self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, size))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _add(self, entry: Entry, file: str, at: int) -> None:
        fields = entry.fields or {}
        run = fields.get("isPartOf", "")
        if entry.kind == "warcinfo":
            self._db.execute("INSERT OR REPLACE INTO infos VALUES (?, ?)", (entry.record_id, run))
            self._db.execute(
                "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, NULL)", (run, fields.get("description", ""), entry.fetched)
            )
        elif entry.kind == "metadata" and entry.fields is not None:
            self._db.execute("UPDATE runs SET finished = ? WHERE id = ?", (fields.get("finished"), run))
        elif entry.kind in ("response", "revisit", "metadata"):
            self._add_capture(entry, file, at)

    def _add_capture(self, entry: Entry, file: str, at: int) -> None:
        seq: int = self._db.execute("SELECT coalesce(max(seq), 0) + 1 FROM captures").fetchone()[0]
        digest, content = None, None
        original = self._by_record(entry.refers_to) if entry.refers_to else None
        if original:
            digest, content = original.digest, original.content
        elif entry.body is not None and entry.status is not None and 200 <= entry.status < 300:
            digest, content = hashlib.sha256(entry.body).hexdigest(), seq
        before = self.last_whole(entry.url) if digest else None
        unchanged = before is not None and before.digest == digest
        revision = None if not digest else 1 if before is None else (before.revision or 0) + (not unchanged)
        location = header(entry.headers, "location") if entry.status and 300 <= entry.status < 400 else None
        run = self._db.execute("SELECT run FROM infos WHERE record_id = ?", (entry.warcinfo_id,)).fetchone()
        # What a 304 leaves out still holds of what it confirms.
        etag = header(entry.headers, "etag") or (original.etag if original else None)
        modified = header(entry.headers, "last-modified") or (original.last_modified if original else None)
        self._db.execute(
            f"INSERT INTO captures VALUES ({', '.join('?' * 18)})",
            (
                seq, entry.record_id, entry.url, entry.fetched, entry.status, digest, entry.payload_digest, etag,
                modified, _joined(entry.url, location), entry.role, entry.problem,
                run[0] if run else "", revision, unchanged, content, file, at,
            ),
        )  # fmt: skip

    def _captures(self, condition: str, *values: object) -> list[Capture]:
        rows = self._db.execute(f"SELECT * FROM captures WHERE {condition}", values)
        return [Capture(*row) for row in rows]

    def _by_record(self, record_id: str) -> Capture | None:
        return next(iter(self._captures("record_id = ? LIMIT 1", record_id)), None)

    def by_seq(self, seq: int) -> Capture:
        """The capture of that number."""
        return self._captures("seq = ?", seq)[0]

    def last(self) -> Capture:
        """The capture that was taken in last."""
        return self._captures("seq = (SELECT max(seq) FROM captures)")[0]

    def last_whole(self, url: str) -> Capture | None:
        """The last capture of an address that has a body."""
        return next(iter(self._captures("url = ? AND digest IS NOT NULL ORDER BY seq DESC LIMIT 1", url)), None)

    def same_content(self, url: str, digest: str) -> Capture | None:
        """The capture of an address whose record holds the body with that SHA-256."""
        found = self._captures("url = ? AND digest = ? AND content = seq ORDER BY seq LIMIT 1", url, digest)
        return found[0] if found else None

    def last_good(self, url: str) -> Capture | None:
        """The last capture of an address that is a page or leads on to one."""
        whole = "(digest IS NOT NULL OR location IS NOT NULL)"
        return next(
            iter(self._captures(f"url = ? AND problem IS NULL AND {whole} ORDER BY seq DESC LIMIT 1", url)), None
        )

    def in_run(self, url: str, run: str) -> Capture | None:
        """The last capture of an address in a run."""
        return next(iter(self._captures("url = ? AND run = ? ORDER BY seq DESC LIMIT 1", url, run)), None)

    def last_of_run(self, run: str) -> Capture | None:
        """The capture of a run that was taken in last."""
        return next(iter(self._captures("run = ? ORDER BY seq DESC LIMIT 1", run)), None)

    def of_run(self, run: str) -> list[Capture]:
        """The captures of a run in their order."""
        return self._captures("run = ? ORDER BY seq", run)

    def contents(self, url: str | None = None, role: str | None = None) -> list[Capture]:
        """The first capture of every revision, of one address or of all, in their order."""
        asked = "(?1 IS NULL OR url = ?1) AND (?2 IS NULL OR role = ?2)"
        return self._captures(f"NOT unchanged AND digest IS NOT NULL AND {asked} ORDER BY seq", url, role)

    def last_run(self, job: str) -> Run | None:
        """The run of a job that was begun last."""
        row = self._db.execute("SELECT * FROM runs WHERE job = ? ORDER BY rowid DESC LIMIT 1", (job,)).fetchone()
        return Run(*row) if row else None


def _joined(url: str, location: str | None) -> str | None:
    """Where a redirect leads; as written where that is no address."""
    try:
        return urljoin(url, location) if location else None
    except ValueError:
        return location
