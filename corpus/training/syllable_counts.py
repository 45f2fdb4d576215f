"""Counts the syllables of running text: the table by which old encodings are told apart.

    python -m corpus.training.syllable_counts TEXTS.jsonl.gz [MORE.jsonl.gz ...]

Only counts are kept. What is spelled as no Vietnamese syllable is left out, so that names and words of other
languages do not count as evidence for Vietnamese.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from extract.spelling import fold

OUT = Path(__file__).parents[2] / "extract" / "document" / "syllables.tsv"
LEAST = 3
LEAST_LOAN = 20  # "krông", "bôxít": no syllables by the book, and yet at home in Vietnamese text
_LETTERS = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:i|[ou])??(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|ia|ya|uô|ua|ươ|ưa|oo)(?:c|ch|m|n|ng|nh|p|t|i|y|o|u)?"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OWN = re.compile("[ăâđêôơưạ-ỹ]")


def counted(word: str, count: int) -> bool:
    """Whether a folded word belongs into the table.

    >>> counted("nghị", 5), counted("garden", 900), counted("krông", 90)
    (True, False, True)
    """
    marks = [c for c in unicodedata.normalize("NFD", word) if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))
    if count >= LEAST and len(marks) <= 1 and _SYLLABLE.fullmatch(bare):
        return True
    return (
        count >= LEAST_LOAN
        and _OWN.search(word) is not None
        and re.fullmatch("[a-zăâđêôơưà-ýạ-ỹĩũ]+", word) is not None
    )


def main(paths: list[str]) -> None:
    """Count the texts at `paths` and write the table, most frequent first."""
    counts: Counter[str] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(_LETTERS.findall(fold(unicodedata.normalize("NFC", json.loads(line)["text"]))))
    kept = sorted(((w, n) for w, n in counts.items() if counted(w, n)), key=lambda row: (-row[1], row[0]))
    OUT.write_text("syllable\tcount\n" + "".join(f"{word}\t{count}\n" for word, count in kept), "utf-8")
    print(f"{len(kept)} syllables, {sum(n for _, n in kept)} times, in {OUT}")


if __name__ == "__main__":
    main(sys.argv[1:])
