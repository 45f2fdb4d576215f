"""How long a command takes from the shell's side: what a user waits for before anything is done."""

import tempfile
from pathlib import Path

from tests.bench.figures import Figures, command_s, spread
from tests.bench.records import json_lines
from tests.bench.speed import BANTIN
from tests.fuzz.seeds import ROOT


def measure(full: bool) -> list[Figures]:
    """`--help`, `query`, `search` and `extract` of one bulletin."""
    figures = Figures("Start-up", ("command", "wall time", "CPU time", "wanted"))
    sample = str(ROOT / "corpus" / "samples" / "khoi-cong-nha-may-linh-kien-hung-yen.txt")
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        records, made = Path(folder) / "records.jsonl", str(Path(folder) / "out.jsonl")
        records.write_bytes(b"".join(json_lines(20)))
        for wanted, command in (
            ("0.5 s", ["--help"]),
            ("0.5 s", ["query", "SELECT count(*) FROM awards", str(records)]),
            ("0.5 s", ["search", "xúc tiến đầu tư", str(records)]),
            ("3 s", ["extract", sample, "-o", made]),
        ):
            command_s([BANTIN, *command])
            times = [command_s([BANTIN, *command]) for _ in range(9 if full else 5)]
            words = f"bantin {command[0]}" + (" (20 records)" if "records" in command[-1] else "")
            walls, cpus = zip(*times, strict=True)
            figures.rows.append((words, spread(walls, " s", 2), spread(cpus, " s", 2), wanted))
    figures.note = "Median (least–greatest). Wall time grows with what else the machine does; CPU time tells the command's own work."
    return [figures]
