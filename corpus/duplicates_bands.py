"""Pairs of texts worth comparing: those that agree in all rows of some band of their MinHash."""

from collections.abc import Iterator
from typing import IO

import numpy as np
from numpy.typing import NDArray

_CROWD = 100  # texts under one key beyond which each is paired with some neighbours only
_NEIGHBOURS = 50


def candidates(
    stream: IO[bytes], count: int, bands: int, chunk: int, rank: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Pairs (smaller number first, each once) of `count` texts that share the key of a band.

    `stream` holds uint64 keys in blocks of `chunk` texts, in each the keys of one band after those of the other.
    `rank` is the place of each text in an order that does not depend on how the texts came: in a crowd under one key
    (bulletins of one form) each text is paired with its next neighbours in that order.
    """
    pairs = np.empty(0, np.int64)
    for band in range(bands):
        keys = _keys(stream, count, bands, chunk, band)
        order = np.lexsort((rank, keys))
        sorted_keys = keys[order]
        edges = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1], True])
        sizes = np.diff(edges)
        found = [pairs]
        for start, size in zip(edges[:-1][sizes > 1], sizes[sizes > 1], strict=True):
            group = order[start : start + size]
            reach = size - 1 if size <= _CROWD else _NEIGHBOURS
            for step in range(1, int(reach) + 1):
                a, b = group[:-step], group[step:]
                found.append(np.minimum(a, b) * count + np.maximum(a, b))
        pairs = np.unique(np.concatenate(found))
    for pair in pairs:
        yield int(pair) // count, int(pair) % count


def _keys(stream: IO[bytes], count: int, bands: int, chunk: int, band: int) -> NDArray[np.uint64]:
    """The keys of one band for all texts."""
    parts = []
    for start in range(0, count, chunk):
        size = min(chunk, count - start)
        stream.seek(8 * (start * bands + band * size))
        parts.append(np.frombuffer(stream.read(8 * size), np.uint64))
    return np.concatenate(parts)
