"""The trained CRFs that ship with the package, opened once a process."""

import functools
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
