"""Trains the tagger's CRF on the stand-off labels.

    python -m corpus.training.names POOL [LABELS.jsonl ...]

Every reading of a document is a training text of its own, so where two readers differ the model hears both.
Documents of the blind set are never used.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.training.chains import ChainTrainer
from corpus.training.readings import readings
from extract.tag.amounts import find_amounts
from extract.tag.arbiter import RULES_FIRST
from extract.tag.crf import MODEL
from extract.tag.dates import find_dates
from extract.tag.features import TEMPLATES, table, token_rows, training_rows
from extract.tag.lexicon import Lexicon
from extract.tag.rules import find_names
from extract.tag.tokens import blank_pipeline, pieces
from extract.tag.truecase import read_hints
from extract.types import Span

OUT = Path(__file__).parents[2] / "extract" / "tag" / MODEL
PARAMETERS = {"c1": 0.02, "c2": 0.1, "max_iterations": 120, "feature.possible_transitions": True}


def bio(spans: list[Span], entities: Iterable[dict[str, Any]]) -> list[str]:
    """BIO tags of tokens at `spans` for labelled entities; a token partly covered belongs to the entity."""
    tags = ["O"] * len(spans)
    for entity in entities:
        inside = [k for k, (start, end) in enumerate(spans) if start < entity["end"] and end > entity["start"]]
        for n, k in enumerate(inside):
            tags[k] = f"{'I' if n else 'B'}-{entity['type']}"
    return tags


class Trainer:
    """Turns labelled documents into training sequences."""

    def __init__(self) -> None:
        self.nlp = blank_pipeline()
        self.lexicon = Lexicon(self.nlp)

    def rows(self, label: dict[str, Any]) -> Iterable[tuple[list[list[str]], list[str]]]:
        """(features, tags) of each sentence of a labelled document; what rules read better is no label here."""
        entities = [e for e in label["entities"] if e["type"] not in RULES_FIRST]
        doc = self.nlp(label["text"])
        tokens = pieces(doc)
        hints = read_hints(self.lexicon, doc)
        rules = [*find_names(doc, hints), *find_amounts(tokens.source), *find_dates(tokens.source)]
        marks = token_rows(doc, hints, rules)
        for line, rows in training_rows(table(doc, marks)):
            yield rows, bio([(tokens.start[i], tokens.end(i)) for i in line], entities)


def train(training: Iterable[dict[str, Any]], out: Path, parameters: dict[str, Any] | None = None) -> None:
    """Train on labelled documents (gold form) and write the model to `out`."""
    maker = Trainer()
    trainer = ChainTrainer(TEMPLATES)
    for label in training:
        for rows, tags in maker.rows(label):
            trainer.append(rows, tags)
    trainer.train(out, parameters or PARAMETERS)


def main(argv: list[str]) -> int:
    """Train from the committed labels (or those named) and the pool; return 0."""
    rows = readings(argv)
    train(rows, OUT)
    print(f"{OUT.name}: {len(rows)} readings, {OUT.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
