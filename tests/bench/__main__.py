"""`make bench`: the speed of everything, with its spread.

    python -m tests.bench [PART...] [--full] [--write]        parts: speed startup pages length batch load query

Quick sizes unless `--full` (100 documents a round, 30,000 in the batch, 100,000 records): then it takes about an hour.
`--write` puts the figures into docs/benchmarks.md.
"""

import argparse
import datetime
import sys
import time

from rich.console import Console

from tests.bench import batch, length, pages, speed, startup, stores
from tests.bench.figures import Figures, machine
from tests.fuzz.seeds import ROOT

PARTS = {
    "speed": speed.measure,
    "startup": startup.measure,
    "pages": pages.measure,
    "length": length.measure,
    "batch": batch.measure,
    "load": stores.load,
    "query": stores.query,
}
PAGE = ROOT / "docs" / "benchmarks.md"


def _page(tables: list[Figures], parts: list[str], full: bool, where: str) -> str:
    sizes = "the full sizes" if full else "quick sizes (`--full` measures more documents and records)"
    head = (
        "# Benchmarks\n\n"
        f"Written by `python -m tests.bench {' '.join(parts)}{' --full' if full else ''} --write` on {datetime.date.today()}, with {sizes}. "
        "The libraries are measured in the same run, on the same texts; ratios say more than the figures, which are those of one machine:\n\n"
        f"> {where}\n\n"
        "`make bench` prints them anew. Figures are a median with the least and the greatest in brackets, where not said otherwise.\n"
    )
    return "\n".join([head, *(table.markdown() for table in tables)])


def main(argv: list[str]) -> int:
    """1 where a part could not be measured."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("parts", nargs="*", metavar="PART")
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args(argv)
    if unknown := set(given.parts) - set(PARTS):
        asked.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    console, where = Console(highlight=False), machine()
    if not console.is_terminal:
        console.width = 130
    console.print(where, style="dim", markup=False)
    tables: list[Figures] = []
    failed = 0
    parts = given.parts or list(PARTS)
    for part in parts:
        begun = time.monotonic()
        try:
            found = PARTS[part](given.full)
        except Exception as error:
            failed += 1
            console.print(f"{part}: not measured: {type(error).__name__}: {error}", markup=False)
            continue
        for table in found:
            table.show(console)
        tables += found
        console.print(f"{part}: {time.monotonic() - begun:.0f} s", style="dim")
    if given.write:
        PAGE.write_text(_page(tables, parts, given.full, where), "utf-8")
        console.print(f"written to {PAGE.relative_to(ROOT)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
