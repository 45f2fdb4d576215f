"""Real inputs to mutate: our samples, and, where they are present beside the project, news texts and portal pages."""

import functools
import gzip
import json
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = Path(__file__).parent / "corpus"
MOST_BYTES = 20_000
_POOL = 400


@functools.cache
def own_seeds() -> tuple[bytes, ...]:
    """The inputs that are part of the project."""
    return _small([*_files(ROOT / "corpus" / "samples"), *_files(CORPUS)])


@functools.cache
def seeds() -> tuple[bytes, ...]:
    """All inputs of at most `MOST_BYTES`, always in the same order."""
    return own_seeds() + _small([f for name in ("pages", "portals", "seed") for f in _files(SHARED / name)]) + _pool()


def _small(files: list[Path]) -> tuple[bytes, ...]:
    return tuple(data for f in files if (data := f.read_bytes()) and len(data) <= MOST_BYTES)


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.is_file()) if folder.is_dir() else []


def _pool() -> tuple[bytes, ...]:
    """News texts: one in eight as the line of JSON it is, the rest as plain text."""
    path = SHARED / "corpus" / "pool.jsonl.gz"
    if not path.exists():
        return ()
    with gzip.open(path) as lines:
        found = list(islice(lines, 0, _POOL * 10, 10))
    return tuple(
        line if n % 8 == 0 else json.loads(line)["text"].encode()
        for n, line in enumerate(found)
        if len(line) <= MOST_BYTES
    )
