"""`bantin extract` on many documents: throughput, and the memory of each worker."""

import hashlib
import json
import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.speed import BANTIN
from tests.bench.texts import texts, texts_are
from tests.fuzz.seeds import ROOT


def _watched(command: list[str]) -> tuple[float, float, float, int]:
    """(wall, CPU seconds, peak MB of the largest process, processes) of a command, seen every 50 ms."""
    import psutil  # type: ignore[import-untyped]  # comes with dask

    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    peaks: dict[int, float] = {}
    cpu: dict[int, float] = {}
    while process.poll() is None:
        try:
            for one in [watched, *watched.children(recursive=True)]:
                used = one.cpu_times()
                cpu[one.pid] = used.user + used.system
                peaks[one.pid] = max(peaks.get(one.pid, 0.0), one.memory_info().rss / 1e6)
        except psutil.Error:
            pass
        time.sleep(0.05)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.perf_counter() - begun, sum(cpu.values()), max(peaks.values()), len(peaks)


def _code() -> bytes:
    """What the code, the models and the vocabularies are now."""
    found = hashlib.sha256()
    for path in sorted(p for folder in ("extract", "schemas") for p in (ROOT / folder).rglob("*") if p.is_file()):
        if path.suffix != ".pyc":
            found.update(path.read_bytes())
    return found.digest()


def measure(full: bool) -> list[Figures]:
    """One and two workers; the bytes that come out must be the same."""
    count = 30_000 if full else 1000
    figures = Figures("Batch", ("run", "documents a second (wall)", "CPU a document", "largest process", "processes"))
    outputs = set()
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as name:
        folder = Path(name)
        given = folder / "in.jsonl"
        with given.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in texts(count, skip=0))
        code = _code()
        for workers in (1, 2):
            made = folder / f"out-{workers}.jsonl"
            command = [BANTIN, "extract", str(given), "-o", str(made), "--workers", str(workers)]
            wall, cpu, peak, processes = _watched(command)
            outputs.add(made.read_bytes())
            row = (
                f"{workers} worker{'s'[: workers > 1]}",
                f"{count / wall:,.1f}",
                f"{1000 * cpu / count:.1f} ms",
                f"{peak:,.0f} MB",
                str(processes),
            )
            figures.rows.append(row)
    same = "the same bytes" if len(outputs) == 1 else "OTHER BYTES"
    if len(outputs) > 1 and _code() != code:
        same = "other bytes, as the code was changed meanwhile"
    figures.note = f"{count:,} documents, start-up counted; one and two workers gave {same}. {texts_are()} Wanted: under 600 MB a worker."
    return [figures]
