"""Chains read by numpy say what CRFsuite itself says of the same model."""

import itertools
import random
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from corpus.training.chains import ChainTrainer, write_chain
from extract.chain import Chain, Template, read_chain, strings

TEMPLATES = (
    Template("b", ()),
    Template("w", (("w", 0),)),
    Template("w-1,0", (("w", -1), ("w", 0))),
    Template("said", (("s1", 0),)),
    Template("said", (("s2", 1),)),
)
WORDS = ["sở", "tài", "chính", "an", "bình", "|", "=", "đồng"]
LABELS = ["O", "B-ORG", "I-ORG", "B-PERSON"]


def columns(length: int, rng: random.Random) -> dict[str, list[str]]:
    edge = ["␂"]
    return {
        "w": edge + rng.choices(WORDS, k=length) + edge,
        "s1": edge + rng.choices(["", "mở", "trao"], k=length) + edge,
        "s2": edge + rng.choices(["", "trao"], k=length) + edge,
    }


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Chain, pycrfsuite.Tagger]:
    rng = random.Random(5)
    folder: Path = tmp_path_factory.mktemp("chain")
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.01, "c2": 0.05, "max_iterations": 30, "feature.possible_transitions": True})
    for _ in range(60):
        seen = columns(12, rng)
        tags = [LABELS[WORDS.index(w) % 4] if rng.random() < 0.8 else "O" for w in seen["w"][1:-1]]
        rows = [strings(TEMPLATES, seen, at) + ([f"mark {at % 3}"] if at % 2 else []) for at in range(1, 13)]
        trainer.append(rows, tags)
    trainer.train(str(folder / "model"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(folder / "model"))
    write_chain(tagger.info(), {t.name: t for t in TEMPLATES}, folder / "model.npz")
    with (folder / "model.npz").open("rb") as stream:
        return read_chain(stream), tagger


@pytest.mark.parametrize("seed", range(5))
def test_paths_and_probabilities_are_those_of_crfsuite(trained: tuple[Chain, pycrfsuite.Tagger], seed: int) -> None:
    chain, tagger = trained
    rng = random.Random(seed)
    seen = columns(30, rng)
    seen["w"][7] = "chưa-thấy"
    rows = [strings(TEMPLATES, seen, at) + ([f"mark {at % 3}"] if at % 2 else []) for at in range(1, 31)]
    scores = chain.score(TEMPLATES, seen, [(at, f"mark {at % 3}") for at in range(1, 31) if at % 2])
    spans = [(1, 11), (11, 12), (12, 31)]
    for (start, stop), tags in zip(spans, chain.best(scores, spans), strict=True):
        assert tags == tagger.tag(rows[start - 1 : stop - 1])
        for at, label in itertools.product(range(stop - start), tagger.labels()):
            assert chain.probability(scores[start:stop], at, label) == pytest.approx(
                tagger.marginal(label, at), abs=1e-4
            )


def test_features_given_as_strings_score_the_same(trained: tuple[Chain, pycrfsuite.Tagger]) -> None:
    chain, tagger = trained
    rows = [["mark 1", "nothing known"], [], ["mark 0"]]
    assert chain.best(chain.score_strings(rows), [(0, 3)]) == [tagger.tag(rows)]


def test_nothing_to_label(trained: tuple[Chain, pycrfsuite.Tagger]) -> None:
    chain, _ = trained
    assert chain.best(np.zeros((0, len(chain.labels)), np.float32), []) == []
    assert chain.best(np.zeros((2, len(chain.labels)), np.float32), [(0, 0), (0, 2)])[0] == []


def test_a_model_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        trainer = ChainTrainer(TEMPLATES)
        trainer.append([["b=", "w=sở"], ["b=", "w=y"]], ["B-ORG", "O"])
        trainer.train(tmp_path / name, {"max_iterations": 5})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
