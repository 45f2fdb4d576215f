"""The labelled readings that models learn from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.annotation.store import DATA, labels, training_texts


def blind_ids() -> frozenset[str]:
    """Ids of the documents that no model may learn from."""
    return frozenset((DATA / "blind.txt").read_text("utf-8").split())


def readings(arguments: Sequence[str]) -> list[dict[str, Any]]:
    """Labels in gold form, without those of the blind set.

    `arguments` are those of the command line: the pool, then label files (without any, all that are committed).
    """
    texts, publishers = training_texts(Path(arguments[0]))
    files = [Path(p) for p in arguments[1:]] or sorted(DATA.glob("*.jsonl"))
    blind = blind_ids()
    return [label for path in files for label in labels(path, texts, publishers) if label["id"] not in blind]
