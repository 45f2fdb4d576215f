"""Where the records of a run go: a stream, a file, an object behind a URL; whole, or not at all."""

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

from corpus.batch import remote
from extract.errors import InputError
from extract.ids import url_slug

NAMES = {"errors": "errors.jsonl", "records": "", "manifest": "manifest.json"}  # in the order they are given out


def as_stream(output: str | None) -> BinaryIO | None:
    """The stream that `output` is: standard output for None and "-", an open device or pipe; None for a file or URL."""
    if output in (None, "-"):
        return sys.stdout.buffer
    assert output is not None
    path = Path(output)
    if remote.is_url(output) or not path.exists() or path.is_file():
        return None
    if path.is_dir():
        raise InputError(output, "a folder; name a file for the records")
    return path.open("wb")


def work_folder(output: str) -> Path:
    """Where an unfinished run towards `output` is kept: beside a file, in the user's cache for a URL.

    >>> work_folder("kho/tin.jsonl").as_posix()
    'kho/.tin.jsonl.unfinished'
    """
    if remote.is_url(output):
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cache / "bantin" / f"{url_slug(output)}-{hashlib.sha256(output.encode()).hexdigest()[:8]}.unfinished"
    path = Path(output)
    return path.parent / f".{path.name}.unfinished"


def beside(output: str, ending: str) -> str:
    """The name of a file that goes with `output`.

    >>> beside("s3://kho/tin.jsonl", "manifest.json"), beside("kho/tin", "errors.jsonl")
    ('s3://kho/tin.manifest.json', 'kho/tin.errors.jsonl')
    """
    return f"{output.removesuffix('.jsonl')}.{ending}" if ending else output


def stands(name: str) -> bool:
    """Is there such a file or object?"""
    return remote.exists(name) if remote.is_url(name) else Path(name).exists()


def give_out(folder: Path, output: str) -> None:
    """Move the files of a finished run to where they belong and remove its folder; may be done again where it stopped.

    Errors are given out with a manifest, or not at all.

    Raises InputError where a place cannot be written: the folder stays, and `--resume` tries again.
    """
    if not (folder / "manifest").exists():  # the last to be moved: without it, the errors are not wanted, or moved
        (folder / "errors").unlink(missing_ok=True)
    for name, ending in NAMES.items():
        path, target = folder / name, beside(output, ending)
        if not path.exists():
            continue
        if remote.is_url(output):
            remote.upload(path, target)
            path.unlink()
            continue
        try:
            path.replace(target)
        except OSError as error:
            raise InputError(target, f"cannot be written: {error.strerror}") from None
    shutil.rmtree(folder)
