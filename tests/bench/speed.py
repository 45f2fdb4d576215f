"""The whole of `bantin extract` beside what a user would otherwise write, on the same texts, in documents per second of CPU."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.figures import Figures, command_s, cpu_s, spread
from tests.bench.texts import texts, texts_are

_DATES = re.compile(
    r"\b(?:ngày|sáng|chiều|tối)?\s*\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?|\bnăm \d{4}|\btháng \d{1,2}(?:/\d{4})?", re.I
)
BANTIN = str(Path(sys.executable).with_name("bantin"))
ROUNDS = 3


def measure(full: bool) -> list[Figures]:
    """Naive stack, bare tokenisation and bantin; other texts each round."""
    import dateparser
    from underthesea import ner, sent_tokenize, word_tokenize

    count = 100 if full else 60
    documents = texts(count * ROUNDS)

    def sentences(text: str) -> list[str]:
        return [s for line in text.split("\n") for s in sent_tokenize(line) if s.strip()]

    def naive(text: str) -> None:
        for sentence in sentences(text):
            ner(sentence)
        for found in _DATES.finditer(text):
            dateparser.parse(found[0], languages=["vi"], settings={"DATE_ORDER": "DMY"})

    def tokenise(text: str) -> None:
        for sentence in sentences(text):
            word_tokenize(sentence)

    naive(str(documents[0]["text"]))
    speeds: dict[str, list[float]] = {"naive": [], "tokenise": [], "bantin": []}
    starts = []
    with _one_core(), tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        for n in range(ROUNDS):
            part = documents[n * count : (n + 1) * count]
            words = [str(d["text"]) for d in part]
            few = words[: max(5, count // 10)]
            start = extract_s(part[:1], Path(folder))
            starts.append(start)
            speeds["naive"].append(len(few) / cpu_s(partial(_each, naive, few)))
            speeds["tokenise"].append(count / cpu_s(partial(_each, tokenise, words)))
            speeds["bantin"].append((count - 1) / max(1e-6, extract_s(part, Path(folder)) - start))
    names = {
        "naive": "underthesea.ner + dateparser",
        "tokenise": "underthesea.word_tokenize alone",
        "bantin": "bantin extract, all of it",
    }
    figures = Figures("Speed", ("", "documents a second", "bantin is so many times as fast"))
    for key, name in names.items():
        ratios = [b / other for b, other in zip(speeds["bantin"], speeds[key], strict=True)]
        figures.rows.append((name, spread(speeds[key]), spread(ratios, digits=2) if key != "bantin" else ""))
    figures.note = (
        f"One core, seconds of CPU, {ROUNDS} rounds of {count} documents (naive: {len(few)}), start-up of {spread(starts, ' s')} of CPU "
        f"taken off; median (least–greatest). {texts_are()} Wanted: 20 times the naive stack, 1 time the tokeniser."
    )
    return [figures]


def _each(do: Callable[[str], None], words: list[str]) -> None:
    for text in words:
        do(text)


class _one_core:
    """This process and its children on one core, where the system can do that."""

    def __enter__(self) -> None:
        self.before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
        if self.before:
            os.sched_setaffinity(0, {min(self.before)})

    def __exit__(self, *_: object) -> None:
        if self.before:
            os.sched_setaffinity(0, self.before)


def extract_s(documents: list[dict[str, str | None]], folder: Path) -> float:
    """Seconds of CPU of `bantin extract`, its worker's among them."""
    given, made = folder / "in.jsonl", folder / "out.jsonl"
    given.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), "utf-8")
    _, cpu = command_s([BANTIN, "extract", str(given), "-o", str(made), "--workers", "1"])
    if len(made.read_bytes().splitlines()) != len(documents):
        raise RuntimeError("the records are not those of the documents")
    return cpu
