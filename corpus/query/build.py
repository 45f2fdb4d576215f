"""Making a corpus folder from records, or bringing one up to date: only what is new or changed is worked on."""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from corpus.query.columns import TABLES
from corpus.query.folder import FORMAT, Corpus, Manifest, Source
from corpus.query.loading import Loading, make_tables
from corpus.query.rows import rows
from corpus.records import STDIN, RecordLine, parse_record, read_records
from corpus.search.index import Index, line_digest
from extract.errors import InputError

_KEPT = 2  # generations: the one in use, and the one that others may still be reading


@dataclass(frozen=True)
class Built:
    """What a run did: records new to the corpus, in place of earlier ones, already there; and all it holds now."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    records: int = 0


def build(
    folder: Path,
    paths: Sequence[str],
    *,
    on_error: Callable[[InputError], None],
    fresh: bool = False,
    on_record: Callable[[], None] = lambda: None,
) -> Built:
    """Take the records of `paths` (JSON Lines, gzip too, "-") into a corpus folder; without paths, its own files again.

    A record takes the place of the bulletin's earlier one; the last of several in one run stays. `fresh` starts from
    nothing. What is broken goes to `on_error`. Raises InputError where the folder cannot be written or another run is
    at work in it; what was there before is then still there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _build(folder, paths, on_error, fresh, on_record)
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror or error}") from None
    except (duckdb.Error, sqlite3.Error) as error:
        reason = (
            f"the corpus is damaged ({str(error).splitlines()[0]}); make it again with `bantin index --fresh RECORDS`"
        )
        raise InputError(str(folder), reason) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(str(folder), "another `bantin index` is at work in it; wait for it to end") from None
        yield


def _build(
    folder: Path,
    paths: Sequence[str],
    on_error: Callable[[InputError], None],
    fresh: bool,
    on_record: Callable[[], None],
) -> Built:
    before = None if fresh else Manifest.read(folder)
    named = [p for p in paths if p != STDIN]
    if not paths and before:
        paths = named = [s.path for s in before.sources]
    if not paths:
        raise InputError(str(folder), "no records named, and no corpus there that knows its own")
    sources = {s.path: s for s in (before.sources if before else ())}
    for path in named:
        if Path(path).is_file():
            source = Source.of(path)  # taken before reading: a file that grows meanwhile is stale afterwards
            sources[source.path] = source
    number = 1 + max((int(p.name[1:]) for p in folder.glob("g[0-9]*")), default=0)
    making = folder / f".making-g{number:04}"
    for left in folder.glob(".making-*"):
        shutil.rmtree(left)
    making.mkdir()
    try:
        built = _Making(making, Corpus(folder, before) if before else None, on_error).run(paths, on_record)
        if before and not built.added and not built.replaced and before.format == FORMAT:
            replace(before, sources=tuple(sources.values())).write(folder)
            return built
        generation = making.rename(folder / f"g{number:04}").name
    finally:
        shutil.rmtree(making, ignore_errors=True)
    Manifest(generation, built.records, tuple(sources.values())).write(folder)
    for old in sorted(folder.glob("g[0-9]*"), key=lambda p: int(p.name[1:]))[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return built


class _Making:
    """A generation in the making: a copy of the one before, or, in another format, made anew from its records."""

    def __init__(self, folder: Path, before: Corpus | None, on_error: Callable[[InputError], None]) -> None:
        self.tables, self.index_path = folder / "tables.duckdb", folder / "search.sqlite"
        self.on_error = on_error
        self.earlier: Path | None = None
        self.new = before is None or before.manifest.format != FORMAT
        if before and self.new:
            self.earlier = before.index
        elif before:
            shutil.copyfile(before.tables, self.tables)
            shutil.copyfile(before.index, self.index_path)

    def run(self, paths: Sequence[str], on_record: Callable[[], None]) -> Built:
        self.index = Index.make(self.index_path)
        self.connection = duckdb.connect(str(self.tables))
        try:
            if self.new:
                make_tables(self.connection)
            self.connection.execute("CREATE TEMP TABLE gone(id VARCHAR)")
            counts = self._take_in(paths, on_record)
            self.index.finish(optimise=True)
            return replace(counts, records=self.index.count())
        finally:
            self.index.close()
            self.connection.close()
            for file in (self.tables, self.index_path):
                if file.exists():
                    file.chmod(0o444)

    def _records(self, paths: Sequence[str]) -> Iterator[RecordLine]:
        if self.earlier:
            index = Index.open(self.earlier)
            for line in index.lines():
                yield RecordLine(str(self.earlier), line, parse_record(line, str(self.earlier)))
            index.close()
        for path in paths:
            yield from read_records(path, on_error=self.on_error)

    def _take_in(self, paths: Sequence[str], on_record: Callable[[], None]) -> Built:
        added = replaced = unchanged = 0
        waiting: set[str] = set()  # bulletins whose rows are gathered and not yet in the tables
        with Loading(self.connection, before_each=self._forget, after_each=waiting.clear) as loading:
            for item in self._records(paths):
                on_record()
                bulletin = item.data["id"]
                known = self.index.digest(bulletin)
                if known == line_digest(item.line):
                    unchanged += 1
                    continue
                try:
                    pairs = list(rows(item.data))
                except InputError as error:
                    self.on_error(InputError(item.place, error.reason))
                    continue
                if known is not None:
                    replaced += 1
                    if bulletin in waiting:
                        loading.flush()
                    self.connection.execute("INSERT INTO gone VALUES (?)", [bulletin])
                else:
                    added += 1
                self.index.put(item.data, item.line)
                waiting.add(bulletin)
                loading.add(pairs)
        return Built(added, replaced, unchanged)

    def _forget(self) -> None:
        """Delete the rows of bulletins that have been replaced."""
        for table in TABLES:
            column = "id" if table == "bulletins" else "bulletin"
            self.connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM gone)")
        self.connection.execute("DELETE FROM gone")
