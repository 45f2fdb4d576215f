"""Strings that no entity type covers: names of conferences, honours, descriptions of recipients and of projects.

A CRF over the syllables of a line, which sees the mentions already tagged; trained by `corpus.training.events`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.chain import Extra, Template, open_chain, runs, strings
from extract.events.grammar import Found, rule_phrases
from extract.events.signs import EDGE, Signs
from extract.syllables import shape
from extract.types import Span
from extract.vocabulary import load

MODEL = "phrases.npz"
_REACH = 3  # the farthest cell of a template, and so the empty cells between two lines
# columns: w the word folded, t the type of the mention it is in, m its trigger, s its shape, r what the rules say,
# p which part of the bulletin it is in, b1 … b3 the triggers before it
TEMPLATES = tuple(
    Template(name, cells)
    for name, cells in (
        ("b", ()),
        ("w", (("w", 0),)),
        ("w-1", (("w", -1),)),
        ("w+1", (("w", 1),)),
        ("w-2", (("w", -2),)),
        ("w+2", (("w", 2),)),
        ("w-3", (("w", -3),)),
        ("w+3", (("w", 3),)),
        ("w-1w", (("w", -1), ("w", 0))),
        ("ww+1", (("w", 0), ("w", 1))),
        ("w-2w-1", (("w", -2), ("w", -1))),
        ("w+1w+2", (("w", 1), ("w", 2))),
        ("t", (("t", 0),)),
        ("t-1t", (("t", -1), ("t", 0))),
        ("tt+1", (("t", 0), ("t", 1))),
        ("wt+1", (("w", 0), ("t", 1))),
        ("w-1t", (("w", -1), ("t", 0))),
        ("m", (("m", 0),)),
        ("m-1", (("m", -1),)),
        ("m+1", (("m", 1),)),
        ("m-1m", (("m", -1), ("m", 0))),
        ("pw", (("p", 0), ("w", 0))),
        ("pm", (("p", 0), ("m", 0))),
        ("s", (("s", 0),)),
        ("r", (("r", 0),)),
        ("r-1r", (("r", -1), ("r", 0))),
        ("rr+1", (("r", 0), ("r", 1))),
        ("rp", (("r", 0), ("p", 0))),
        ("before", (("b1", 0),)),
        ("before", (("b2", 0),)),
        ("before", (("b3", 0),)),
    )
)
# how likely the model must find a phrase of the rules; set by cross-validation on the training labels
LIKELY = {"CONFERENCE": 0.05, "AWARD": 0.1, "RECIPIENT": 0.1}
# added to the score of a phrase's first syllable: a model that has seen few events says nothing too often. In
# cross-validation on the training labels conferences rise from 62 to 68 F1 (3: 69, 5: 61)
EAGER = 2.0
_ANNOUNCING = frozenset(
    {"meeting", "ceremony", "act", "hold", "confer", *(e.id for e in load("honours"))}
    | {e.id for e in load("triggers") if e.attributes.get("status")}
)
_TELLING = frozenset({"hold", "confer", "meeting", "ceremony", "act", "merit", "order"})


class Phrase(NamedTuple):
    """A stretch of text that names (part of) an event."""

    start: int
    end: int
    kind: str
    text: str


def telling_sentences(signs: Signs) -> list[Span]:
    """The sentences that may name an event: those with a word that announces one, or with money or a project."""
    return [
        sentence
        for sentence in signs.reading.sentences
        if any(signs.trigger[k] in _ANNOUNCING or signs.kind[k] in ("MONEY", "PROJECT") for k in signs.inside(sentence))
    ]


@dataclass(frozen=True, slots=True)
class Table:
    """All that the model sees of a bulletin: `columns` over its telling lines, with empty cells between them.

    `lines` are (syllables of a line, place of its first one in the columns, phrases of the rules); `extras` what no
    template makes.
    """

    columns: dict[str, list[str]]
    lines: list[tuple[range, int, list[Found]]]
    extras: list[Extra]


def table(signs: Signs) -> Table:
    """The model's view of a bulletin."""
    columns: dict[str, list[str]] = {name: [EDGE] * _REACH for name in ("w", "t", "m", "s", "r", "p", "b1", "b2", "b3")}
    lines: list[tuple[range, int, list[Found]]] = []
    extras: list[Extra] = []
    for line in telling_sentences(signs):
        inside = signs.inside(line)
        first = len(columns["w"])
        found = rule_phrases(signs, line)
        lines.append((inside, first, found))
        ruled = ["O"] * len(inside)
        said = sorted({signs.trigger[k] for k in inside} & _TELLING)
        for start, end, kind in found:
            for k in range(start, end):
                ruled[k - inside.start] = f"{'B' if k == start else 'I'}-{kind}"
                extras += [(first + k - inside.start, f"{ruled[k - inside.start]}|said={mark}") for mark in said]
        marks = signs.trigger[inside.start : inside.stop]
        columns["w"] += signs.syllables.norm[inside.start : inside.stop]
        columns["t"] += signs.kind[inside.start : inside.stop]
        columns["m"] += marks
        columns["s"] += [shape(word) for word in signs.syllables.text[inside.start : inside.stop]]
        columns["r"] += ruled
        columns["p"] += [signs.where(line[0])] * len(inside)
        for name, values in zip(("b1", "b2", "b3"), _before(marks), strict=True):
            columns[name] += values
        for values in columns.values():
            values += [EDGE] * _REACH
    return Table(columns, lines, extras)


