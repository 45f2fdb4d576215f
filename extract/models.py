"""The trained CRFs that ship with the package, opened once a process, and how their tags are read."""

import functools
from collections.abc import Sequence
from importlib import resources

import pycrfsuite


@functools.cache
def open_model(folder: str, name: str) -> pycrfsuite.Tagger | None:
    """The model `extract/<folder>/<name>`, or None where it is not shipped (rules then stand alone)."""
    source = resources.files("extract").joinpath(folder, name)
    if not source.is_file():
        return None
    model = pycrfsuite.Tagger()
    # opened from a file: `open_inmemory` keeps a pointer into bytes that Python may free
    with resources.as_file(source) as path:
        model.open(str(path))
    return model


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
