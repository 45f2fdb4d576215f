"""A corpus folder: the tables and the search index of many records, made once and asked at once.

    out/corpus/manifest.json          which generation is in use, what it was made from
    out/corpus/g0001/tables.duckdb    the tables of `bantin query`
    out/corpus/g0001/search.sqlite    the index of `bantin search`, with the records themselves

A generation is never changed: `corpus.query.build` makes the next one aside and then names it in the manifest, so that
whoever reads goes on reading, and a run that was cut off leaves nothing behind that anyone sees.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import InputError

if TYPE_CHECKING:
    from corpus.query.session import Session
    from corpus.search.index import Index

FORMAT = 1  # another number: the tables or the index are made differently now
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Source:
    """A file that a corpus was made from, as it was then: bytes, and when it was last changed (nanoseconds)."""

    path: str
    size: int
    changed: int

    @classmethod
    def of(cls, path: str) -> "Source":
        """A file as it is now. Raises OSError."""
        stat = Path(path).stat()
        return cls(str(Path(path).absolute()), stat.st_size, stat.st_mtime_ns)

    def is_as_it_was(self) -> bool:
        """Is the file still what the corpus was made from? A file that is gone is not asked after."""
        try:
            return Source.of(self.path) == self
        except OSError:
            return True


@dataclass(frozen=True)
class Manifest:
    """What a corpus folder holds."""

    generation: str
    records: int
    sources: tuple[Source, ...] = field(default=())
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Put the manifest in place, whole."""
        aside = folder / f".{MANIFEST}.part"
        aside.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", "utf-8")
        aside.replace(folder / MANIFEST)

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """The manifest of a folder; None where it holds no corpus. Raises InputError where it cannot be read."""
        try:
            data = json.loads((folder / MANIFEST).read_text("utf-8"))
            sources = tuple(Source(**source) for source in data.pop("sources"))
            return cls(**data, sources=sources)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            reason = f"cannot be read ({error}); make the corpus again with `bantin index --fresh`"
            raise InputError(str(folder / MANIFEST), reason) from None


@dataclass(frozen=True)
class Corpus:
    """A corpus folder in use."""

    folder: Path
    manifest: Manifest

    @classmethod
    def at(cls, folder: Path) -> "Corpus":
        """The corpus in a folder. Raises InputError where there is none to use."""
        manifest = Manifest.read(folder)
        if manifest is None:
            raise InputError(
                str(folder), "no corpus there; make one with `bantin index RECORDS`, or name files of records"
            )
        if manifest.format != FORMAT:
            raise InputError(str(folder), "made by another version of bantin; `bantin index` makes it anew")
        return cls(folder, manifest)

    @property
    def tables(self) -> Path:
        return self.folder / self.manifest.generation / "tables.duckdb"

    @property
    def index(self) -> Path:
        return self.folder / self.manifest.generation / "search.sqlite"

    def stale(self) -> list[str]:
        """The files of records that have changed since the corpus was made."""
        return [source.path for source in self.manifest.sources if not source.is_as_it_was()]

    def open_tables(self) -> "Session":
        """The tables, for reading. Raises InputError where their file is damaged."""
        from corpus.query.session import Session

        return Session.open(self.tables)

    def open_index(self, *, threads: bool = False) -> "Index":
        """The search index, for reading. Raises InputError where its file is damaged."""
        from corpus.search.index import Index

        return Index.open(self.index, threads=threads)
