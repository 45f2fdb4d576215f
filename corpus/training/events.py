"""Trains the three event models (phrases, roles, status) on the stand-off labels.

    python -m corpus.training.events POOL [LABELS.jsonl ...]

A label says what an event's slots hold, not where it was read: here each value is put back to the places in the text
that say it, and those places are what the models learn.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.training.chains import ChainTrainer
from corpus.training.readings import readings
from extract.events import phrases, roles, status
from extract.events.phrases import Phrase
from extract.events.scene import Scene, alike
from extract.events.signs import Signs
from extract.link import Links, link
from extract.link.names import body_key
from extract.pipeline import reading_of
from extract.spelling import fold
from extract.types import Amount, Bulletin, DateValue, Mention, Span

OUT = Path(__file__).parents[2] / "extract" / "events"
PARAMETERS = {"c1": 0.05, "c2": 0.5, "max_iterations": 150, "feature.possible_transitions": True}
_STRINGS = {"CONFERENCE": ("conference", "name"), "AWARD": ("award", "award"), "RECIPIENT": ("award", "recipients")}


@dataclass
class Lesson:
    """One labelled reading, ready to be learned from."""

    scene: Scene
    links: Links
    events: list[dict[str, Any]]
    tags: list[str] = field(default_factory=list)


def lesson(label: dict[str, Any]) -> Lesson:
    """Build the scene of a labelled document from its own entities."""
    mentions = tuple(
        Mention(start=e["start"], end=e["end"], label=e["type"], method="label", rule="")
        for e in sorted(label["entities"], key=lambda e: e["start"])
    )
    bulletin = Bulletin(
        id=label["id"],
        title=label["title"],
        text=label["text"],
        published=label["published"],
        publisher=label["publisher"],
    )
    reading = reading_of(bulletin, mentions)
    links = link(reading)
    signs = Signs(reading)
    places = gold_phrases(reading.text, label["events"], mentions)
    scene = Scene(signs, tuple(places), tuple("-" for _ in mentions), links.full_name, links.complete)
    return Lesson(scene, links, label["events"])


def _occurrences(text: str, folded: str, value: str) -> list[Span]:
    needle = fold(value).strip()
    if len(needle) < 4 or len(folded) != len(text):
        return []
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", folded)]


def gold_phrases(text: str, events: list[dict[str, Any]], mentions: Iterable[Mention]) -> list[Phrase]:
    """Where the strings of the labelled events stand in the text; those that are one mention are left to the roles."""
    folded = fold(text)
    whole = {(m.start, m.end): m.label for m in mentions}
    found: list[Phrase] = []
    wanted: list[tuple[str, str]] = []
    for event in events:
        for kind, (of, slot) in _STRINGS.items():
            if event["type"] == of and event.get(slot):
                wanted += [(kind, v) for v in (event[slot] if isinstance(event[slot], list) else [event[slot]])]
        if event["type"] == "investment" and event.get("project"):
            wanted.append(("PROJECT", event["project"]))
    for kind, value in sorted(set(wanted), key=lambda w: (-len(w[1]), w)):
        for start, end in _occurrences(text, folded, value):
            named = any(
                start < e and s < end and label in ("PERSON", "ORG", "PROJECT") for (s, e), label in whole.items()
            )
            if kind == "RECIPIENT" and (start, end) in whole:
                continue
            if kind == "PROJECT" and named:
                continue
            if all(end <= p.start or p.end <= start for p in found):
                found.append(Phrase(start, end, kind, text[start:end]))
    return sorted(found)


def phrase_tags(signs: Signs, inside: range, places: Iterable[Phrase]) -> list[str]:
    """BIO tags of the syllables `inside` for labelled phrases."""
    tags = ["O"] * len(inside)
    for place in places:
        for n, k in enumerate(signs.inside((place.start, place.end))):
            if k in inside:
                tags[k - inside.start] = f"{'I' if n else 'B'}-{place.kind}"
    return tags


def _same_body(a: str, b: str) -> bool:
    x, y = body_key(a), body_key(b)
    return x == y or x.startswith(f"{y} ") or y.startswith(f"{x} ")


def _equal(amount: Amount | None, gold: dict[str, Any]) -> bool:
    if amount is None or amount.currency != gold.get("currency"):
        return False
    ends = (gold.get("value"),) * 2 if gold.get("value") is not None else (gold.get("min"), gold.get("max"))
    own = (amount.value,) * 2 if amount.value is not None else (amount.min, amount.max)
    return all(
        a is not None and b is not None and abs(float(a) - float(b)) <= 1e-6 * abs(float(b))
        for a, b in zip(own, ends, strict=True)
    )


def role_tags(item: Lesson) -> list[str]:
    """The role of each mention in the labelled events, by value and by what else its sentence says."""
    scene = item.scene
    out = []
    for i, mention in enumerate(scene.reading.mentions):
        sentence = scene.sentence(mention.start)
        near = {p.kind for p in scene.phrases if sentence[0] <= p.start < sentence[1]}
        near |= {m.label for m in (scene.reading.mentions[j] for j in scene.reading.within(sentence))}
        out.append(_role(scene, i, item.events, near))
    return out


def _role(scene: Scene, i: int, events: list[dict[str, Any]], near: set[str]) -> str:
    words, label = scene.reading.words(i), scene.reading.mentions[i].label
    of = {t: [e for e in events if e["type"] == t] for t in ("conference", "award", "investment")}
    if label == "PERSON":
        name = fold(scene.full_name(i))
        if "AWARD" in near and any(name == fold(p) for e in of["award"] for p in e.get("presenters") or []):
            return "PRESENTER"
        if any(name == fold(r) for e in of["award"] for r in e.get("recipients") or []):
            return "RECIPIENT"
        return (
            "PARTICIPANT"
            if any(name == fold(p) for e in of["conference"] for p in e.get("participants") or [])
            else "-"
        )
    if label == "MONEY":
        for event in of["investment"]:
            if any(_equal(scene.amount(i), a) for a in event.get("amounts") or []):
                return "TOTAL" if event.get("scope") == "aggregate" else "CAPITAL"
        return "-"
    if label == "PROJECT":
        return "ENTRY" if any(alike(words, e["project"]) for e in of["investment"] if e.get("project")) else "-"
    if label == "DATE":
        value = scene.reading.values.get(i)
        day = value.date if isinstance(value, DateValue) else None
        if day and any(day == e.get("date") for t in ("conference", "award") for e in of[t]):
            return "WHEN"
        return "ACT" if day and any(day == e.get("date") for e in of["investment"]) else "-"
    if label == "LOCATION":
        site = any(fold(words) in fold(e["location"]) for e in of["investment"] if e.get("location"))
        venue = any(fold(words) in fold(e["location"]) for e in of["conference"] if e.get("location"))
        if site and (not venue or near & {"PROJECT", "MONEY"}):
            return "SITE"
        return "VENUE" if venue else "-"
    if label in ("ORG", "POSITION"):
        return _body_role(scene, i, of, near)
    return "-"


def _body_role(scene: Scene, i: int, of: dict[str, list[dict[str, Any]]], near: set[str]) -> str:
    mentions = scene.reading.mentions
    if (
        mentions[i].label == "ORG"
        and i
        and mentions[i - 1].label == "POSITION"
        and not scene.reading.gap(i - 1, i).strip()
    ):
        return "-"  # an official's body
    names = {scene.reading.words(i), scene.complete(scene.reading.words(i))[0]}

    def held(kind: str, slot: str) -> bool:
        for event in of[kind]:
            values = event.get(slot) or []
            if any(_same_body(n, v) for v in ([values] if isinstance(values, str) else values) for n in names):
                return True
        return False

    issuer, recipient = held("award", "issuer"), held("award", "recipients")
    if "AWARD" in near and (issuer or recipient):
        return "ISSUER" if issuer else "RECIPIENT"
    if mentions[i].label == "POSITION":
        return "-"
    if held("investment", "investors") and near & {"PROJECT", "MONEY"}:
        return "INVESTOR"
    if held("conference", "organisers"):
        return "ORGANISER"
    return "INVESTOR" if held("investment", "investors") else "-"


def status_rows(item: Lesson) -> Iterable[tuple[list[str], str]]:
    """(features, status) of the labelled investments whose project or amount is found in the text."""
    scene = item.scene
    for event in item.events:
        if event["type"] != "investment" or not event.get("status"):
            continue
        spans = [
            scene.span(i)
            for i, m in enumerate(scene.reading.mentions)
            if (m.label == "PROJECT" and event.get("project") and alike(scene.reading.words(i), event["project"]))
            or (
                m.label == "MONEY"
                and not event.get("project")
                and any(_equal(scene.amount(i), a) for a in event.get("amounts") or [])
            )
        ]
        spans += [
            (p.start, p.end)
            for p in scene.phrases
            if p.kind == "PROJECT" and event.get("project") and alike(p.text, event["project"])
        ]
        if spans:
            yield status.status_features(scene, spans), event["status"]


def train(training: Iterable[dict[str, Any]], out: Path) -> None:
    """Train the three models on labels in gold form and write them into `out`."""
    trainers = {
        phrases.MODEL: ChainTrainer(phrases.TEMPLATES), roles.MODEL: ChainTrainer(), status.MODEL: ChainTrainer(),
    }  # fmt: skip
    for label in training:
        item = lesson(label)
        signs = item.scene.signs
        for inside, rows in phrases.training_rows(phrases.table(signs)):
            trainers[phrases.MODEL].append(rows, phrase_tags(signs, inside, item.scene.phrases))
        if item.scene.reading.mentions:
            trainers[roles.MODEL].append(roles.role_features(signs, item.scene.phrases), role_tags(item))
        for features, wanted in status_rows(item):
            trainers[status.MODEL].append([features], [wanted])
    for name, trainer in trainers.items():
        trainer.train(out / name, PARAMETERS)


def main(argv: list[str]) -> int:
    """Train from the committed labels (or those named) and the pool; return 0."""
    rows = readings(argv)
    train(rows, OUT)
    for name in (phrases.MODEL, roles.MODEL, status.MODEL):
        print(f"{name}: {len(rows)} readings, {(OUT / name).stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
