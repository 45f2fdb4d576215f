"""The same bulletin on several portals: found by how much of its wording it shares, and linked, never dropped.

A text is the set of its runs of four syllables, without diacritics, so that hoà and hòa, a lost accent or another font
do not tell reprints apart. MinHash (datasketch) with banding finds pairs worth a look; each of these is then compared
exactly. Sets and bands lie in a temporary file, so that memory holds little more than the ids.
"""

import functools
import hashlib
import re
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
from datasketch import MinHash  # type: ignore[import-untyped]
from numpy.typing import NDArray

from corpus.duplicates_bands import candidates
from extract.spelling import plain

THRESHOLD = 0.7
_RUN = 4  # syllables
_ROWS, _BANDS = 3, 85  # a pair that shares 0.4 of its runs is looked at in 99.6 of 100 cases, one of 0.3 in 90
_SHORTEST = 1 / 3  # of the longer one's runs: a roundup that holds a bulletin is not that bulletin
_OPENING = 0.85  # of the threshold, for the first half of the shorter text
_SAME_NUMBERS = 0.5  # of the figures of the text that has fewer
_FEWEST_WORDS = 8  # a text of fewer ("Đang cập nhật") is nobody's bulletin
_FEWEST_RUNS = 20  # a text of fewer is linked with its like only
_CHUNK = 4096
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_DIGITS = re.compile(r"\d+")
Runs = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A bulletin of a cluster: where it is from, and how much of the shorter text it shares with the cluster's first.

    `similarity` is 0 … 1; it may lie below the threshold where a third bulletin stands between the two.
    """

    id: str
    similarity: float
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Cluster:
    """Bulletins that are one: `id` is the smallest of their ids, `members` are in the order of theirs."""

    id: str
    members: tuple[Member, ...]


def near_duplicates(records: Iterable[Mapping[str, Any]], *, threshold: float = THRESHOLD) -> list[Cluster]:
    """Clusters of two or more ids whose texts are the same bulletin, in the order of their ids.

    `records` are in JSON form (`id`, `text`, and a record's `bulletin` or an input's own `url`, `publisher`,
    `published`, `title`), read once. `threshold` is the share of the shorter text's runs of four syllables that the
    longer one must hold. The result does not depend on the order of the records. A cluster is everything that pairs
    connect; several texts under one id (revisions) count as one member.

    >>> tin = "Sáng 5/3, UBND tỉnh Hoà Bình họp báo về thu hút đầu tư; 12 dự án mới, tổng vốn 1.200 tỷ đồng."
    >>> [c] = near_duplicates([{"id": "b", "text": tin + " Ảnh: Hà"}, {"id": "a", "text": tin.replace("oà", "òa")}])
    >>> c.id, [m.id for m in c.members]
    ('a', ['a', 'b'])
    """
    with tempfile.TemporaryFile(prefix="bantin-") as runs, tempfile.TemporaryFile(prefix="bantin-") as bands:
        shelf = _Shelf(runs, bands)
        for record in records:
            shelf.put(record)
        shelf.close()
        return shelf.clusters(threshold)


@dataclass(slots=True)
class _Text:
    """A text met once or oftener: whose it is, where its runs and numbers lie, and a digest that names it."""

    digest: bytes
    members: dict[str, Member]
    start: int
    runs: int
    numbers: int


@dataclass(slots=True)
class _Shelf:
    """All texts of a run: ids in memory, runs and bands in files."""

    runs: IO[bytes]
    bands: IO[bytes]
    texts: list[_Text] = field(default_factory=list)
    known: dict[bytes, int] = field(default_factory=dict)
    pending: list[NDArray[np.uint64]] = field(default_factory=list)
    end: int = 0
    empty: MinHash = field(default_factory=lambda: MinHash(num_perm=_ROWS * _BANDS, hashfunc=int))

    def put(self, record: Mapping[str, Any]) -> None:
        words = [_plain(word) for word in _WORD.findall(record["text"])]
        if len(words) < _FEWEST_WORDS:
            return
        numbers = _numbers(record["text"])
        digest = hashlib.blake2b(" ".join(words).encode(), digest_size=16).digest()
        member = _member(record)
        at = self.known.get(digest)
        if at is not None:
            held = self.texts[at].members
            held[member.id] = min(member, held.get(member.id, member), key=_order)
            return
        runs = _runs(words)
        self.known[digest] = len(self.texts)
        self.texts.append(_Text(digest, {member.id: member}, self.end, len(runs), len(numbers)))
        data = np.concatenate([runs, numbers]).tobytes()
        self.runs.write(data)
        self.end += len(data)
        sketch = self.empty.copy()
        sketch.update_batch(runs.tolist())
        self.pending.append(_band_keys(sketch.hashvalues))
        if len(self.pending) == _CHUNK:
            self.close()

    def close(self) -> None:
        """Write the bands that wait, band by band, so that one band of all texts can be read without the others."""
        if self.pending:
            self.bands.write(np.stack(self.pending, axis=1).tobytes())
            self.pending.clear()
        self.runs.flush()
        self.bands.flush()

    def clusters(self, threshold: float) -> list[Cluster]:
        if not self.texts:
            return []
        digests = [text.digest for text in self.texts]
        rank = np.empty(len(digests), np.int64)
        rank[sorted(range(len(digests)), key=digests.__getitem__)] = np.arange(len(digests))
        groups = _Groups(len(self.texts))
        for a, b in candidates(self.bands, len(self.texts), _BANDS, _CHUNK, rank):
            if groups.first(a) != groups.first(b) and self._same(a, b, threshold):
                groups.join(a, b)
        # texts of one id are one bulletin and its revisions
        owner: dict[str, int] = {}
        for number, text in enumerate(self.texts):
            for id in text.members:
                groups.join(owner.setdefault(id, number), number)
        together: dict[int, list[int]] = {}
        for number in range(len(self.texts)):
            together.setdefault(groups.first(number), []).append(number)
        found = (self._cluster(numbers) for numbers in together.values())
        return sorted((c for c in found if len(c.members) > 1), key=lambda c: c.id)

    def _cluster(self, numbers: list[int]) -> Cluster:
        of: dict[str, list[int]] = {}
        for number in numbers:
            for id in self.texts[number].members:
                of.setdefault(id, []).append(number)
        first = min(of)
        members = []
        for id in sorted(of):
            similarity = max(self._similarity(a, b) for a in of[first] for b in of[id]) if len(of) > 1 else 1.0
            held = min((self.texts[number].members[id] for number in of[id]), key=_order)
            members.append(Member(id, round(similarity, 3), held.url, held.publisher, held.published, held.title))
        return Cluster(first, tuple(members))

    def _same(self, a: int, b: int, threshold: float) -> bool:
        if self.texts[a].runs > self.texts[b].runs:
            a, b = b, a
        if self.texts[a].runs < max(_FEWEST_RUNS, _SHORTEST * self.texts[b].runs):
            return False
        short, figures = self._read(a)
        long, other_figures = self._read(b)
        shared = np.isin(short, long)
        # A follow-up repeats the background at its end; what it opens with is its own.
        if shared.mean() < threshold or shared[: len(shared) // 2].mean() < _OPENING * threshold:
            return False
        # Weather, prices, monthly reports: the same words around other figures are another bulletin.
        fewest = min(len(figures), len(other_figures))
        return len(np.intersect1d(figures, other_figures)) >= _SAME_NUMBERS * fewest

    def _similarity(self, a: int, b: int) -> float:
        if self.texts[a].runs > self.texts[b].runs:
            a, b = b, a
        return 1.0 if a == b else float(np.isin(self._read(a)[0], self._read(b)[0]).mean())

    def _read(self, number: int) -> tuple[Runs, Runs]:
        text = self.texts[number]
        self.runs.seek(text.start)
        data = np.frombuffer(self.runs.read(4 * (text.runs + text.numbers)), np.uint32)
        return data[: text.runs], data[text.runs :]


class _Groups:
    """Which texts are connected (union by smallest)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def first(self, number: int) -> int:
        while (above := self._above[number]) != number:
            self._above[number] = number = self._above[above]
        return number

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.first(a), self.first(b)))
        self._above[b] = a


_plain = functools.lru_cache(maxsize=200_000)(plain)


def _runs(words: list[str]) -> Runs:
    """The runs of four words as hashes, each once, in the order of the text."""
    hashes = dict.fromkeys(zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1))
    return np.fromiter(hashes, np.uint32, len(hashes))


def _numbers(text: str) -> Runs:
    """The figures of a text as hashes, however they are grouped and padded: 05/03 is 5/3."""
    found = {
        zlib.crc32("/".join(part.lstrip("0") for part in _DIGITS.findall(number)).encode())
        for number in _NUMBER.findall(text)
    }
    return np.array(sorted(found), np.uint32)


def _band_keys(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One key a band, made of its rows."""
    rows = values.astype(np.uint64).reshape(_BANDS, _ROWS)
    keys = np.zeros(_BANDS, np.uint64)
    for column in range(_ROWS):
        keys = (keys ^ rows[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def _member(record: Mapping[str, Any]) -> Member:
    origin = record.get("bulletin") or record
    said = {name: origin.get(name) for name in ("url", "publisher", "published", "title")}
    return Member(str(record["id"]), 1.0, **said)


def _order(member: Member) -> str:
    return repr((member.url, member.publisher, member.published, member.title))
