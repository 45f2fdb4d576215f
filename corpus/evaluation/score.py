"""Scores of records against gold: micro-averaged precision, recall and F1, by type, slot and document.

text           words of the record's text against the gold text
entities       exact type and surface, counted as a multiset in each document
entities.span  the same by exact offsets, over documents whose text is the gold text
officials      one item per (name, title, organisation), the organisation completed as the gold's is
events         events of one type are paired one to one, best agreement first; every filled slot value is an item,
               so a spurious event costs precision and a missed one recall; `detect` counts paired events
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from corpus.evaluation.matching import Same, alike, equal, fold, same_amount, same_body, same_name, same_official
from extract.types import LABELS

Gold = dict[str, Any]
LISTS = frozenset({"organisers", "participants", "recipients", "presenters", "investors", "amounts"})
SLOTS: dict[str, dict[str, Same]] = {
    "conference": {
        "name": alike,
        "date": equal,
        "location": alike,
        "organisers": same_body,
        "participants": same_name,
    },
    "award": {
        "award": same_body,
        "issuer": same_body,
        "recipients": alike,
        "recipient_count": equal,
        "presenters": same_name,
        "date": equal,
    },
    "investment": {
        "project": alike,
        "investors": same_body,
        "amounts": same_amount,
        "location": alike,
        "status": equal,
        "scope": equal,
        "date": equal,
    },
}
# what must agree before two events are one and the same
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "conference": (("name",), ("date", "organisers"), ("date", "participants")),
    "award": (("award", "recipients"), ("award", "issuer"), ("recipients", "issuer"), ("award", "presenters")),
    "investment": (("amounts",), ("project",), ("investors", "location")),
}


@dataclass
class Tally:
    """Right, expected and found items of one figure."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        self.right += right
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


