"""Figures with their spread, as a table for people and for a page."""

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.table import Table
from rich.text import Text

_NAMED = ("underthesea", "dateparser", "beautifulsoup4", "lxml", "trafilatura", "numpy", "duckdb", "sqlalchemy")


@dataclass
class Figures:
    """One table: what was measured, its rows, and what must be known to read it."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    note: str = ""
    lines: str = ""  # what another program printed, in place of rows

    def show(self, console: Console) -> None:
        """Print the table."""
        console.print(Text(self.title, style="bold"))
        if self.rows:
            table = Table(header_style="bold")
            for n, name in enumerate(self.columns):
                table.add_column(name, justify="right" if n else "left")
            for row in self.rows:
                table.add_row(*map(Text, row))
            console.print(table)
        if self.lines:
            console.print(Text(self.lines), soft_wrap=True)
        if self.note:
            console.print(Text(self.note, style="dim"))
        console.print()

    def markdown(self) -> str:
        """The table as a page has it."""
        parts = [f"## {self.title}\n"]
        if self.rows:
            heads = [self.columns, ("---", *["---:"] * (len(self.columns) - 1)), *self.rows]
            parts.append("".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in heads))
        if self.lines:
            parts.append(f"```\n{self.lines}\n```\n")
        if self.note:
            parts.append(f"{self.note}\n")
        return "\n".join(parts)


def spread(values: Sequence[float], unit: str = "", digits: int = 1) -> str:
    """The median, and in brackets the least and the greatest.

    >>> spread([3.0, 1.0, 2.0], " ms")
    '2.0 ms (1.0–3.0)'
    """
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f}{unit} ({least:,.{digits}f}–{most:,.{digits}f})"


def cpu_s(do: Callable[[], object]) -> float:
    """Seconds of CPU of this process."""
    begun = time.process_time()
    do()
    return time.process_time() - begun


def command_s(command: Sequence[str]) -> tuple[float, float]:
    """(wall, CPU) seconds of a command with all its processes, from outside. Raises CalledProcessError."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def machine() -> str:
    """Processor, cores, memory, system, Python and the libraries, in a line or two."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as lines:  # noqa: PTH123
            name = next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), name)
    except OSError:
        pass
    libraries = []
    for library in _NAMED:
        try:
            libraries.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            continue
    cores = os.cpu_count()
    load = f"load {os.getloadavg()[0]:.1f} when it began" if hasattr(os, "getloadavg") else ""
    return f"{name}, {cores} cores, {load}; {platform.system()}, Python {platform.python_version()}; {', '.join(libraries)}"
