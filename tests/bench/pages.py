"""What a page costs beside its text, and beside the libraries that read pages."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from extract.document import RawDocument, read_bulletin
from extract.pipeline import extractor
from extract.record import to_json
from tests.bench.figures import Figures, cpu_s, spread
from tests.bench.speed import extract_s
from tests.bench.texts import pages


def measure(full: bool) -> list[Figures]:
    """Milliseconds a page: from HTML, from the text that was read from it, and of other readers of HTML."""
    found = pages()
    as_text = []
    for raw in found:
        bulletin = read_bulletin(raw)
        as_text.append(RawDocument(place=raw.place, title=bulletin.title, text=bulletin.text, saved=False))
    work = extractor()
    ways: dict[str, Callable[[int], object]] = {
        "bantin, from HTML": lambda n: to_json(work(read_bulletin(found[n]))),
        "bantin, from the text of the same pages": lambda n: to_json(work(read_bulletin(as_text[n]))),
        "bantin, reading the page only": lambda n: read_bulletin(found[n]),
    }
    ways |= _libraries([raw.html or "" for raw in found])
    times: dict[str, list[float]] = {name: [] for name in ways}
    for do in ways.values():
        for n in range(len(found)):
            do(n)
    for _ in range(9 if full else 5):
        for name, do in ways.items():
            taken = cpu_s(lambda do=do: [do(n) for n in range(len(found))])  # type: ignore[misc]
            times[name].append(1000 * taken / len(found))
    html, text = (times[name] for name in list(ways)[:2])
    size = sum(len(raw.html or "") for raw in found) / len(found) / 1000
    figures = Figures("Pages", ("", "CPU a page"), [(name, spread(t, " ms")) for name, t in times.items()])
    figures.rows.append(
        ("HTML beside text, done before", spread([h / t for h, t in zip(html, text, strict=True)], " times", 2))
    )
    figures.rows.append(("HTML beside text, new (whole commands)", spread(_new(found, as_text), " times", 2)))
    figures.note = (
        f"{len(found)} pages of {size:.0f} kB on average, each done once before, so that words are remembered; new: `bantin extract` "
        "of the pages and of their texts, each in a new process, start-up taken off. Wanted: HTML at most 1.5 times text."
    )
    return [figures]


def _new(found: list[RawDocument], as_text: list[RawDocument]) -> list[float]:
    """Ratios of the CPU time of whole commands, in which every page is new."""
    html = [{"id": f"d{n}", "html": raw.html} for n, raw in enumerate(found)]
    text = [{"id": f"d{n}", "title": raw.title, "text": raw.text} for n, raw in enumerate(as_text)]
    ratios = []
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        for _ in range(3):
            start = extract_s(text[:1], Path(folder))
            ratios.append((extract_s(html, Path(folder)) - start) / (extract_s(text, Path(folder)) - start))
    return ratios


def _libraries(html: list[str]) -> dict[str, Callable[[int], object]]:
    from bs4 import BeautifulSoup

    ways: dict[str, Callable[[int], object]] = {
        "bs4 with lxml, get_text": lambda n: BeautifulSoup(html[n], "lxml").get_text(),
        "bs4 with html.parser, get_text": lambda n: BeautifulSoup(html[n], "html.parser").get_text(),
    }
    try:
        import trafilatura
    except ImportError:
        return ways
    return ways | {"trafilatura.extract": lambda n: trafilatura.extract(html[n])}
