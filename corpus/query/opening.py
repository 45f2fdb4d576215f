"""What is asked: files of records, a folder of Parquet tables, or a corpus folder; opened for SQL or for search."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.query.folder import MANIFEST, Corpus
from extract.errors import InputError

if TYPE_CHECKING:
    from corpus.query.rows import Row
    from corpus.query.session import Session
    from corpus.records import RecordLine
    from corpus.search.index import Index

OnError = Callable[[InputError], None]


class Stale(InputError):
    """A corpus that its files have outgrown."""

    label = "notice"


def open_tables(records: Sequence[str], corpus: str, *, on_error: OnError) -> "Session":
    """The tables of files of records (or of one folder), or those of the corpus folder where none are named.

    Broken lines and stale files go to `on_error`. Raises InputError where there is nothing to ask.
    """
    folder = _folder(records)
    if not records or (folder and (folder / MANIFEST).exists()):
        return _corpus(folder or Path(corpus), on_error).open_tables()
    from corpus.query.session import Session

    if folder:
        return Session.of_parquet(folder)
    return Session.of_records(_rows(records, on_error))


def open_index(records: Sequence[str], corpus: str, *, on_error: OnError) -> "Index":
    """The search index of files of records, made in memory, or that of the corpus folder; as `open_tables`."""
    folder = _folder(records)
    if not records or (folder and (folder / MANIFEST).exists()):
        return _corpus(folder or Path(corpus), on_error).open_index()
    from corpus.records import read_records
    from corpus.search.index import Index

    if folder:
        raise InputError(str(folder), "no corpus; make one with `bantin index RECORDS -o FOLDER`")
    index = Index.make()
    for path in records:
        for item in read_records(path, on_error=on_error):
            index.put(item.data, item.line)
    index.finish(optimise=False)
    return index


def _folder(records: Sequence[str]) -> Path | None:
    return Path(records[0]) if len(records) == 1 and Path(records[0]).is_dir() else None


def _corpus(folder: Path, on_error: OnError) -> Corpus:
    corpus = Corpus.at(folder)
    for path in corpus.stale():
        on_error(Stale(path, f"has changed since {folder} was made; `bantin index` brings it up to date"))
    return corpus


def _rows(records: Sequence[str], on_error: OnError) -> Iterator[list[tuple[str, "Row"]]]:
    """The rows of each record."""
    from corpus.query.latest import latest_records
    from corpus.query.rows import rows

    for item in latest_records(records, on_error=on_error):
        try:
            yield list(rows(item.data))
        except InputError as error:
            on_error(InputError(item.place, error.reason))


def open_records(records: Sequence[str], corpus: str, *, on_error: OnError) -> Iterator["RecordLine"]:
    """The records of files, each bulletin's last one, or those of the corpus folder; errors as for `open_tables`."""
    folder = _folder(records)
    if records and not (folder and (folder / MANIFEST).exists()):
        from corpus.query.latest import latest_records

        yield from latest_records(records, on_error=on_error)
        return
    from corpus.records import RecordLine, parse_record

    index = _corpus(folder or Path(corpus), on_error).open_index()
    for line in index.lines():
        yield RecordLine(corpus, line, parse_record(line, corpus))
