"""The documents of the benchmark: news texts and portal pages beside the project where they are present, else our samples varied."""

import functools
import gzip
import json
from itertools import islice
from random import Random

from extract.document import RawDocument, documents_of_bytes, iter_documents, read_bulletin
from extract.errors import InputError
from extract.types import Bulletin
from tests.fuzz.seeds import ROOT, SHARED

_POOL = SHARED / "corpus" / "pool.jsonl.gz"
_PAGES = 40


def texts_are() -> str:
    """What the texts are, for a note."""
    return f"Texts: {'general news beside the project' if _POOL.exists() else 'our own samples, their sentences in other orders'}."


def _quiet(error: InputError) -> None:
    pass


@functools.cache
def _samples() -> tuple[Bulletin, ...]:
    raw = iter_documents([str(ROOT / "corpus" / "samples")], on_error=_quiet)
    return tuple(map(read_bulletin, raw))


def texts(count: int, skip: int = 1000) -> list[dict[str, str | None]]:
    """`count` documents as JSON objects with `id`, `title`, `text`."""
    if _POOL.exists():
        with gzip.open(_POOL) as lines:
            found = [json.loads(line) for line in islice(lines, skip, skip + count)]
        return [found[n % len(found)] | {"id": f"d{n}"} for n in range(count)]
    sentences = [s for b in _samples() for s in b.text.replace("\n", " ").split(". ") if s.strip()]
    made: list[dict[str, str | None]] = []
    for n in range(count):
        random = Random(skip + n)
        title = random.choice(_samples()).title
        body = ". ".join(random.choices(sentences, k=14))
        made.append({"id": f"d{n}", "title": title, "text": f"{title}\n\n{body}."})
    return made


def pages() -> list[RawDocument]:
    """Real pages that hold a bulletin; our own sample pages where there are none."""
    folders = [f for f in (SHARED / "portals", SHARED / "pages" / "news") if f.is_dir()] or [
        ROOT / "corpus" / "samples"
    ]
    found = []
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        for raw in documents_of_bytes(path.read_bytes(), path.name, on_error=_quiet):
            try:
                if raw.html and len(read_bulletin(raw).text) > 800:
                    found.append(raw)
            except InputError:
                continue
    step = max(1, len(found) // _PAGES)
    return found[::step][:_PAGES]
