"""Writing an export: whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from corpus.export.annotations import annotations
from corpus.export.ftm import ftm_entities
from corpus.export.jsonld import CONTEXT, article
from corpus.query.rows import Row
from corpus.store import writing
from extract.errors import InputError

FORMATS = ("csv", "parquet", "xlsx", "ftm", "jsonld", "annotations")
OF_FILES = ("csv", "parquet")  # several files: a folder (CSV: or a zip)
_LINES: dict[str, Callable[[Row], Iterable[Row]]] = {"ftm": ftm_entities, "annotations": annotations}


def write_export(records: Iterable[Row], form: str, output: str | None, *, bom: bool = False) -> None:
    """Write records in one of FORMATS to `output`: a folder for CSV and Parquet, a .zip for CSV, else a file (standard
    output for None where the format is text). The same records give the same bytes.

    Raises InputError where that cannot be written; then nothing is, and what stood there stays.
    """
    if form in OF_FILES and not (form == "csv" and output and output.lower().endswith(".zip")):
        _write_folder(records, form, output, bom)
        return
    if form in (*OF_FILES, "xlsx"):
        if output in (None, "-"):
            raise InputError("export", f"{form} is no text; name a file with -o")
        from corpus.export.spreadsheet import write_csv_files, write_xlsx, write_zip

        with tempfile.TemporaryDirectory(prefix="bantin-") as aside, writing(output) as stream:
            if form == "xlsx":
                write_xlsx(records, stream, Path(aside))
            else:
                write_zip(write_csv_files(records, Path(aside), bom=bom), stream)
        return
    with writing(output) as stream:
        for block in _linked(records) if form == "jsonld" else _lines(records, _LINES[form]):
            stream.write(block)


def _lines(records: Iterable[Row], nodes: Callable[[Row], Iterable[Row]]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for record in records:
        for node in nodes(record):
            yield encode(node) + b"\n"


def _linked(records: Iterable[Row]) -> Iterator[bytes]:
    """One JSON-LD document with every record in its graph, a line each."""
    separator = b""
    yield b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"@graph":['
    for record in records:
        yield separator + b"\n" + msgspec.json.encode(article(record))
        separator = b","
    yield b"\n]}\n"


def _write_folder(records: Iterable[Row], form: str, output: str | None, bom: bool) -> None:
    if output in (None, "-"):
        raise InputError(
            "export", f"{form} is several files; name a folder{' or a .zip' if form == 'csv' else ''} with -o"
        )
    folder = Path(str(output))
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(str(folder), f"is a file; {form} is several files and needs a folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror}") from None
    try:
        if form == "csv":
            from corpus.export.spreadsheet import write_csv_files

            files = write_csv_files(records, aside, bom=bom)
        else:
            from corpus.export.parquet import write_parquet

            files = write_parquet(records, aside)
        folder.mkdir(exist_ok=True)
        for file in files:
            file.replace(folder / file.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
