"""Labels as stand-off: document id, hash of its NFC text, offsets; a value that stands in the text is its place.

    python -m corpus.annotation.store POOL OUT.jsonl COMPACT...      compact files → one stand-off file

No sentence of a document is kept, so the labels can be shared where the documents cannot. Bulletins that we wrote
ourselves for training lie in `data/texts/`; their labels are stand-off like all others.
"""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.annotation.check import pool_texts
from corpus.annotation.compact import Label, LabelError, blocks, parse
from extract.spelling import fold

_SHORT = 10  # words that may be kept as they are
DATA = Path(__file__).parent / "data"


def text_hash(text: str) -> str:
    """SHA-256 (first 16 hex digits) of the NFC text that the offsets index."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]


def training_texts(pool: Path) -> tuple[dict[str, str], dict[str, str | None]]:
    """Texts by id of the pool and of our own training bulletins, and the publishers of those that have one."""
    texts, publishers = pool_texts(pool), {}
    for path in sorted((DATA / "texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            own = json.loads(line)
            texts[own["id"]] = own["text"]
            publishers[own["id"]] = own.get("publisher")
    return texts, publishers


def _where(value: str, text: str) -> tuple[int, int] | None:
    """Where a value stands in the text: as written, but for case, or from its first words to its last."""
    if (at := text.find(value)) >= 0:
        return at, at + len(value)
    folded = fold(text)
    if len(folded) != len(text):
        return None
    if (at := folded.find(fold(value))) >= 0:
        return at, at + len(value)
    words = fold(value).split()
    first, last = " ".join(words[:3]), " ".join(words[-2:])
    start = folded.find(first)
    end = folded.find(last, start) + len(last)
    return (start, end) if 0 <= start < end <= start + 1.4 * len(value) else None


def _place(value: Any, text: str) -> Any:
    """A string that stands in the text → its offsets; a long one that does not → its longest part that does."""
    if isinstance(value, list):
        return [_place(v, text) for v in value]
    if isinstance(value, dict):
        kept = ("type", "currency", "status", "scope", "date")
        return {k: v if k in kept else _place(v, text) for k, v in value.items()}
    if not isinstance(value, str):
        return value
    words = value.split()
    if found := _where(value, text):
        return {"at": list(found)}
    for size in range(len(words) - 1, 3, -1):  # no sentence of a document may be kept
        for k in range(len(words) - size + 1) if len(words) > _SHORT else ():
            if found := _where(" ".join(words[k : k + size]), text):
                return {"at": list(found)}
    return " ".join(words[:_SHORT])


def _words(value: Any, text: str) -> Any:
    """The inverse of `_place`."""
    if isinstance(value, list):
        return [_words(v, text) for v in value]
    if isinstance(value, dict):
        if set(value) == {"at"}:
            return text[value["at"][0] : value["at"][1]]
        return {k: _words(v, text) for k, v in value.items()}
    return value


def to_standoff(doc: str, text: str, label: Label) -> dict[str, Any]:
    """One label in the form that is committed."""
    events = [{k: v for k, v in e.items() if v not in (None, [])} for e in label["events"]]
    return {
        "id": doc,
        "sha256": text_hash(text),
        "published": label["published"],
        "entities": [[e["type"], e["start"], e["end"]] for e in label["entities"]],
        "officials": _place(label["officials"], text),
        "events": _place(events, text),
    }


def from_standoff(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A committed label with its words again, in the form of a gold file without `text`.

    Raises LabelError where the text is not the one that was labelled.
    """
    if text_hash(text) != row["sha256"]:
        raise LabelError(f"{row['id']}: the text is not the one that was labelled")
    entities = [{"type": t, "start": s, "end": e, "text": text[s:e]} for t, s, e in row["entities"]]
    return {
        "id": row["id"],
        "published": row["published"],
        "entities": entities,
        "officials": _words(row["officials"], text),
        "events": _words(row["events"], text),
    }


def labels(
    path: Path, texts: dict[str, str], publishers: dict[str, str | None] | None = None
) -> Iterator[dict[str, Any]]:
    """Labels of a stand-off file with their `text`, for the documents at hand.

    Raises LabelError with file and line where a label does not fit its text.
    """
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line:
            continue
        row = json.loads(line)
        if row["id"] in texts:
            text = unicodedata.normalize("NFC", texts[row["id"]])
            try:
                label = from_standoff(row, text)
                publisher = (publishers or {}).get(row["id"])
                yield {**label, "text": text, "title": text.split("\n", 1)[0], "publisher": publisher}
            except LabelError as error:
                raise LabelError(f"{path}:{number}: {error}") from None


def main(argv: list[str]) -> int:
    """Convert; documents that do not fit are named and left out (exit status 1)."""
    texts, _ = training_texts(Path(argv[0]))
    rows, bad = {}, 0
    for path in argv[2:]:
        for doc, lines in blocks(Path(path).read_text("utf-8")):
            try:
                rows[doc] = to_standoff(doc, texts[doc], parse(texts[doc], lines))
            except (LabelError, KeyError) as error:
                print(f"{path}: {doc}: {error}", file=sys.stderr)
                bad += 1
    with Path(argv[1]).open("w", encoding="utf-8") as out:
        for doc in sorted(rows):
            out.write(json.dumps(rows[doc], ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{argv[1]}: {len(rows)} documents")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