def _before(marks: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """For each place in a line the last three different triggers before it; "" where there are fewer."""
    seen: list[str] = ["", "", ""]
    columns: tuple[list[str], list[str], list[str]] = ([], [], [])
    for mark in marks:
        for column, value in zip(columns, seen[-3:], strict=True):
            column.append(value)
        if mark != "-" and seen[-1] != mark:
            seen.append(mark)
    return columns


def training_rows(seen: Table) -> list[tuple[range, list[list[str]]]]:
    """(syllables, feature strings of each) line by line: what the model is trained with."""
    extras: dict[int, list[str]] = defaultdict(list)
    for at, feature in seen.extras:
        extras[at].append(feature)
    return [
        (inside, [strings(TEMPLATES, seen.columns, at) + extras[at] for at in range(first, first + len(inside))])
        for inside, first, _ in seen.lines
    ]


def find_phrases(signs: Signs) -> list[Phrase]:
    """Phrases of a bulletin in order; those of the rules alone where no model is shipped.

    A phrase of the rules stands beside the model's where the model finds it likely enough: a CRF that has seen few
    events says "nothing" too often.
    """
    model = open_chain("events", MODEL)
    seen = table(signs)
    text = signs.reading.text
    found: list[Phrase] = []
    places = [(first, first + len(inside)) for inside, first, _ in seen.lines]
    tagged: list[list[str]] = [[] for _ in places]
    if model is not None and places:
        scores = model.score(TEMPLATES, seen.columns, seen.extras)
        scores += [EAGER if label.startswith("B-") else 0.0 for label in model.labels]
        tagged = model.best(scores, places)
    for (inside, first, ruled), tags in zip(seen.lines, tagged, strict=True):
        spans: list[Found] = [(inside[a], inside[b - 1] + 1, kind) for a, b, kind in runs(tags)]
        for a, b, kind in ruled:
            if any(a < end and start < b for start, end, _ in spans):
                continue
            line = scores[first : first + len(inside)] if model is not None else None
            if model is None or line is None or model.probability(line, a - inside.start, f"B-{kind}") >= LIKELY[kind]:
                spans.append((a, b, kind))
        for a, b, kind in sorted(spans):
            start, end = signs.syllables.start[a], signs.syllables.end(b - 1)
            found.append(Phrase(start, end, kind, text[start:end]))
    return found
