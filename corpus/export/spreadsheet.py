"""Flat tables as CSV files (in a folder or a zip) and as an XLSX workbook."""

import csv
import datetime
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from corpus.export.flat import FLAT, flat_rows, is_money, is_number
from corpus.query.output import guarded
from corpus.query.rows import Row

_EARLY = (1980, 1, 1, 0, 0, 0)  # the time of every file in a zip: the same records give the same bytes
_EXACT = 2**53  # the largest whole number up to which a spreadsheet holds every one
_DIGITS = 15  # significant ones that a spreadsheet shows
_LONGEST = 32_767  # characters of a cell
_MOST_ROWS = 1_048_576
_CUT = " […cut: a cell holds no more; the CSV and the records have it all]"


def _money_text(value: str) -> str:
    number = Decimal(value)
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def write_csv_files(records: Iterable[Row], folder: Path, *, bom: bool = False) -> list[Path]:
    """Write a CSV file for each table into `folder`; `bom` begins each with the mark by which Excel knows UTF-8.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    with ExitStack() as stack:
        paths = {table: folder / f"{table}.csv" for table in FLAT}
        writers = {}
        for table, path in paths.items():
            file = stack.enter_context(path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline=""))
            writers[table] = csv.writer(file, lineterminator="\r\n")
            writers[table].writerow(FLAT[table])
        for record in records:
            for table, cells in flat_rows(record):
                writers[table].writerow(
                    "" if v is None else (_money_text(v) if is_money(table, c) else guarded(str(v)))
                    for c, v in zip(FLAT[table], cells, strict=True)
                )
    return list(paths.values())


def write_zip(files: Iterable[Path], stream: BinaryIO) -> None:
    """Pack files into a zip that is the same for the same files."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            info = zipfile.ZipInfo(path.name, _EARLY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as packed, path.open("rb") as file:
                while block := file.read(1 << 20):
                    packed.write(block)


class _Sheets:
    """The sheets of one table: another one where the first is full."""

    def __init__(self, workbook: Any, table: str, bold: Any) -> None:
        self.workbook, self.table, self.bold, self.count = workbook, table, bold, 0
        self._open()

    def _open(self) -> None:
        self.count += 1
        self.sheet = self.workbook.add_worksheet(self.table if self.count == 1 else f"{self.table} {self.count}")
        self.sheet.freeze_panes(1, 0)
        for column, name in enumerate(FLAT[self.table]):
            self.sheet.write_string(0, column, name, self.bold)
        self.row = 0

    def add(self, cells: list[Any]) -> None:
        if self.row + 1 >= _MOST_ROWS:
            self._open()
        self.row += 1
        for column, (name, value) in enumerate(zip(FLAT[self.table], cells, strict=True)):
            if value is None or value == "":
                continue
            if is_money(self.table, name):
                self._money(column, _money_text(value))
            elif is_number(self.table, name):
                self.sheet.write_number(self.row, column, value)
            else:
                # write_string, so that nothing is read as a formula or a link
                text = value if len(value) <= _LONGEST else f"{value[: _LONGEST - len(_CUT)]}{_CUT}"
                self.sheet.write_string(self.row, column, text)

    def _money(self, column: int, text: str) -> None:
        """A number where a spreadsheet holds and shows it exactly, else text."""
        number = Decimal(text)
        if abs(number) <= _EXACT and len(number.normalize().as_tuple().digits) <= _DIGITS:
            self.sheet.write_number(self.row, column, int(text) if "." not in text else float(text))
        else:
            self.sheet.write_string(self.row, column, text)


def write_xlsx(records: Iterable[Row], stream: BinaryIO, folder: Path) -> None:
    """Write a workbook with a sheet for each table; `folder` takes what is on the way.

    An amount past 2^53, or with more digits than a spreadsheet shows, is text: a number there would be another one.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": datetime.datetime(2000, 1, 1), "author": "bantin"})
        bold = workbook.add_format({"bold": True})
        sheets = {table: _Sheets(workbook, table, bold) for table in FLAT}
        for record in records:
            for table, cells in flat_rows(record):
                sheets[table].add(cells)
