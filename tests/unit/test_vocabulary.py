"""Every vocabulary entry carries examples and counter-examples; here they all run."""

import re

import pytest
import yaml

from extract.errors import VocabularyError
from extract.events.signs import triggers
from extract.link.names import body_key
from extract.tag.lexicon import LISTS, Lexicon
from extract.tag.rules import find_names
from extract.tag.tokens import blank_pipeline
from extract.vocabulary import Entry, load
from tests.conftest import ROOT

VOCAB = ROOT / "schemas" / "vocab"
_MARK = re.compile(r"\[([^\]]+)\]")


def unmark(marked: str) -> tuple[str, int, int]:
    """Text without its brackets, and the span they held."""
    match = _MARK.search(marked)
    assert match, f"no [brackets] in {marked!r}"
    return marked[: match.start()] + match[1] + marked[match.end() :], match.start(), match.start() + len(match[1])


@pytest.fixture(scope="module")
def lexicon() -> tuple[object, Lexicon]:
    nlp = blank_pipeline()
    return nlp, Lexicon(nlp)


def spans(lexicon: tuple[object, Lexicon], name: str, entry: str, text: str) -> set[tuple[int, int]]:
    nlp, matcher = lexicon
    doc = nlp(text)  # type: ignore[operator]
    return {
        (doc[h.start].idx, doc[h.end - 1].idx + len(doc[h.end - 1]))
        for h in matcher.hints(doc)
        if (h.list, h.entry) == (name, entry)
    }


CASES = [(name, entry, e) for name in LISTS for entry in load(name) for e in entry.examples]
COUNTERS = [(name, entry, e) for name in LISTS for entry in load(name) for e in entry.counter]


RULED = {"offices": "POSITION", "projects": "PROJECT", "places": "LOCATION"}


def ruled(lexicon: tuple[object, Lexicon], label: str, text: str) -> set[tuple[int, int]]:
    """Spans of the mentions of a label that the rules build."""
    nlp, matcher = lexicon
    doc = nlp(text)  # type: ignore[operator]
    return {(m.start, m.end) for m in find_names(doc, matcher.hints(doc)) if m.label == label}


@pytest.mark.parametrize(("name", "entry", "example"), CASES, ids=lambda v: v.id if isinstance(v, Entry) else str(v))
def test_lexicon_examples(lexicon, name: str, entry: Entry, example: str) -> None:
    text, start, end = unmark(example)
    found = ruled(lexicon, "POSITION", text) if name == "offices" else spans(lexicon, name, entry.id, text)
    assert (start, end) in found


@pytest.mark.parametrize(("name", "entry", "counter"), COUNTERS, ids=lambda v: v.id if isinstance(v, Entry) else str(v))
def test_lexicon_counter_examples(lexicon, name: str, entry: Entry, counter: str) -> None:
    text, start, end = unmark(counter)
    found = ruled(lexicon, RULED[name], text) if name in RULED else spans(lexicon, name, entry.id, text)
    assert (start, end) not in found


@pytest.mark.parametrize("entry", load("triggers"), ids=lambda e: e.id)
def test_trigger_examples(entry: Entry) -> None:
    for example in entry.examples:
        text, start, end = unmark(example)
        assert (start, end, entry.id) in [(a, b, e.id) for a, b, e in triggers(text, (0, len(text)))]
    for counter in entry.counter:
        text, start, end = unmark(counter)
        assert (start, end, entry.id) not in [(a, b, e.id) for a, b, e in triggers(text, (0, len(text)))]


@pytest.mark.parametrize("entry", load("abbreviations"), ids=lambda e: e.id)
def test_abbreviations_compare_equal(entry: Entry) -> None:
    keys = {body_key(f"X {form} Y") for form in entry.forms}
    assert len(keys) == 1, keys


@pytest.mark.parametrize("path", sorted(VOCAB.glob("*.yml")), ids=lambda p: p.stem)
def test_every_entry_has_an_example(path) -> None:
    for entry in load(path.stem):
        assert entry.examples or entry.counter, f"{path.name}: {entry.id} shows no example"


def test_a_vocabulary_without_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    load.cache_clear()
    monkeypatch.setattr(yaml, "load", lambda *a, **k: {"about": "nothing"})
    with pytest.raises(VocabularyError, match="no entries"):
        load("offices")
    load.cache_clear()
