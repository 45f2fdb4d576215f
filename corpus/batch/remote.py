"""Files behind fsspec URLs (`s3://…`): listed in order, copied here a few at a time, read like local ones.

Credentials come from the environment, the endpoint of an S3 that is not Amazon's from AWS_ENDPOINT_URL.
"""

import contextlib
import dataclasses
import re
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus.batch.outcome import Failure, Item
from extract.errors import InputError

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_AT_ONCE = 16  # small files cost mostly waiting
_LARGE = 64 << 20  # two of these at once at most


def is_url(name: str) -> bool:
    """Is `name` a URL and no path?

    >>> is_url("s3://kho/ban-tin/"), is_url("tin/2019.jsonl")
    (True, False)
    """
    return _URL.match(name) is not None


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it. Raises InputError where it is not to be had."""
    scheme = url.split("://", 1)[0].lower()
    if scheme in ("http", "https"):
        raise InputError(url, "pages of the web are got with `bantin fetch`, which asks robots.txt first")
    try:
        url_to_fs = import_module("fsspec.core").url_to_fs
    except ImportError:
        raise InputError(url, "needs fsspec: pip install 'bantin[s3]'") from None
    try:
        # listings are read once: kept ones would cost memory and hide what has changed
        fs, path = url_to_fs(url, **({"use_listings_cache": False} if scheme in ("s3", "s3a") else {}))
    except ImportError as error:
        raise InputError(url, f"{error}: pip install 'bantin[s3]'") from None
    except ValueError as error:
        raise InputError(url, f"no kind of place that fsspec knows: {error}") from None
    return fs, path


def reason(error: Exception) -> str:
    """Why a file behind a URL is not to be had, in a line.

    >>> reason(FileNotFoundError("kho/tin.txt"))
    'no such file or folder'
    """
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return f"no permission: {error}; are the credentials in the environment?"
    return f"{type(error).__name__}: {error}".split("\n", 1)[0]


@contextlib.contextmanager
def naming(url: str) -> Iterator[None]:
    """What a file system raises becomes an InputError about `url`."""
    try:
        yield
    except (InputError, GeneratorExit, KeyboardInterrupt):
        raise
    except Exception as error:  # every file system has errors of its own
        raise InputError(url, reason(error)) from None


def _walk(fs: Any, folder: str) -> Iterator[dict[str, Any]]:
    """The files below `folder` as a local folder's are read: by name, files before folders, hidden folders left out."""
    entries = sorted(fs.ls(folder, detail=True), key=lambda entry: str(entry["name"]))
    for entry in entries:
        if entry["type"] == "file" and entry["name"].rstrip("/") != folder.rstrip("/"):
            yield entry
    for entry in entries:
        if entry["type"] == "directory" and not Path(entry["name"]).name.startswith("."):
            yield from _walk(fs, entry["name"])


def _files(url: str) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    """(file system, URL, facts) of the files of a URL."""
    with naming(url):
        fs, path = filesystem(url)
        entry = fs.info(path)
        for found in [entry] if entry["type"] == "file" else _walk(fs, path):
            yield fs, fs.unstrip_protocol(found["name"]), found


def marks(url: str) -> Iterator[tuple[str, str]]:
    """(URL, mark) of every file of `url`, as `reading.marks` of local ones. Raises InputError."""
    for _, name, facts in _files(url):
        stamp = next((facts[key] for key in ("ETag", "mtime", "LastModified", "created") if facts.get(key)), "")
        yield name, f"{facts['size']} bytes, {stamp}"


def read_items(url: str, scratch: Path | None = None) -> Iterator[Item]:
    """The items of a file or folder behind `url`, in order; places name URLs."""
    from corpus.batch.reading import local_items

    with (
        tempfile.TemporaryDirectory(prefix="bantin-", dir=scratch) as work,
        ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="bantin-copy") as pool,
    ):
        try:
            for name, folder, copy in _copies(url, Path(work), pool):
                try:
                    copy.result()
                except Exception as error:
                    yield Failure(name, reason(error))
                    continue
                single = name.rstrip("/") == url.rstrip("/")
                here = next(folder.iterdir())
                # a folder's file is judged by its ending, a named one by its contents, as on disk
                for item in local_items(str(here if single else folder)):
                    yield _renamed(item, str(here), name)
                here.unlink()
                folder.rmdir()
        except InputError as error:
            yield Failure.of(error)


def _copies(url: str, work: Path, pool: ThreadPoolExecutor) -> Iterator[tuple[str, Path, "Future[None]"]]:
    """(URL, folder of its copy, copy under way), a bounded number ahead."""
    ahead: deque[tuple[str, Path, Future[None], int]] = deque()
    for number, (fs, name, facts) in enumerate(_files(url)):
        folder = work / str(number)
        folder.mkdir()
        get: Callable[..., None] = fs.get_file
        copy = pool.submit(get, facts["name"], str(folder / Path(facts["name"]).name))
        ahead.append((name, folder, copy, facts["size"] or 0))
        while len(ahead) >= _AT_ONCE or (len(ahead) > 1 and sum(size for *_, size in ahead) > _LARGE):
            yield ahead.popleft()[:3]
    for name, folder, copy, _ in ahead:
        yield name, folder, copy


def _renamed(item: Item, local: str, url: str) -> Item:
    """An item that names the URL and not its copy."""
    place = item.place.replace(local, url, 1)
    if isinstance(item, Failure):
        return Failure(place, item.reason.replace(local, url), item.label)
    return dataclasses.replace(item, place=place, source=item.source and item.source.replace(local, url, 1))


def upload(path: Path, url: str) -> None:
    """Put a file behind a URL. Object stores show it whole or not at all: an upload in parts appears when it is closed.

    Raises InputError.
    """
    with naming(url):
        fs, target = filesystem(url)
        fs.put_file(str(path), target)


def exists(url: str) -> bool:
    """Is there a file behind `url`? Raises InputError where nobody can say."""
    with naming(url):
        fs, target = filesystem(url)
        return bool(fs.exists(target))
