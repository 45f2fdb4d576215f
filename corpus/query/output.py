"""An answer as text: a table for people, CSV or JSON for programs. Money stays exact in all of them."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TextIO

import msgspec

FORMATS = ("table", "csv", "json", "jsonl")
_MOST_CELLS = 400  # characters of a cell in a table


def exact(value: Any) -> Any:
    """A value as JSON holds it: money is an integer where whole, else decimal text; bytes and times are text.

    >>> exact(Decimal("1200000000000000001.000000")), exact([Decimal("0.500000")])
    (1200000000000000001, ['0.5'])
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
    if isinstance(value, dict):
        return {str(key): exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact(item) for item in value]
    if isinstance(value, float):
        return value if abs(value) != float("inf") and value == value else str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def cell(value: Any) -> str:
    """A value in one cell of a CSV or a table: nothing for null, JSON for lists of more than names.

    >>> cell(Decimal("2.500000")), cell(["Sở Xây dựng", "UBND"]), cell([{"role": "spoke"}]), cell(None)
    ('2.5', 'Sở Xây dựng; UBND', '[{"role":"spoke"}]', '')
    """
    value = exact(value)
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)


def guarded(value: str) -> str:
    """Text that a spreadsheet does not take for a formula: what begins like one gets an apostrophe before it.

    >>> guarded('=HYPERLINK("x")'), guarded("Sở Xây dựng")
    ('\\'=HYPERLINK("x")', 'Sở Xây dựng')
    """
    return f"'{value}" if value.lstrip(" ")[:1] in tuple("=+-@\t\r\n＝＋－＠") and value else value


def csv_row(row: Sequence[Any]) -> list[str]:
    """The cells of a CSV row; numbers are left alone, text is guarded against formulas."""
    return [cell(v) if isinstance(v, int | float | Decimal) else guarded(cell(v)) for v in row]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], stream: TextIO) -> None:
    """Write CSV (RFC 4180) with a line of column names."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(guarded(c) for c in columns)
    writer.writerows(map(csv_row, rows))


def _objects(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[bytes]:
    names = [name if columns.index(name) == n else f"{name}_{n + 1}" for n, name in enumerate(columns)]
    return (msgspec.json.encode({n: exact(v) for n, v in zip(names, row, strict=True)}) for row in rows)


def write_json(columns: Sequence[str], rows: Iterable[Sequence[Any]], stream: TextIO) -> None:
    """Write one JSON array of objects; a second column of a name is called `name_2`, by its place."""
    separator = "["
    for line in _objects(columns, rows):
        stream.write(f"{separator}{line.decode()}")
        separator = ",\n"
    stream.write("[]\n" if separator == "[" else "]\n")


def write_jsonl(columns: Sequence[str], rows: Iterable[Sequence[Any]], stream: TextIO) -> None:
    """Write JSON Lines, an object a row."""
    for line in _objects(columns, rows):
        stream.write(f"{line.decode()}\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], console: Any, most: int) -> int:
    """Print a table of at most `most` rows on a rich console. Returns how many rows there were, shown or not."""
    from rich.table import Table
    from rich.text import Text

    from extract.spelling import visible

    remaining = iter(rows)
    shown = list(islice(remaining, most))
    numbers = [
        any(r[n] is not None for r in shown) and all(isinstance(r[n], int | float | Decimal | None) for r in shown)
        for n in range(len(columns))
    ]
    table = Table(header_style="bold", show_lines=False)
    for name, number in zip(columns, numbers, strict=True):
        table.add_column(Text(visible(name)), justify="right" if number else "left", overflow="fold")
    for row in shown:
        cells = [_grouped(v) if number else cell(v) for v, number in zip(row, numbers, strict=True)]
        # Text, not markup: what a bulletin says must not be read as colours
        table.add_row(*(Text(visible(c if len(c) <= _MOST_CELLS else f"{c[:_MOST_CELLS]}…")) for c in cells))
    console.print(table)
    return len(shown) + sum(1 for _ in remaining)


def _grouped(value: Any) -> str:
    """A number with its digits in threes from five digits on, so that a year stays a year."""
    text = cell(value)
    whole, point, rest = text.partition(".")
    digits = whole.lstrip("-")
    if len(digits) > 4 and digits.isdigit():
        whole = f"{'-' if whole.startswith('-') else ''}{int(digits):,}"
    return f"{whole}{point}{rest}"
