"""`python -m tests.eval.gate`: scores the gold against the floors of baseline.json; red where one is not reached.

--raise                       write today's figures, where they are higher, as the new floors
--lower FIGURE --because WHY  lower one floor; the reason is kept in the file
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from corpus.evaluation import evaluate

HERE = Path(__file__).parent
FLOORS = HERE / "baseline.json"
SETS = {"samples": HERE / "gold", "dev": HERE.parents[2] / "shared" / "gold" / "dev"}
SLACK = 0.05  # figures are rounded to one decimal


def main(argv: list[str] | None = None) -> int:
    """Print figures beside floors; 0 where all hold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raise", dest="up", action="store_true")
    parser.add_argument("--lower", metavar="FIGURE")
    parser.add_argument("--because", metavar="WHY")
    args = parser.parse_args(argv)
    if bool(args.lower) != bool(args.because):
        parser.error("--lower needs --because, and the other way round")
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    failed = 0
    for name, folder in SETS.items():
        if not folder.is_dir():
            print(f"{name}: {folder} is not here, skipped")
            continue
        figures = evaluate(folder).figures()
        table = Table(title=f"{name}: F1 against its floor", title_justify="left")
        for column in ("figure", "F1", "floor", ""):
            table.add_column(column, justify="left" if column == "figure" else "right")
        for figure, floor in sorted(floors[name].items()):
            value = figures.get(figure, {"f1": 0.0})["f1"]
            if f"{name}/{figure}" == args.lower:
                floors[name][figure] = value
                floors["lowered"].append({"figure": args.lower, "from": floor, "to": value, "because": args.because})
            elif args.up and value > floor:
                floors[name][figure] = value
            fell = value + SLACK < floors[name][figure]
            failed += fell
            table.add_row(figure, f"{value:.1f}", f"{floor:.1f}", "[red]below" if fell else "[green]ok")
        Console(width=72, highlight=False).print(table)
    if args.up or args.lower:
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if failed:
        print(f"{failed} figures are below their floor", file=sys.stderr)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
