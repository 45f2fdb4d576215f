"""Strings that no entity type covers: names of conferences, honours, descriptions of recipients and of projects.

A CRF over the syllables of a line, which sees the mentions already tagged; trained by `corpus.training.events`.
"""

from typing import NamedTuple

from extract.events.grammar import Found, rule_phrases
from extract.events.signs import EDGE, Signs
from extract.models import open_model, runs
from extract.syllables import shape
from extract.types import Span
from extract.vocabulary import load

MODEL = "phrases.crfsuite"
# how likely the model must find a phrase of the rules; set by cross-validation on the training labels
LIKELY = {"CONFERENCE": 0.05, "AWARD": 0.1, "RECIPIENT": 0.1}
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


def telling_lines(signs: Signs) -> list[Span]:
    """The lines that may name an event: those with a word that announces one, or with money or a project."""
    return [
        line
        for line in signs.reading.lines
        if any(signs.trigger[k] in _ANNOUNCING or signs.kind[k] in ("MONEY", "PROJECT") for k in signs.inside(line))
    ]


def line_features(signs: Signs, line: Span) -> tuple[range, list[list[str]], list[Found]]:
    """Indices of a line's syllables, their features, and the phrases of the rules."""
    inside = signs.inside(line)
    where = signs.where(line[0])
    words = [EDGE] * 3 + [signs.syllables[k].norm for k in inside] + [EDGE] * 3
    kinds = [EDGE] * 3 + [signs.kind[k] for k in inside] + [EDGE] * 3
    marks = [EDGE] * 3 + [signs.trigger[k] for k in inside] + [EDGE] * 3
    ruled = ["O"] * len(inside)
    phrases = rule_phrases(signs, line)
    for start, end, kind in phrases:
        for k in range(start, end):
            ruled[k - inside.start] = f"{'B' if k == start else 'I'}-{kind}"
    ruled = [EDGE, *ruled, EDGE]
    said = sorted({signs.trigger[k] for k in inside} & _TELLING)
    seen: list[str] = []
    rows = []
    for n, k in enumerate(inside):
        c = n + 3
        w, t, m = words[c], kinds[c], marks[c]
        row = [
            "b",
            f"w={w}",
            f"w-1={words[c - 1]}",
            f"w+1={words[c + 1]}",
            f"w-2={words[c - 2]}",
            f"w+2={words[c + 2]}",
            f"w-3={words[c - 3]}",
            f"w+3={words[c + 3]}",
            f"w-1w={words[c - 1]}|{w}",
            f"ww+1={w}|{words[c + 1]}",
            f"w-2w-1={words[c - 2]}|{words[c - 1]}",
            f"w+1w+2={words[c + 1]}|{words[c + 2]}",
            f"t={t}",
            f"t-1t={kinds[c - 1]}|{t}",
            f"tt+1={t}|{kinds[c + 1]}",
            f"wt+1={w}|{kinds[c + 1]}",
            f"w-1t={words[c - 1]}|{t}",
            f"m={m}",
            f"m-1={marks[c - 1]}",
            f"m+1={marks[c + 1]}",
            f"m-1m={marks[c - 1]}|{m}",
            f"at={where}|{w}",
            f"at={where}|{m}",
            f"s={shape(signs.syllables[k].text)}",
            f"r={ruled[n + 1]}",
            f"r-1r={ruled[n]}|{ruled[n + 1]}",
            f"rr+1={ruled[n + 1]}|{ruled[n + 2]}",
            f"r={ruled[n + 1]}|at={where}",
            *(f"r={ruled[n + 1]}|said={mark}" for mark in said if ruled[n + 1] != "O"),
            *(f"before={mark}" for mark in seen[-3:]),
        ]
        if m != "-" and (not seen or seen[-1] != m):
            seen.append(m)
        rows.append(row)
    return inside, rows, phrases


def find_phrases(signs: Signs) -> list[Phrase]:
    """Phrases of a bulletin in order; those of the rules alone where no model is shipped.

    A phrase of the rules stands beside the model's where the model finds it likely enough: a CRF that has seen few
    events says "nothing" too often.
    """
    model = open_model("events", MODEL)
    text = signs.reading.text
    found: list[Phrase] = []
    for line in telling_lines(signs):
        inside, rows, ruled = line_features(signs, line)
        spans: list[Found] = []
        if model is not None:
            model.set(rows)
            spans = [(inside[a], inside[b - 1] + 1, kind) for a, b, kind in runs(model.tag())]
        for a, b, kind in ruled:
            if any(a < end and start < b for start, end, _ in spans):
                continue
            if model is None or model.marginal(f"B-{kind}", a - inside.start) >= LIKELY[kind]:
                spans.append((a, b, kind))
        for a, b, kind in sorted(spans):
            start, end = signs.syllables[a].start, signs.syllables[b - 1].end
            found.append(Phrase(start, end, kind, text[start:end]))
    return found
