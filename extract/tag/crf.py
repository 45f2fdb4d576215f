"""The trained tagger: a CRF over syllables, read with python-crfsuite from the model that ships with the package."""

import functools
from collections.abc import Iterable, Sequence
from importlib import resources

import pycrfsuite
from spacy.tokens import Doc

from extract.tag.features import features, sequences, token_rows
from extract.tag.lexicon import Hint
from extract.tag.tokens import pieces
from extract.types import LABELS, Label, Mention

MODEL = "names.crfsuite"


@functools.cache
def tagger() -> pycrfsuite.Tagger | None:
    """The shipped model, or None where there is none (rules then stand alone)."""
    source = resources.files("extract").joinpath("tag", MODEL)
    if not source.is_file():
        return None
    model = pycrfsuite.Tagger()
    # opened from a file: `open_inmemory` keeps a pointer into bytes that Python may free
    with resources.as_file(source) as path:
        model.open(str(path))
    return model


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
    model = tagger()
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
