"""How a run goes, for a person at a terminal: a bar while it runs, a summary when it is done."""

import threading
import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from corpus.batch.counts import Counts
from corpus.batch.reading import count


class Bar:
    """A progress bar on `console`, where that is a terminal: how many are done and how fast, time left, errors."""

    def __init__(self, console: Console, inputs: Sequence[str]) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("extracting"), BarColumn(), MofNCompleteColumn(), TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
            TextColumn("{task.fields[errors]} failed"),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self._task = self._progress.add_task("extract", total=None, rate="", errors=0)
        self._inputs = inputs
        self._first: int | None = None
        self._began = time.monotonic()

    def __enter__(self) -> "Bar":
        self._progress.start()
        if not self._progress.disable:
            threading.Thread(target=self._count, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def _count(self) -> None:
        self._progress.update(self._task, total=count(self._inputs))

    def update(self, counts: Counts) -> None:
        """Show how far the run is."""
        if self._first is None:  # what an earlier part did says nothing of today's speed
            self._first, self._began = counts.inputs, time.monotonic()
        seconds = time.monotonic() - self._began
        rate = f"{(counts.inputs - self._first) / seconds:.0f}/s" if seconds > 1 else ""
        self._progress.update(self._task, completed=counts.inputs, rate=rate, errors=counts.failed)


def print_summary(counts: Counts, seconds: float, console: Console) -> None:
    """What came in, what came out, and why the rest did not."""
    table = Table(title="Run", title_justify="left")
    table.add_column("what")
    table.add_column("number", justify="right")
    for what, number in (("inputs", counts.inputs), ("records", counts.records), ("failed", counts.failed)):
        table.add_row(what, str(number))
    for title, named in (
        ("event", counts.events),
        ("issue", counts.issues),
        ("error", counts.errors),
        ("", counts.notices),
    ):
        for what, number in sorted(named.items(), key=lambda pair: (-pair[1], pair[0])):
            table.add_row(f"{title}: {what}" if title else what, str(number))
    table.add_row("seconds", f"{seconds:.1f}")
    console.print(table)
