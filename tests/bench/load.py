"""How fast `bantin load` is beside the driver's own bulk path, on the same rows.

    python -m tests.bench.load [RECORDS]          10,000 made-up records, on SQLite and, where there is one, PostgreSQL

The driver's path: rows ready in memory, COPY (`write_row`) on PostgreSQL and `executemany` on SQLite, into the same empty
tables with all constraints and indexes, one commit. Ours: from the file of records to the last commit, in batches; what the
registry takes afterwards is measured apart. Each is run three times in turn, on a new database each time; the middle counts.
"""

import contextlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus.db.beside import revisions
from corpus.db.connection import database
from corpus.db.loading import load
from corpus.db.registry import refresh
from corpus.db.rows import Rows, add_rows, no_rows
from corpus.db.tables import BULLETIN_TABLES
from corpus.records import read_records, records_and_broken
from tests.bench.records import json_lines
from tests.databases import cluster, new_database, programs

RUNS = 3
_AT = "2026-01-01 00:00:00.000000"


def rows_of(path: Path) -> Rows:
    """All rows that loading a file makes, by table."""
    rows = no_rows() | {"revisions": []}
    for n, line in enumerate(read_records(str(path), on_error=_fail)):
        data, sha = line.data, f"{n:064x}"
        add_rows(rows, data, record=line.line.decode(), record_sha256=sha, loaded_at=_AT)
        facts = data["bulletin"]
        rows["revisions"].append((data["id"], sha, facts["sha256"], facts["published"], "1", "current", _AT))
    return rows


def _fail(error: Exception) -> None:
    raise error


def driver_s(url: str, rows: Rows) -> float:
    """Seconds that the driver's bulk path takes for `rows`, from the first to the commit."""
    with database(url) as engine:  # makes the tables
        raw: Any = engine.raw_connection()
        tables = [(table, rows[table.name]) for table in (*BULLETIN_TABLES, revisions)]
        begun = time.perf_counter()
        if engine.dialect.name == "sqlite":
            raw.driver_connection.execute("BEGIN IMMEDIATE")
            for table, ready in tables:
                marks = ", ".join("?" * len(table.columns))
                raw.driver_connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", ready)
            raw.driver_connection.execute("COMMIT")
        else:
            with raw.driver_connection.cursor() as cursor:
                for table, ready in tables:
                    with cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                        for row in ready:
                            copy.write_row(row)
            raw.driver_connection.commit()
        taken = time.perf_counter() - begun
        raw.close()
    return taken


def ours_s(url: str, path: Path) -> tuple[float, float]:
    """Seconds from the file of records to the last commit, and seconds that the registry takes afterwards."""
    with database(url) as engine:
        begun = time.perf_counter()
        load(engine, records_and_broken(str(path), on_error=_fail), on_error=_fail)
        loaded = time.perf_counter()
        refresh(engine)
        return loaded - begun, time.perf_counter() - loaded


def measure(kind: str, path: Path, rows: Rows, folder: Path) -> dict[str, Any]:
    """Both ways on one kind of database, in turn; figures as a dict."""
    times: dict[str, list[float]] = {"driver": [], "ours": [], "registry": []}
    socket = cluster(folder) if kind == "postgresql" else None
    for _ in range(RUNS):
        for way in ("driver", "ours"):
            file = folder / "bench.db"
            with new_database(socket) if socket else contextlib.nullcontext(f"sqlite:///{file}") as url:
                if way == "driver":
                    times[way].append(driver_s(url, rows))
                else:
                    for part, taken in zip(("ours", "registry"), ours_s(url, path), strict=True):
                        times[part].append(taken)
            file.unlink(missing_ok=True)
    driver, ours, registry = (statistics.median(times[way]) for way in times)
    count = sum(map(len, rows.values()))
    return {
        "database": kind, "records": len(rows["bulletins"]), "rows": count, "driver_rows_s": round(count / driver),
        "ours_rows_s": round(count / ours), "ours_records_s": round(len(rows["bulletins"]) / ours),
        "ratio": round(driver / ours, 2), "registry_records_s": round(len(rows["bulletins"]) / registry),
        "runs_s": {way: [round(t, 2) for t in ts] for way, ts in times.items()},
    }  # fmt: skip


def main(argv: list[str]) -> int:
    """Print a line of JSON for each database; 1 where a ratio is below a third."""
    count = int(argv[0]) if argv else 10_000
    results = []
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as name:
        folder = Path(name)
        path = folder / "records.jsonl"
        with path.open("wb") as stream:
            stream.writelines(json_lines(count))
        rows = rows_of(path)
        for kind in ("sqlite", "postgresql") if programs() else ("sqlite",):
            results.append(measure(kind, path, rows, folder))
            print(json.dumps(results[-1]), flush=True)
    return 0 if all(r["ratio"] >= 1 / 3 for r in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
