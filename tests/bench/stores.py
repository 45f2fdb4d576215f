"""The benchmarks of `bantin load` and of `bantin index`, `query` and `search`, as programs of their own."""

import json
import subprocess
import sys

from tests.bench.figures import Figures
from tests.fuzz.seeds import ROOT


def _printed(module: str, count: int) -> str:
    done = subprocess.run([sys.executable, "-m", module, str(count)], cwd=ROOT, capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(f"{module}: {done.stderr[-500:]}")
    return done.stdout.rstrip()


def load(full: bool) -> list[Figures]:
    """Loading beside the driver's own bulk path (`tests.bench.load`)."""
    figures = Figures(
        "Loading", ("database", "driver's bulk path", "bantin load", "records a second", "driver / bantin")
    )
    for line in _printed("tests.bench.load", 10_000 if full else 1000).split("\n"):
        row = json.loads(line)
        speeds = (f"{row['driver_rows_s']:,} rows/s", f"{row['ours_rows_s']:,} rows/s", f"{row['ours_records_s']:,}")
        figures.rows.append((row["database"], *speeds, f"{row['ratio']:.2f}"))
        figures.note = f"{row['records']:,} records, {row['rows']:,} rows; wall time, median of three. Wanted: a third of the driver's speed."
    return [figures]


def query(full: bool) -> list[Figures]:
    """Indexing, searching and SQL (`tests.bench.query`)."""
    count = 100_000 if full else 2000
    return [
        Figures("Query and search", (), lines=_printed("tests.bench.query", count), note="Quickest of nine (middle).")
    ]
