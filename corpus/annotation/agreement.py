"""How far two readings of the same documents agree.

    python -m corpus.annotation.agreement POOL [FIRST.jsonl SECOND.jsonl]

The second reading is scored as if it were a record and the first the gold; F1 is the same either way round.
"""

import sys
from pathlib import Path

from corpus.annotation.check import pool_texts
from corpus.annotation.store import DATA, labels
from corpus.evaluation.report import Report, print_report
from corpus.evaluation.score import score


def main(argv: list[str]) -> int:
    """Print the figures over the documents that both read; 1 where there are none, 2 for wrong use."""
    if len(argv) not in (1, 3):
        print("usage: python -m corpus.annotation.agreement POOL [FIRST.jsonl SECOND.jsonl]", file=sys.stderr)
        return 2
    texts = pool_texts(Path(argv[0]))
    first, second = map(Path, argv[1:]) if len(argv) == 3 else (DATA / "first.jsonl", DATA / "second.jsonl")
    if not second.is_file():
        print(f"{second} is not here: the documents have been read once so far", file=sys.stderr)
        return 1
    other = {label["id"]: label for label in labels(second, texts)}
    both = [label for label in labels(first, texts) if label["id"] in other]
    if not both:
        print("no document has been read twice", file=sys.stderr)
        return 1
    print_report(Report(both, other, score(both, other)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
