"""Events from given roles and phrases: what is grouped, tied and dated, and that every value has evidence."""

import json
from typing import Any

import msgspec
import pytest
import yaml

from extract.events.award import build_awards
from extract.events.conference import build_conferences
from extract.events.investment import build_investments
from extract.events.phrases import Phrase
from extract.events.scene import Scene
from extract.events.signs import Signs
from extract.link import link
from extract.pipeline import reading_of
from extract.types import Bulletin, Event, Mention
from tests.conftest import ROOT
from tests.unit.test_officials import labelled

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "events.yml").read_text("utf-8"))


def events_of(case: dict[str, Any]) -> list[Event]:
    text, marks = labelled(case["text"])
    bulletin = Bulletin(id="case", title="", text=text, published=case.get("published"))
    mentions = [Mention(start=a, end=b, label=m.split()[0], method="case", rule="") for a, b, m in marks]
    reading = reading_of(bulletin, mentions)
    links = link(reading)
    phrases = []
    for words, kind in case.get("phrases", []):
        start = text.index(words)
        phrases.append(Phrase(start, start + len(words), kind, words))
    roles = tuple([*m.split(), "-"][1] for _, _, m in marks)
    scene = Scene(Signs(reading), tuple(sorted(phrases)), roles, links.full_name, links.complete)
    conferences = build_conferences(scene)
    return [*conferences, *build_awards(scene, conferences), *build_investments(scene, conferences)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_events(case: dict[str, Any]) -> None:
    found = [json.loads(msgspec.json.encode(e)) for e in events_of(case)]
    assert len(found) == len(case["expected"]), found
    for event, expected in zip(found, case["expected"], strict=True):
        assert {k: event[k] for k in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_every_value_has_evidence(case: dict[str, Any]) -> None:
    for event in events_of(case):
        paths = {e.path for e in event.evidence}
        for slot, value in json.loads(msgspec.json.encode(event)).items():
            if slot in ("type", "id", "evidence", "roles", "modality") or value in (None, []):
                continue
            assert (f"/{slot}/0" if isinstance(value, list) else f"/{slot}") in paths, slot
