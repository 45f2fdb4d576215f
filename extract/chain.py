"""Linear-chain CRFs read with numpy: many positions scored at once, features looked up as numbers, not strings.

A model is trained with CRFsuite (`corpus.training.chains`) and kept as one `.npz` file. CRFsuite's own tagger takes
each position's features as strings, which cost more than all the rest of extraction; here a feature is a combination
of cells of a table (a word, the shape of the next one, …), and all positions of a bulletin are looked up together.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]  # positions × labels
Columns = Mapping[str, Sequence[str]]  # column → one value a position, without spaces; "" is no value
Extra = tuple[int, str]  # position and a feature that no template makes


class Template(NamedTuple):
    """A feature: the values of some cells together. `cells` are columns with their offset from the position.

    Columns named alike but for a digit ("b1", "b2") hold values of one kind; templates of one name are one feature.
    """

    name: str
    cells: tuple[tuple[str, int], ...]


_NEAR = 20  # positions after which a chain has forgotten
_BESIDE = {0: "@0 ", -1: "@+1 ", 1: "@-1 "}  # how a mark is written at the position an offset away from its own


def seen_from(mark: str) -> list[tuple[int, str]]:
    """(offset, feature) of a mark at its own position and at those beside it.

    >>> seen_from("H:unit")
    [(0, '@0 H:unit'), (-1, '@+1 H:unit'), (1, '@-1 H:unit')]
    """
    return [(offset, f"{lead}{mark}") for offset, lead in _BESIDE.items()]


def kind(column: str) -> str:
    """What a column holds: its name without the digit that tells it from its like."""
    return column.rstrip("0123456789")


def strings(templates: Sequence[Template], columns: Columns, at: int) -> list[str]:
    """The features of position `at` as CRFsuite is trained with them.

    >>> strings([Template("w0,1", (("w", 0), ("w", 1)))], {"w": ["sở", "y", "tế"]}, 1)
    ['w0,1=y tế']
    """
    found = []
    for template in templates:
        values = [columns[column][at + offset] for column, offset in template.cells]
        if all(values):
            found.append(f"{template.name}={' '.join(values)}")
    return found


class Table(NamedTuple):
    """The known combinations of one feature: mixed-radix numbers in order, and the row of weights of the first.

    `direct` gives the row for each value where a combination is a single value.
    """

    keys: NDArray[np.int64]
    first_row: int
    direct: NDArray[np.int64] | None


class Chain:
    """A trained model. `labels` are in the order of the scores' columns."""

    def __init__(self, stored: Mapping[str, NDArray[Any]]) -> None:
        self.labels = tuple(_lines(stored["labels"]))
        self.transitions: Scores = stored["transitions"].astype(np.float32)
        weights = stored["weights"].astype(np.float32)
        self._weights: Scores = np.zeros((int(stored["rows"][0]) + 1, len(self.labels)), np.float32)
        self._weights[stored["at_row"], stored["at_label"]] = weights
        self._none = len(self._weights) - 1  # the row of what the model does not know
        self._values = {
            name[7:]: {value: n for n, value in enumerate(_lines(stored[name]))}
            for name in stored
            if name.startswith("values:")
        }
        self._tables = {name[5:]: self._table(stored, name[5:]) for name in stored if name.startswith("keys:")}
        first = int(stored["first:strings"][0])
        self._strings = {feature: first + n for n, feature in enumerate(_lines(stored["strings"]))}
        self._spread: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for feature, row in self._strings.items():
            for offset, lead in _BESIDE.items():
                if feature.startswith(lead):
                    self._spread[feature[len(lead) :]].append((offset, row))
        self._moves: Scores = self.transitions[:, None, :]
        self._into: Scores = np.ascontiguousarray(self.transitions.T)
        with np.errstate(over="ignore"):
            self._likely = np.exp(self.transitions.astype(np.float64))

    def _table(self, stored: Mapping[str, NDArray[Any]], name: str) -> Table:
        keys, first_row = stored[f"keys:{name}"], int(stored[f"first:{name}"][0])
        if f"single:{name}" not in stored:
            return Table(keys, first_row, None)
        of = _lines(stored[f"single:{name}"])[0]
        direct = np.full(len(self._values[of]) + 1, self._none)
        direct[keys] = first_row + np.arange(len(keys))
        return Table(keys, first_row, direct)

    def score(
        self, templates: Sequence[Template], columns: Columns, extras: Iterable[Extra] = (), marks: Iterable[Extra] = ()
    ) -> Scores:
        """Scores of every position and label. Cells past the ends of the columns wrap round: pad them.

        `extras` are features of one position; `marks` are seen from the positions beside theirs too (`seen_from`).
        """
        ids: dict[str, NDArray[np.int64]] = {}
        for column, values in columns.items():
            number = self._values.get(kind(column), {})
            unknown = len(number)
            ids[column] = np.array([number.get(v, unknown) for v in values], np.int64)
        scores: Scores = np.zeros((len(next(iter(columns.values()))), len(self.labels)), np.float32)
        for template in templates:
            if template.name in self._tables:
                scores += self._weights.take(self._rows(template, ids), axis=0)
        known = self._strings
        pairs = [(at, row) for at, feature in extras if (row := known.get(feature)) is not None]
        for at, mark in marks:
            pairs += [(at + offset, row) for offset, row in self._spread.get(mark, ())]
        pairs.sort()
        if pairs:
            found = np.array(pairs)
            firsts = np.flatnonzero(np.diff(found[:, 0], prepend=-1))
            scores[found[firsts, 0]] += np.add.reduceat(self._weights.take(found[:, 1], axis=0), firsts, axis=0)
        return scores

    def _rows(self, template: Template, ids: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        """The row of weights of each position's combination."""
        table = self._tables[template.name]
        if not template.cells:
            return np.full(1, table.first_row)
        if table.direct is not None:
            ((column, offset),) = template.cells
            return _shifted(table.direct.take(ids[column]), offset)
        wanted: NDArray[np.int64] = np.zeros(1, np.int64)
        for column, offset in template.cells:
            wanted = wanted * (len(self._values[kind(column)]) + 1) + _shifted(ids[column], offset)
        at = np.searchsorted(table.keys, wanted)
        at[at == len(table.keys)] = 0
        return np.where(table.keys[at] == wanted, at + table.first_row, self._none)

    def score_strings(self, rows: Sequence[Sequence[str]]) -> Scores:
        """Scores of positions whose features are given as strings."""
        known = self._strings
        scores = np.zeros((len(rows), len(self.labels)), np.float32)
        for n, row in enumerate(rows):
            found = [r for feature in row if (r := known.get(feature)) is not None]
            if found:
                scores[n] = np.add.reduce(self._weights.take(found, axis=0), axis=0)
        return scores

    def best(self, scores: Scores, spans: Sequence[tuple[int, int]]) -> list[list[str]]:
        """The likeliest labels of each sequence `scores[start:stop]` (Viterbi), all of them searched side by side."""
        order = sorted((span for span in spans if span[1] > span[0]), key=lambda span: span[0] - span[1])
        path = np.zeros(len(scores), np.int64)
        if order:
            self._search(scores, order, path)
        labels = [self.labels[n] for n in path.tolist()]
        return [labels[start:stop] for start, stop in spans]

    def _search(self, scores: Scores, spans: Sequence[tuple[int, int]], path: NDArray[np.int64]) -> None:
        """Fill in the best path over each of the spans, which come longest first."""
        firsts = np.array([start for start, _ in spans])
        lengths = np.array([stop - start for start, stop in spans])
        running = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left").tolist()  # sequences at each step
        reached = scores[firsts]
        steps = [reached]
        for k in range(1, len(running)):
            alive = running[k]
            ways = (
                reached[:alive].T[:, :, None] + self._moves
            )  # before × sequence × label: numpy is fast along the first
            reached = np.maximum.reduce(ways, axis=0) + scores.take(firsts[:alive] + k, axis=0)
            steps.append(reached)
        chosen = firsts[:0]
        for k in range(len(running) - 1, -1, -1):
            totals = steps[k]
            totals[: len(chosen)] += self._into.take(chosen, axis=0)
            chosen = totals.argmax(axis=1)
            path[firsts[: running[k]] + k] = chosen

    def probability(self, scores: Scores, at: int, label: str) -> float:
        """How likely `label` is at position `at` of one sequence (forward-backward, `_NEAR` positions about)."""
        if label not in self.labels:
            return 0.0
        scores = scores[max(0, at - _NEAR) : at + _NEAR + 1]
        at = min(at, _NEAR)
        own = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
        forward = own[0]
        for k in range(1, at + 1):
            forward = (forward / forward.sum()) @ self._likely * own[k]
        backward = np.ones(len(self.labels))
        for k in range(len(own) - 1, at, -1):
            backward = self._likely @ (own[k] * backward)
            backward /= backward.sum()
        both = forward * backward
        return float(both[self.labels.index(label)] / both.sum())


def _shifted(values: NDArray[np.int64], offset: int) -> NDArray[np.int64]:
    return np.concatenate((values[offset:], values[:offset])) if offset else values


def _lines(stored: NDArray[Any]) -> list[str]:
    text = stored.tobytes().decode("utf-8")
    return text.split("\n") if text else []


@functools.cache
def open_chain(folder: str, name: str) -> Chain | None:
    """The model `extract/<folder>/<name>`, or None where it is not shipped (rules then stand alone)."""
    source = resources.files("extract").joinpath(folder, name)
    if not source.is_file():
        return None
    with source.open("rb") as stream:
        return read_chain(stream)


def read_chain(stream: IO[bytes]) -> Chain:
    """The model in a file written by `corpus.training.chains`."""
    with np.load(stream, allow_pickle=False) as stored:
        return Chain({name: stored[name] for name in stored.files})


def runs(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, label) of the runs in BIO tags; an I after another label begins a run.

    >>> runs(["B-ORG", "I-ORG", "O", "B-DATE"])
    [(0, 2, 'ORG'), (3, 4, 'DATE')]
    """
    out: list[tuple[int, int, str]] = []
    start = -1
    for k, tag in enumerate([*tags, "O"]):
        if start >= 0 and (not tag.startswith("I-") or tag[2:] != tags[start][2:]):
            out.append((start, k, tags[start][2:]))
            start = -1
        if tag.startswith("B-") or (tag.startswith("I-") and start < 0):
            start = k
    return out
