"""What the tagger sees of each token: its form, its neighbours, and what the lexicon and the rules say of it."""

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from spacy.tokens import Doc

from extract.chain import Extra, Template, seen_from, strings
from extract.syllables import shape
from extract.tag.lexicon import Hint
from extract.tag.tokens import Pieces, pieces
from extract.types import Mention

_EDGE = "␂"
_ENDS = frozenset(".?!…")
_REACH = 2  # the farthest cell of a template, and so the empty cells between two lines

# columns: w the word folded, s its shape, c and g its coarse and fine cluster
TEMPLATES = tuple(
    Template(name, cells)
    for name, cells in {
        "b": (),
        "w0": (("w", 0),),
        "w-1": (("w", -1),),
        "w+1": (("w", 1),),
        "w-2": (("w", -2),),
        "w+2": (("w", 2),),
        "w-1,0": (("w", -1), ("w", 0)),
        "w0,1": (("w", 0), ("w", 1)),
        "w-2,-1": (("w", -2), ("w", -1)),
        "w1,2": (("w", 1), ("w", 2)),
        "s0": (("s", 0),),
        "s-1,0": (("s", -1), ("s", 0)),
        "s0,1": (("s", 0), ("s", 1)),
        "s-1,0,1": (("s", -1), ("s", 0), ("s", 1)),
        "s-2..2": (("s", -2), ("s", -1), ("s", 0), ("s", 1), ("s", 2)),
        "g0": (("g", 0),),
        "g-1": (("g", -1),),
        "g+1": (("g", 1),),
        "c0": (("c", 0),),
        "c-1,0": (("c", -1), ("c", 0)),
        "c0,1": (("c", 0), ("c", 1)),
        "c-2": (("c", -2),),
        "c+2": (("c", 2),),
        "w0,s0": (("w", 0), ("s", 0)),
    }.items()
)


def cluster_key(text: str, norm: str) -> str:
    """The form under which clusters are kept: folded, marked where it is written with a capital.

    >>> cluster_key("Bình", "bình"), cluster_key("bình", "bình")
    ('^bình', 'bình')
    """
    return f"^{norm}" if text[:1].isupper() else norm


@functools.cache
def clusters() -> dict[str, tuple[str, ...]]:
    """Cluster key → its clusters, coarse and fine (`corpus.training.clusters`); empty where none are shipped."""
    source = resources.files("extract").joinpath("tag", "clusters.tsv")
    if not source.is_file():
        return {}
    rows = (line.split("\t") for line in source.read_text("utf-8").split("\n") if line)
    return {row[0]: tuple(row[1:]) for row in rows}


def token_rows(doc: Doc, hints: Iterable[Hint], mentions: Iterable[Mention]) -> list[list[str]]:
    """The marks of each token that come from the lexicon ("H:offices.chair:B") and from rule mentions ("R:ORG:I")."""
    tokens = pieces(doc)
    rows: list[list[str]] = [[] for _ in tokens.text]
    for hint in hints:
        name = hint.list if hint.list in ("given", "unit") else f"{hint.list}.{hint.entry}"
        for k in range(hint.start, hint.end):
            rows[k].append(f"H:{name}:{'B' if k == hint.start else 'I'}")
    starts = {start: k for k, start in enumerate(tokens.start)}
    for mention in mentions:
        first = starts.get(mention.start)
        if first is None:
            continue
        k = first
        while k < len(rows) and tokens.start[k] < mention.end:
            mark = f"R:{mention.label}:{'B' if k == first else 'I'}"
            if mark not in rows[k]:
                rows[k].append(mark)
            k += 1
    return rows


def lines_of(doc: Doc) -> list[list[int]]:
    """Token indices line by line, white space left out."""
    lines: list[list[int]] = [[]]
    for k, text in enumerate(pieces(doc).text):
        if not text.isspace():
            lines[-1].append(k)
        elif "\n" in text:
            lines.append([])
    return [line for line in lines if line]


def sentence_ends(tokens: Pieces, line: list[int]) -> list[int]:
    """Places in a line (as many tokens from its start) after which a sentence ends, and the end of the line.

    No name goes on over one; what is labelled at a time is a sentence. "TP. " and "Pte.Ltd" end none.
    """
    ends = []
    words = tokens.text
    for n, k in enumerate(line[:-1]):
        after = line[n + 1]
        if words[k] in _ENDS and words[after][:1].isupper() and tokens.start[after] > tokens.end(k):
            before = words[line[n - 1]] if n else ""
            if not (words[k] == "." and len(before) <= 3 and before[:1].isupper()):
                ends.append(n + 1)
    return [*ends, len(line)]


@functools.lru_cache(maxsize=50_000)
def _outline(text: str, norm: str) -> tuple[str, str, str]:
    """Shape, coarse and fine cluster of a token."""
    coarse, fine = clusters().get(cluster_key(text, norm), ("-", "-"))
    return shape(text), coarse, fine


@dataclass(frozen=True, slots=True)
class Table:
    """All that the model sees of a Doc: `columns` over its lines one after the other, with empty cells between them.

    `sequences` are (tokens of a sentence, place of its first token in the columns); `extras` what no template makes;
    `marks` what lexicon and rules say, seen by the neighbours too.
    """

    columns: dict[str, list[str]]
    sequences: list[tuple[list[int], int]]
    extras: list[Extra]
    marks: list[Extra]


def table(doc: Doc, marks: list[list[str]]) -> Table:
    """The model's view of a Doc with the marks of its tokens (`token_rows`)."""
    tokens = pieces(doc)
    gap = [_EDGE] * _REACH
    words, shapes, coarse, fine = list(gap), list(gap), list(gap), list(gap)
    found: list[tuple[list[int], int]] = []
    extras: list[Extra] = []
    seen: list[Extra] = []
    for line in lines_of(doc):
        first = len(words)
        begin = 0
        for end in sentence_ends(tokens, line):
            found.append((line[begin:end], first + begin))
            begin = end
        outlines = [_outline(tokens.text[i], tokens.norm[i]) for i in line]
        words += [tokens.norm[i] for i in line] + gap
        shapes += [s for s, _, _ in outlines] + gap
        coarse += [c for _, c, _ in outlines] + gap
        fine += [f for _, _, f in outlines] + gap
        seen += [(at, mark) for at, i in enumerate(line, first) for mark in marks[i]]
        lettered = [s for s, _, _ in outlines if s[0] in "Aa"]
        if sum(s in ("AA", "A") for s in lettered) > 0.6 * max(1, len(lettered)):
            extras += [(at, "caps-line") for at in range(first, first + len(line))]
        extras.append((first, f"first:{'title' if line[0] == 0 else 'body'}"))
    return Table({"w": words, "s": shapes, "c": coarse, "g": fine}, found, extras, seen)


def training_rows(seen: Table) -> list[tuple[list[int], list[list[str]]]]:
    """(token indices, feature strings of each) sentence by sentence: what the model is trained with."""
    extras: dict[int, list[str]] = defaultdict(list)
    for at, feature in seen.extras:
        extras[at].append(feature)
    for at, mark in seen.marks:
        for offset, feature in seen_from(mark):
            extras[at + offset].append(feature)
    return [
        (line, [strings(TEMPLATES, seen.columns, at) + extras[at] for at in range(first, first + len(line))])
        for line, first in seen.sequences
    ]
