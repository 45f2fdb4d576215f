"""Aggregates: the capital of several projects, a zone or a province over a period."""

import functools
import re

from extract.events.capital import dated, groups_of, set_amounts, set_site
from extract.events.draft import Draft
from extract.events.scene import Scene
from extract.events.status import status_of
from extract.gazetteer import province_names
from extract.spelling import fold
from extract.types import Basis, Investment, Span

_STATED: Basis = "stated"
_ANTECEDENT: Basis = "antecedent"
_UNIT = re.compile(r"(?i)^(?:tỉnh|thành phố|tp\.?)\s*")


def build_aggregates(scene: Scene) -> list[Investment]:
    """The aggregates in order; one that names no place or period is of that of the one before it."""
    found: list[Investment] = []
    for group in groups_of(scene, scene.role("TOTAL")):
        found.append(_aggregate(scene, group, found[-1] if found else None))
    return found


def _aggregate(scene: Scene, group: list[int], before: Investment | None) -> Investment:
    draft = Draft()
    set_amounts(scene, draft, group)
    span = scene.span(group[0])
    sentence = scene.sentence(span[0])
    set_site(scene, draft, scene.role("SITE", span=sentence)[:1])
    _inherit(draft, before, "location")
    _home(scene, draft)
    status, spans = status_of(scene, [span])
    said = "proposed" if status == "proposed" else "attracted"
    draft.set("status", said, spans or [span], "investment.status.aggregate")
    draft.set("scope", "aggregate", [span], "investment.scope.aggregate")
    _period(scene, draft, sentence)
    _inherit(draft, before, "date")
    draft.set("date", scene.published(), [], "investment.date.published", "published")
    return Investment(**draft.frozen())


def _inherit(draft: Draft, before: Investment | None, slot: str) -> None:
    """Take a slot from the aggregate before, with its words."""
    evidence = next((e for e in before.evidence if e.path == f"/{slot}" and e.spans), None) if before else None
    if evidence:
        draft.set(slot, getattr(before, slot), evidence.spans, f"investment.{slot}.of-the-total-before", "antecedent")


def _home(scene: Scene, draft: Draft) -> None:
    """The place a bulletin is about, for an aggregate that names none: the province or country written most often."""
    counts: dict[str, list[int]] = {}
    for i in scene.reading.of("LOCATION"):
        bare = fold(_UNIT.sub("", scene.reading.words(i)))
        if bare in _provinces():
            counts.setdefault(bare, []).append(i)
    if not counts:
        counts = {"": [i for i in scene.reading.of("LOCATION") if fold(scene.reading.words(i)) == "việt nam"]}
    most = max(counts.values(), key=len)
    if most:
        best = max(most, key=lambda i: len(scene.reading.words(i)))
        words = scene.reading.words(best)
        draft.set("location", words, [scene.span(best)], "investment.location.home", "antecedent")


@functools.cache
def _provinces() -> frozenset[str]:
    return frozenset(map(fold, province_names()))


def _period(scene: Scene, draft: Draft, sentence: Span) -> None:
    """The period or day of the count: in its sentence, or in the paragraph before it."""
    line = next(((a, b) for a, b in scene.reading.lines if a <= sentence[0] < b), sentence)
    for span, basis in ((sentence, _STATED), ((line[0], sentence[0]), _ANTECEDENT)):
        found = dated(scene, span) if span[1] > span[0] else None
        if found:
            draft.set("date", found[0], [found[1]], "investment.date.period", basis)
            return
