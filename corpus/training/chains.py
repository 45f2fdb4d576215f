"""Trains linear-chain CRFs with CRFsuite and writes them in the form that `extract.chain` reads."""

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from extract.chain import Template, kind


class ChainTrainer:
    """Takes labelled sequences one by one; `templates` are those whose features the rows hold besides plain strings."""

    def __init__(self, templates: Sequence[Template] = ()) -> None:
        self._templates = {t.name: t for t in templates}
        self._trainer = pycrfsuite.Trainer(verbose=False)
        self.sequences = 0

    def append(self, rows: Sequence[Sequence[str]], tags: Sequence[str]) -> None:
        """Add one sequence: the features and the label of each position."""
        self._trainer.append(rows, tags)
        self.sequences += 1

    def train(self, out: Path, parameters: Mapping[str, Any]) -> None:
        """Train on what was added and write the model to `out` (.npz)."""
        self._trainer.set_params(dict(parameters))
        with tempfile.TemporaryDirectory() as folder:
            model = str(Path(folder, "model.crfsuite"))
            self._trainer.train(model)
            tagger = pycrfsuite.Tagger()
            tagger.open(model)
            write_chain(tagger.info(), self._templates, out)


def write_chain(info: Any, templates: Mapping[str, Template], out: Path) -> None:
    """Write the weights of a CRFsuite model (`Tagger.info()`) as numbered tables."""
    labels = [label for label, _ in sorted(info.labels.items(), key=lambda item: int(item[1]))]
    number = {label: n for n, label in enumerate(labels)}
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[number[before], number[after]] = weight
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for (feature, label), weight in info.state_features.items():
        weights[feature][number[label]] = weight

    combinations: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    plain: list[str] = []
    values: dict[str, set[str]] = defaultdict(set)
    for feature in weights:
        name, _, rest = feature.partition("=")
        template = templates.get(name)
        parts = tuple(rest.split(" ")) if rest else ()
        if template is None or len(parts) != len(template.cells):
            plain.append(feature)
            continue
        combinations[name].append((parts, feature))
        for (column, _), value in zip(template.cells, parts, strict=True):
            values[kind(column)].add(value)

    numbers = {of: {value: n for n, value in enumerate(sorted(found))} for of, found in values.items()}
    stored: dict[str, np.ndarray[Any, Any]] = {"labels": _text(labels), "transitions": transitions}
    order: list[str] = []
    for name in sorted(combinations):
        kinds = [kind(column) for column, _ in templates[name].cells]
        keyed = []
        for parts, feature in combinations[name]:
            key = 0
            for of, part in zip(kinds, parts, strict=True):
                key = key * (len(numbers[of]) + 1) + numbers[of][part]  # one number is left for unknown values
            keyed.append((key, feature))
        keyed.sort()
        stored[f"keys:{name}"] = np.array([key for key, _ in keyed], np.int64)
        if len(kinds) == 1:
            stored[f"single:{name}"] = _text(kinds)
        stored[f"first:{name}"] = np.array([len(order)], np.int32)
        order += [feature for _, feature in keyed]
    stored["first:strings"] = np.array([len(order)], np.int32)
    stored["strings"] = _text(sorted(plain))
    order += sorted(plain)
    for of, found in numbers.items():
        stored[f"values:{of}"] = _text(sorted(found))
    entries = [(row, label, weight) for row, f in enumerate(order) for label, weight in sorted(weights[f].items())]
    stored["rows"] = np.array([len(order)], np.int32)
    stored["at_row"] = np.array([row for row, _, _ in entries], np.int32)
    stored["at_label"] = np.array([label for _, label, _ in entries], np.int16)
    stored["weights"] = np.array([weight for _, _, weight in entries], np.float32)
    with out.open("wb") as stream:
        np.savez_compressed(stream, **stored)  # type: ignore[arg-type]


def _text(lines: Sequence[str]) -> np.ndarray[Any, Any]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)
