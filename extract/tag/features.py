"""What the tagger sees of each token: its form, its neighbours, and what the lexicon and the rules say of it."""

import functools
from collections.abc import Iterable, Sequence
from importlib import resources

from spacy.tokens import Doc

from extract.syllables import shape
from extract.tag.lexicon import Hint
from extract.tag.tokens import pieces
from extract.types import Mention

_EDGE = "␂"


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


def sequences(doc: Doc) -> list[list[int]]:
    """Token indices line by line, white space left out: what the tagger labels at a time."""
    lines: list[list[int]] = [[]]
    for k, text in enumerate(pieces(doc).text):
        if not text.isspace():
            lines[-1].append(k)
        elif "\n" in text:
            lines.append([])
    return [line for line in lines if line]


def features(doc: Doc, line: Sequence[int], marks: list[list[str]]) -> list[list[str]]:
    """Feature strings of the tokens of one line."""
    table = clusters()
    tokens = pieces(doc)
    words = [_EDGE, _EDGE, *(tokens.norm[i] for i in line), _EDGE, _EDGE]
    shapes = [_EDGE, _EDGE, *(shape(tokens.text[i]) for i in line), _EDGE, _EDGE]
    none = ("-", "-")
    found = [table.get(cluster_key(tokens.text[i], tokens.norm[i]), none) for i in line]
    coarse, fine = ([_EDGE, _EDGE, *(f[n] for f in found), _EDGE, _EDGE] for n in (0, 1))
    all_caps = sum(s in ("AA", "A") for s in shapes) > 0.6 * max(1, sum(s.startswith(("A", "a")) for s in shapes))
    position = "title" if line[0] == 0 else "body"
    rows = []
    for n, i in enumerate(line):
        k = n + 2
        w, s = words[k], shapes[k]
        row = [
            "b",
            f"w0={w}",
            f"w-1={words[k - 1]}",
            f"w+1={words[k + 1]}",
            f"w-2={words[k - 2]}",
            f"w+2={words[k + 2]}",
            f"w-1,0={words[k - 1]}|{w}",
            f"w0,1={w}|{words[k + 1]}",
            f"w-2,-1={words[k - 2]}|{words[k - 1]}",
            f"w1,2={words[k + 1]}|{words[k + 2]}",
            f"s0={s}",
            f"s-1,0={shapes[k - 1]}|{s}",
            f"s0,1={s}|{shapes[k + 1]}",
            f"s-1,0,1={shapes[k - 1]}|{s}|{shapes[k + 1]}",
            f"s-2..2={shapes[k - 2]}|{shapes[k - 1]}|{s}|{shapes[k + 1]}|{shapes[k + 2]}",
            f"g0={fine[k]}",
            f"g-1={fine[k - 1]}",
            f"g+1={fine[k + 1]}",
            f"c0={coarse[k]}",
            f"c-1,0={coarse[k - 1]}|{coarse[k]}",
            f"c0,1={coarse[k]}|{coarse[k + 1]}",
            f"c-2={coarse[k - 2]}",
            f"c+2={coarse[k + 2]}",
            f"w0,s0={w}|{s}",
        ]
        row += marks[i]
        if n:
            row += [f"-1{m}" for m in marks[line[n - 1]]]
        if n + 1 < len(line):
            row += [f"+1{m}" for m in marks[line[n + 1]]]
        if all_caps:
            row.append("caps-line")
        if n == 0:
            row.append(f"first:{position}")
        rows.append(row)
    return rows
