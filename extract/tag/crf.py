"""The trained tagger: a CRF over syllables, read by `extract.chain` from the model that ships with the package."""

from collections.abc import Iterable

from spacy.tokens import Doc

from extract.chain import open_chain, runs
from extract.tag.features import TEMPLATES, table, token_rows
from extract.tag.lexicon import Hint
from extract.tag.tokens import pieces
from extract.types import LABELS, Label, Mention

MODEL = "names.npz"


def find_learned(doc: Doc, hints: Iterable[Hint], rules: Iterable[Mention]) -> list[Mention]:
    """Mentions of all types that the model finds; empty where no model is shipped."""
    model = open_chain("tag", MODEL)
    if model is None:
        return []
    tokens = pieces(doc)
    seen = table(doc, token_rows(doc, hints, rules))
    scores = model.score(TEMPLATES, seen.columns, seen.extras, seen.marks)
    labels: dict[str, Label] = {label: label for label in LABELS}
    tagged = model.best(scores, [(first, first + len(line)) for line, first in seen.sequences])
    return [
        Mention(
            start=tokens.start[line[a]],
            end=tokens.end(line[b - 1]),
            label=labels[label],
            method="learned",
            rule="crf",
        )
        for (line, _), tags in zip(seen.sequences, tagged, strict=True)
        for a, b, label in runs(tags)
    ]
