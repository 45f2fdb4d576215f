"""Trains the tagger's CRF on the stand-off labels.

    python -m corpus.training.names POOL [LABELS.jsonl ...]

Every reading of a document is a training text of its own, so where two readers differ the model hears both.
Documents of the blind set are never used.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pycrfsuite

from corpus.training.readings import readings
from extract.tag.crf import MODEL
from extract.tag.features import features, sequences, token_rows
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
        """(features, tags) of each line of a labelled document."""
        doc = self.nlp(label["text"])
        tokens = pieces(doc)
        hints = read_hints(self.lexicon, doc)
        marks = token_rows(doc, hints, find_names(doc, hints))
        for line in sequences(doc):
            yield features(doc, line, marks), bio([(tokens.start[i], tokens.end(i)) for i in line], label["entities"])


def train(training: Iterable[dict[str, Any]], out: Path, parameters: dict[str, Any] | None = None) -> None:
    """Train on labelled documents (gold form) and write the model to `out`."""
    maker = Trainer()
    trainer = pycrfsuite.Trainer(verbose=False)
    for label in training:
        for rows, tags in maker.rows(label):
            trainer.append(rows, tags)
    trainer.set_params(parameters or PARAMETERS)
    trainer.train(str(out))


def main(argv: list[str]) -> int:
    """Train from the committed labels (or those named) and the pool; return 0."""
    rows = readings(argv)
    train(rows, OUT)
    print(f"{OUT.name}: {len(rows)} readings, {OUT.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
