"""`python -m corpus.annotation.check COMPACT POOL`: does every block of a compact file fit its document?"""

import gzip
import json
import sys
from pathlib import Path

from corpus.annotation.compact import LabelError, blocks, parse, untagged


def pool_texts(path: Path) -> dict[str, str]:
    """Texts by id of a (gzipped) JSON Lines corpus."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as f:
        return {d["id"]: d["text"] for d in map(json.loads, f)}


def main(argv: list[str]) -> int:
    """Print each error and warning; return the number of blocks with errors (at most 1 as exit status)."""
    texts = pool_texts(Path(argv[1]))
    bad = done = 0
    for doc, lines in blocks(Path(argv[0]).read_text("utf-8")):
        try:
            if doc not in texts:
                raise LabelError("no such document")
            label = parse(texts[doc], lines)
        except LabelError as error:
            print(f"{doc}: ERROR {error}")
            bad += 1
            continue
        done += 1
        for warning in untagged(texts[doc], label):
            print(f"{doc}: look again: {warning}")
    print(f"{done} documents fit, {bad} do not")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
