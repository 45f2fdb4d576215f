"""The trained tagger: a CRF over syllables, read with python-crfsuite from the model that ships with the package."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from extract.models import open_model
from extract.tag.features import features, sequences, token_rows
from extract.tag.lexicon import Hint
from extract.tag.tokens import pieces
from extract.types import LABELS, Label, Mention

MODEL = "names.crfsuite"


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, label) of the runs in BIO tags; an I after another label begins a run.

    >>> spans(["B-ORG", "I-ORG", "O", "B-DATE"])
    [(0, 2, 'ORG'), (3, 4, 'DATE')]
    """
    out: list[tuple[int, int, str]] = []
    for k, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if out and out[-1][1] == -1 and (prefix != "I" or label != out[-1][2]):
            out[-1] = (out[-1][0], k, out[-1][2])
        if prefix == "B" or (prefix == "I" and not (out and out[-1][1] == -1)):
            out.append((k, -1, label))
    return out


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
        for a, b, label in spans(model.tag(features(doc, line, marks)))
    ]
