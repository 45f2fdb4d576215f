"""Makes `schemas/vocab/places.tsv`, `place-changes.tsv` and `given-names.txt` from the official lists.

    python -m corpus.gazetteer ../shared/gazetteer

Sources: the General Statistics Office's list of administrative units as of before 1 July 2025, and the table that
turns them into the units of after that day (resolutions 1654 to 1687/NQ-UBTVQH15); given names from public name lists.
Facts only: names, codes, dates.
"""

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

CHANGE_DAY = "2025-07-01"
VOCAB = Path(__file__).parent.parent / "schemas" / "vocab"
_CODED = re.compile(r"(.+?)\s*\((\d+)\)\s*$")
Unit = tuple[str, str, str, str, str, str]


def units_before(path: Path) -> Iterable[Unit]:
    """Rows (code, level, name, parent code, valid from, valid to) of the units before 1 July 2025."""
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as f:
        for row in list(csv.reader(f))[1:]:
            province, pcode, district, dcode, commune, ccode = (c.strip() for c in row[:6])
            for level, name, code, parent in (
                ("province", province, pcode, ""),
                ("district", district, f"{pcode}.{dcode}", pcode),
                ("commune", commune, f"{pcode}.{dcode}.{ccode}", f"{pcode}.{dcode}"),
            ):
                if name and not code.endswith(".") and code not in seen:
                    seen.add(code)
                    yield code, level, name, parent, "", CHANGE_DAY


def units_after(path: Path) -> tuple[list[Unit], list[tuple[str, str, str]]]:
    """Units since 1 July 2025 and the changes (old code, new code, how much of it went there)."""
    units: dict[str, Unit] = {}
    changes: list[tuple[str, str, str]] = []
    with path.open(encoding="utf-8-sig", newline="") as f:
        for row in csv.reader(f):
            cells = [c.strip() for c in row] + [""] * 9
            province = _CODED.match(cells[0])
            if not province or not cells[2].isdigit():
                continue
            pcode = f"n{province[2]}"
            units.setdefault(pcode, (pcode, "province", province[1], "", CHANGE_DAY, ""))
            code = f"{pcode}.{cells[2]}"
            units.setdefault(code, (code, "commune", cells[1], pcode, CHANGE_DAY, ""))
            old_district, old_province = _CODED.match(cells[6]), _CODED.match(cells[7])
            if cells[4].isdigit() and old_province:
                middle = old_district[2] if old_district else ""
                changes.append((f"{old_province[2]}.{middle}.{cells[4]}", code, cells[5]))
    return list(units.values()), sorted(set(changes))


def given_names(folder: Path) -> list[str]:
    """The last syllables of the listed given names."""
    lines = [n for f in sorted(folder.glob("given-names-*.txt")) for n in f.read_text("utf-8").split("\n")]
    return sorted({n.split()[-1] for n in lines if n.strip() and n.split()[-1].isalpha()})


def main(argv: list[str]) -> int:
    """Write the three files; return 0, or 2 where the folder is not there."""
    if len(argv) != 1 or not Path(argv[0]).is_dir():
        print("usage: python -m corpus.gazetteer FOLDER_OF_THE_OFFICIAL_LISTS", file=sys.stderr)
        return 2
    folder = Path(argv[0])
    after, changes = units_after(folder / "units-conversion-2025-07.csv")
    units = [*units_before(folder / "units-before-2025-07.csv"), *after]
    for name, header, rows in (
        ("places.tsv", "code\tlevel\tname\tparent\tfrom\tto", units),
        ("place-changes.tsv", "old\tnew\thow", changes),
    ):
        body = "".join("\t".join(r) + "\n" for r in rows)
        (VOCAB / name).write_text(f"{header}\n{body}", encoding="utf-8")
        print(f"{name}: {len(rows)} rows")
    names = given_names(folder)
    (VOCAB / "given-names.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    print(f"given-names.txt: {len(names)} names")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
