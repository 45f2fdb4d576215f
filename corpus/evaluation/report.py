"""`bantin evaluate`: reads gold and records, scores them, prints the table."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from corpus.evaluation.score import SLOTS, Gold, Scores, score
from extract.errors import InputError
from extract.types import LABELS

ORDER = (
    "text",
    "entities",
    "entities.span",
    *(f"entity.{label}" for label in LABELS),
    "officials",
    "detect",
    *(f"detect.{kind}" for kind in SLOTS),
    "events",
    *(f"events.{kind}" for kind in SLOTS),
    *(f"slot.{kind}.{slot}" for kind, slots in SLOTS.items() for slot in slots),
)
_NEEDED = {"id": str, "text": str, "entities": list, "officials": list, "events": list}


@dataclass(frozen=True)
class Report:
    """Gold documents, the records by id, and their scores."""

    golds: list[Gold]
    records: dict[str, Gold]
    scores: Scores

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision, recall, F1 and counts by figure, in the table's order."""
        tallies = self.scores.tallies
        return {
            name: {
                "p": round(t.precision, 1),
                "r": round(t.recall, 1),
                "f1": round(t.f1, 1),
                "gold": t.gold,
                "found": t.found,
            }
            for name in ORDER
            if name in tallies
            for t in (tallies[name],)
        }


def read_gold(folder: Path) -> list[Gold]:
    """The gold files of a folder. Raises InputError naming the file that is none."""
    golds = []
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text("utf-8"))
            wrong = [k for k, kind in _NEEDED.items() if not isinstance(gold.get(k), kind)]
        except (ValueError, AttributeError) as error:
            raise InputError(str(path), f"is no gold file: {error}") from None
        if wrong:
            raise InputError(str(path), f"is no gold file: lacks {', '.join(wrong)}")
        golds.append(gold)
    if not golds:
        raise InputError(str(folder), "holds no gold files (*.json)")
    return golds


def _check(record: Any) -> Gold:
    """One record as the scorer needs it. Raises ValueError saying what is wrong."""
    if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not isinstance(record.get("text"), str):
        raise ValueError("a record is an object with `id` and `text`")
    reach = 0
    for entity in sorted(record.get("entities") or [], key=lambda e: e.get("start") or 0):
        start, end = entity.get("start"), entity.get("end")
        if start is None and end is None:
            continue  # other programs' output without offsets
        if not (isinstance(start, int) and isinstance(end, int) and record["text"][start:end] == entity["text"]):
            raise ValueError(f"{record['id']}: {start}:{end} does not cut out {entity['text']!r:.60}")
        if start < reach:
            raise ValueError(f"{record['id']}: {entity['text']!r:.60} at {start}:{end} overlaps another entity")
        reach = end
    return record


def read_found(path: Path) -> dict[str, Gold]:
    """Records by id. Raises InputError naming the line that is none."""
    found: dict[str, Gold] = {}
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _check(json.loads(line))
            if record["id"] in found:
                raise ValueError(f"a second record for {record['id']}")
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(f"{path}:{number}", str(error)) from None
        found[record["id"]] = record
    return found


def _extracted(golds: list[Gold]) -> dict[str, Gold]:
    """Records of the gold's own documents."""
    from extract.document import RawDocument, read_bulletin
    from extract.pipeline import extractor
    from extract.record import to_json

    found = {}
    for gold in golds:
        raw = RawDocument(
            place=gold["id"],
            id=gold["id"],
            title=gold.get("title"),
            published=gold.get("published"),
            publisher=gold.get("publisher"),
            text=gold["text"],
            saved=False,
        )
        found[gold["id"]] = json.loads(to_json(extractor()(read_bulletin(raw))))
    return found


def evaluate(gold_dir: Path, records: Path | None = None) -> Report:
    """Score `records` (or, without them, records extracted now) against the gold of `gold_dir`.

    Raises InputError for a folder without gold, and for a gold file or a record that is none.
    """
    golds = read_gold(gold_dir)
    found = read_found(records) if records else _extracted(golds)
    return Report(golds, found, score(golds, found))


def print_report(report: Report, *, errors: int = 0, by_doc: bool = False, as_json: bool = False) -> None:
    """Print the figures to standard output: a table, or one JSON object."""
    if as_json:
        print(json.dumps(report.figures(), ensure_ascii=False))
        return
    console = Console(highlight=False, width=None if Console().is_terminal else 100)
    table = Table(title=f"{len(report.golds)} documents", title_justify="left")
    table.add_column("figure")
    for name in ("P", "R", "F1", "gold", "found"):
        table.add_column(name, justify="right")
    for name, row in report.figures().items():
        bold = "bold" if "." not in name else ""
        table.add_row(
            name,
            f"{row['p']:.1f}",
            f"{row['r']:.1f}",
            f"{row['f1']:.1f}",
            str(row["gold"]),
            str(row["found"]),
            style=bold,
        )
    console.print(table)
    if by_doc:
        for gold in report.golds:
            one = score([gold], report.records).tallies
            figures = "  ".join(f"{n} {one[n].f1:5.1f}" for n in ("entities", "officials", "events"))
            console.print(f"{gold['id']:32} {figures}", markup=False)
    for error in report.scores.errors[:errors]:
        console.print(error, markup=False, soft_wrap=True)
