"""Where words of the vocabularies stand in a Doc: offices, body heads, places, honorifics, names, honours.

One spaCy PhraseMatcher over folded tokens holds them all. What it finds are hints, not mentions yet: the rules build
mentions from them and the trained tagger reads them as features.
"""

import functools
from collections import defaultdict
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extract.gazetteer import given_names, unit_names
from extract.tag.tokens import Pieces, pieces
from extract.vocabulary import Entry, load

LISTS = ("offices", "bodies", "sectors", "projects", "honours", "places", "persons")


class Hint(NamedTuple):
    """Tokens `start`:`end` (half-open) are a form of entry `entry` in list `list`."""

    start: int
    end: int
    list: str
    entry: str


@functools.cache
def entries() -> dict[tuple[str, str], Entry]:
    """Every vocabulary entry by (list, id)."""
    return {(name, entry.id): entry for name in LISTS for entry in load(name)}


class Lexicon:
    """The matcher, built once for a pipeline's vocabulary."""

    def __init__(self, nlp: Language) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self.keys: dict[int, tuple[str, str]] = {}
        self.upper: set[tuple[str, str]] = set()
        for (name, entry_id), entry in entries().items():
            self._add(nlp, name, entry_id, entry.forms)
            if entry.attributes.get("case") == "upper":
                self.upper.add((name, entry_id))
        for level, forms in unit_names().items():
            self._add(nlp, "unit", level, sorted(forms))
            self.upper.add(("unit", level))
        self._add(nlp, "given", "given", sorted(given_names()))
        self.upper.add(("given", "given"))

    def _add(self, nlp: Language, name: str, entry_id: str, forms: tuple[str, ...] | list[str]) -> None:
        key = f"{name}:{entry_id}"
        self.keys[nlp.vocab.strings.add(key)] = (name, entry_id)
        self.matcher.add(key, [nlp.make_doc(form) for form in forms])

    def hints(self, doc: Doc) -> list[Hint]:
        """The longest match of each list at each place, in order; matches across a line end are none."""
        best: dict[tuple[str, int], Hint] = {}
        tokens = pieces(doc)
        for key, start, end in self.matcher(doc):
            name, entry_id = self.keys[key]
            if (name, entry_id) in self.upper and not starts_upper(tokens, start):
                continue
            old = best.get((name, start))
            if old is None or end > old.end:
                best[name, start] = Hint(start, end, name, entry_id)
        found: list[Hint] = []
        reach: dict[str, int] = defaultdict(int)
        for hint in sorted(best.values(), key=lambda h: (h.start, -h.end, h.list)):
            if hint.start >= reach[hint.list]:
                reach[hint.list] = hint.end
                found.append(hint)
        return found


def starts_upper(tokens: Pieces, k: int) -> bool:
    """Does token `k` begin with a capital letter (or a unit's designator, which may be small)?"""
    return tokens.text[k][:1].isupper() or tokens.norm[k] in _SMALL


_SMALL = frozenset(["tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường", "đặc"])
