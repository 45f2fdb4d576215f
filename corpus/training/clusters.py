"""Clusters of syllables by their neighbours in running text, for the tagger's features.

    python -m corpus.training.clusters ARCHIVE.jsonl.gz

The usual recipe: counts of left and right neighbours, positive pointwise mutual information, a truncated SVD, k-means
at two grains. Capitalised forms are words of their own ("^bình" is a name's part, "bình" is not). What is shipped is a
word list with two numbers each, no text.
"""

import gzip
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extract.syllables import syllables
from extract.tag.features import cluster_key

OUT = Path(__file__).parents[2] / "extract" / "tag" / "clusters.tsv"
WORDS, CONTEXTS, DIMENSIONS, GRAINS, SEED = 12_000, 1_500, 80, (64, 512), 7
Matrix = NDArray[np.float32]


def lines(path: Path) -> Iterator[list[str]]:
    """Cluster keys of the syllables of each line of a JSON Lines corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for row in f:
            for line in json.loads(row)["text"].split("\n"):
                if line:
                    found = syllables(line)
                    yield list(map(cluster_key, found.text, found.norm))


def vectors(texts: Iterable[list[str]], words: list[str]) -> Matrix:
    """One row a word: its neighbours' PPMI, reduced to DIMENSIONS."""
    row = {w: i for i, w in enumerate(words)}
    column = {w: i for i, w in enumerate(words[:CONTEXTS])}
    counts = np.zeros((len(words), 2 * CONTEXTS), dtype=np.float32)
    for line in texts:
        for left, right in itertools.pairwise(line):
            if left in row and right in column:
                counts[row[left], column[right]] += 1
            if right in row and left in column:
                counts[row[right], CONTEXTS + column[left]] += 1
    total = counts.sum()
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / total
    ppmi = np.log(np.maximum(counts, 1e-9) / np.maximum(expected, 1e-9)).clip(0).astype(np.float32)
    random = np.random.default_rng(SEED).standard_normal((2 * CONTEXTS, DIMENSIONS + 20)).astype(np.float32)
    basis, _ = np.linalg.qr(ppmi @ (ppmi.T @ (ppmi @ random)))
    left_vectors, strengths, _ = np.linalg.svd(basis.T @ ppmi, full_matrices=False)
    reduced = (basis @ left_vectors)[:, :DIMENSIONS] * np.sqrt(strengths[:DIMENSIONS])
    unit: Matrix = (reduced / np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def kmeans(points: Matrix, k: int, rounds: int = 25) -> NDArray[np.int64]:
    """The cluster of each point (unit vectors, cosine)."""
    centres = points[np.random.default_rng(SEED).choice(len(points), k, replace=False)]
    nearest = np.zeros(len(points), dtype=np.int64)
    for _ in range(rounds):
        nearest = np.argmax(points @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, points)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres).astype(np.float32)
    return nearest


def main(argv: list[str]) -> int:
    """Write the clusters of the corpus named; return 0."""
    path = Path(argv[0])
    counts: Counter[str] = Counter()
    for line in lines(path):
        counts.update(line)
    words = [w for w, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:WORDS]]
    points = vectors(lines(path), words)
    grains = [kmeans(points, k) for k in GRAINS]
    rows = ("\t".join([w, *(str(g[i]) for g in grains)]) + "\n" for i, w in enumerate(words))
    OUT.write_text("".join(rows), encoding="utf-8")
    print(f"{OUT.name}: {len(words)} words of {counts.total():,} syllables")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
