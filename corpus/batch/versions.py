"""Which bantin this is: its version, its models and vocabularies, the libraries below it."""

import functools
import hashlib
import platform
import re
from importlib import metadata, resources
from importlib.resources.abc import Traversable

_NOT_OURS = ("__pycache__",)
_MODELS = (".crfsuite", ".npz", ".tsv")


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name not in _NOT_OURS:
                found += _files(entry, name)
        elif not entry.name.endswith(".pyc"):
            found.append((name, entry.read_bytes()))
    return found


@functools.cache
def files() -> dict[str, str]:
    """Every file that has a say in a record (code, models, schemas, vocabularies) with its SHA-256."""
    found = [pair for package in ("extract", "schemas") for pair in _files(resources.files(package), package)]
    return {name: hashlib.sha256(data).hexdigest() for name, data in found}


@functools.cache
def libraries() -> dict[str, str]:
    """The versions of the libraries that bantin needs, by name."""
    found = {}
    for line in metadata.requires("bantin") or ():
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        if "extra ==" not in line:
            found[name] = metadata.version(name)
    return dict(sorted(found.items()))


@functools.cache
def versions() -> dict[str, object]:
    """Versions for a manifest: bantin, Python, libraries, hashes of models and of everything."""
    return {
        "bantin": metadata.version("bantin"),
        "python": platform.python_version(),
        "libraries": libraries(),
        "models": {name: sha for name, sha in files().items() if name.endswith(_MODELS)},
        "code": hashlib.sha256(repr(sorted(files().items())).encode()).hexdigest(),
    }


@functools.cache
def fingerprint() -> str:
    """The same for two processes that make the same record of the same document."""
    return hashlib.sha256(repr(versions()).encode()).hexdigest()[:16]