@dataclass
class Scores:
    """Tallies by figure and the differences behind them, each beginning with the document's id."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[str] = field(default_factory=list)


def items(event: Gold) -> list[tuple[str, Any]]:
    """The filled slot values of one event as (slot, value)."""
    out: list[tuple[str, Any]] = []
    for slot in SLOTS[event["type"]]:
        value = event.get(slot)
        if slot in LISTS:
            out += [(slot, v) for v in value or [] if v not in (None, "", {})]
        elif value not in (None, "", []):
            out.append((slot, value))
    return out


def agreement(gold: Gold, found: Gold) -> Counter[str]:
    """How many slot values of two events of one type agree, slot by slot."""
    hits: Counter[str] = Counter()
    for slot, same in SLOTS[gold["type"]].items():
        if slot in LISTS:
            left = [v for v in found.get(slot) or [] if v not in (None, "")]
            for wanted in gold.get(slot) or []:
                match = next((v for v in left if wanted not in (None, "") and same(wanted, v)), None)
                if match is not None:
                    hits[slot] += 1
                    left.remove(match)
        elif gold.get(slot) not in (None, "", []) and found.get(slot) not in (None, "", []):
            hits[slot] += int(same(gold[slot], found[slot]))
    return hits


def pairs(golds: list[Gold], founds: list[Gold]) -> list[tuple[int, int, Counter[str]]]:
    """One-to-one pairs with the most agreement, best first (ties in document order)."""
    cells = []
    for i, gold in enumerate(golds):
        for j, found in enumerate(founds):
            hits = agreement(gold, found)
            if any(all(hits[k] for k in keys) for keys in KEYS[gold["type"]]):
                cells.append((-sum(hits.values()) / (len(items(gold)) + len(items(found))), i, j, hits))
    done_gold: set[int] = set()
    done_found: set[int] = set()
    out = []
    for _, i, j, hits in sorted(cells, key=lambda c: c[:3]):
        if i not in done_gold and j not in done_found:
            done_gold.add(i)
            done_found.add(j)
            out.append((i, j, hits))
    return out


def _entities(scores: Scores, gold: Gold, record: Gold) -> None:
    found_entities = [e for e in record.get("entities") or [] if e["type"] in LABELS]
    if record.get("text") == gold["text"] and all("start" in e for e in found_entities):
        spans = [{(e["type"], e["start"], e["end"]) for e in side} for side in (gold["entities"], found_entities)]
        scores.tallies["entities.span"].add(len(spans[0] & spans[1]), len(spans[0]), len(spans[1]))
    wanted = Counter((e["type"], fold(e["text"])) for e in gold["entities"])
    found = Counter((e["type"], fold(e["text"])) for e in found_entities)
    for label in LABELS:
        a = Counter({k: v for k, v in wanted.items() if k[0] == label})
        b = Counter({k: v for k, v in found.items() if k[0] == label})
        for name in (f"entity.{label}", "entities"):
            scores.tallies[name].add((a & b).total(), a.total(), b.total())
        scores.errors += [f"{gold['id']}: missed {k[0]} {k[1]!r} x{v}" for k, v in (a - b).items()]
        scores.errors += [f"{gold['id']}: spurious {k[0]} {k[1]!r} x{v}" for k, v in (b - a).items()]


def _official_items(record: Gold) -> list[tuple[str, str, str | None]]:
    return [
        (o["name"], p.get("title") or "", p.get("organisation"))
        for o in record.get("officials") or []
        for p in o.get("positions") or []
    ]


def _officials(scores: Scores, gold: Gold, record: Gold) -> None:
    wanted, found = _official_items(gold), _official_items(record)
    left, right = list(found), 0
    for official in wanted:
        match = next((f for f in left if same_official(official, f)), None)
        if match is None:
            scores.errors.append(f"{gold['id']}: missed official {official}")
        else:
            right += 1
            left.remove(match)
    scores.errors += [f"{gold['id']}: spurious official {f}" for f in left]
    scores.tallies["officials"].add(right, len(wanted), len(found))


def _brief(event: Gold) -> str:
    return json.dumps({k: event[k] for k in ("type", *SLOTS[event["type"]]) if event.get(k)}, ensure_ascii=False)


def _events(scores: Scores, gold: Gold, record: Gold) -> None:
    for kind, slots in SLOTS.items():
        golds = [e for e in gold["events"] if e["type"] == kind]
        founds = [e for e in record.get("events") or [] if e.get("type") == kind]
        matched = pairs(golds, founds)
        for name in (f"detect.{kind}", "detect"):
            scores.tallies[name].add(len(matched), len(golds), len(founds))
        hit: Counter[str] = Counter()
        for i, j, hits in matched:
            hit.update(hits)
            for slot, value in items(golds[i]):
                if not hits[slot]:
                    other = founds[j].get(slot)
                    scores.errors.append(f"{gold['id']}: {kind} slot {slot}: gold {value!r}, found {other!r}")
        in_pairs = {p[0] for p in matched}, {p[1] for p in matched}
        scores.errors += [f"{gold['id']}: missed {_brief(e)}" for i, e in enumerate(golds) if i not in in_pairs[0]]
        scores.errors += [f"{gold['id']}: spurious {_brief(e)}" for j, e in enumerate(founds) if j not in in_pairs[1]]
        wanted, found = (Counter(s for e in side for s, _ in items(e)) for side in (golds, founds))
        for slot in slots:
            scores.tallies[f"slot.{kind}.{slot}"].add(hit[slot], wanted[slot], found[slot])
        for name in (f"events.{kind}", "events"):
            scores.tallies[name].add(hit.total(), wanted.total(), found.total())


def score(golds: list[Gold], records: dict[str, Gold]) -> Scores:
    """Score records (by id, in plain JSON form) against gold documents; a missing record counts as empty."""
    scores = Scores()
    for gold in golds:
        record = records.get(gold["id"]) or {}
        if record:
            a, b = (Counter(fold(side["text"]).split()) for side in (gold, record))
            scores.tallies["text"].add((a & b).total(), a.total(), b.total())
        else:
            scores.errors.append(f"{gold['id']}: no record")
        _entities(scores, gold, record)
        _officials(scores, gold, record)
        _events(scores, gold, record)
    return scores
