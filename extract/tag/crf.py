"""The trained tagger: a CRF over syllables, read with python-crfsuite from the model that ships with the package."""

from collections.abc import Iterable

from spacy.tokens import Doc

from extract.models import open_model, runs
from extract.tag.features import features, sequences, token_rows
from extract.tag.lexicon import Hint
from extract.tag.tokens import pieces
from extract.types import LABELS, Label, Mention

MODEL = "names.crfsuite"


def find_learned(doc: Doc, hints: Iterable[Hint], rules: Iterable[Mention]) -> list[Mention]:
    """Mentions of all types that the model finds; empty where no model is shipped."""
    model = open_model("tag", MODEL)
    if model is None:
        return []
    tokens = pieces(doc)
    marks = token_rows(doc, hints, rules)
    labels: dict[str, Label] = {label: label for label in LABELS}
    return [
        Mention(
            start=tokens.start[line[a]],
            end=tokens.end(line[b - 1]),
            label=labels[label],
            method="learned",
            rule="crf",
        )
        for line in sequences(doc)
        for a, b, label in runs(model.tag(features(doc, line, marks)))
    ]
