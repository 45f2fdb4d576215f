"""`python -m tests.eval.registry`: scores the registry on labelled pairs of names; red below a floor.

Each pair is resolved by itself, and again with all the others in one registry.
"""

import sys
from collections import Counter

from rich.console import Console
from rich.table import Table

from corpus.registry import Registry, resolve
from tests.eval.registry_pairs import Pair, pairs

FLOORS = {"alone": (100.0, 98.0), "together": (100.0, 98.0)}  # precision, recall in per cent


def id_of(registry: Registry, record: dict[str, object], name: str) -> str | None:
    """The registry id of the thing that a record names so."""
    bare = name.removeprefix(", ")
    entities: list[dict[str, str]] = record["entities"]  # type: ignore[assignment]
    return next(registry.entity_of(str(record["id"]), e["id"]) for e in entities if e["text"] == bare)


def merged(registry: Registry, pair: Pair) -> bool:
    """Does the registry take the two names for one thing?"""
    one, two = id_of(registry, pair.left, pair.left_name), id_of(registry, pair.right, pair.right_name)
    return one is not None and one == two


def main() -> int:
    """Print the figures beside their floors; 0 where all hold."""
    labelled = pairs()
    whole = resolve([r for p in labelled for r in (p.left, p.right)])
    answers = {
        "alone": [(p, merged(resolve([p.left, p.right]), p)) for p in labelled],
        "together": [(p, merged(whole, p)) for p in labelled],
    }
    same = sum(p.same for p in labelled)
    print(f"{len(labelled)} pairs: {same} of one thing, {len(labelled) - same} of two")
    table = Table(title="registry: pairwise figures and their floors", title_justify="left")
    for column in ("resolved", "P", "floor", "R", "floor"):
        table.add_column(column, justify="left" if column == "resolved" else "right")
    failed = False
    for how, rows in answers.items():
        counts = Counter((p.same, said) for p, said in rows)
        right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
        precision, recall = 100 * right / ((right + wrong) or 1), 100 * right / ((right + missed) or 1)
        floors = FLOORS[how]
        failed |= precision < floors[0] or recall < floors[1]
        table.add_row(how, f"{precision:.1f}", f"{floors[0]:.1f}", f"{recall:.1f}", f"{floors[1]:.1f}")
        for pair, said in rows:
            if pair.same != said:
                print(f"{how}: {'merged' if said else 'apart'} ({pair.group}): {pair.left_name!r}, {pair.right_name!r}")
    Console(width=72, highlight=False).print(table)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
