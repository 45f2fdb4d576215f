"""Organisations in one bulletin: which names there are of one body, and how far each body can be known elsewhere."""

import re
from collections import defaultdict
from typing import Any

from corpus.registry.drafts import Drafts
from corpus.registry.heads import is_foreign, name_key
from corpus.registry.home import Home, Places
from corpus.registry.organisations import BodyName, body_name, is_generic, is_investor
from corpus.registry.projects import project_name
from corpus.registry.types import Card

_IN_BRACKETS = re.compile(r"\s*\(\s*(?:gọi tắt là\s+|viết tắt là\s+)?[\"“]?([^()\"”]{2,30}?)[\"”]?\s*\)")
_PROVINCIAL = ("sở ", "bql ", "cục ", "đoàn dbqh", "báo ", "đài ")


class Bodies:
    """The organisations that a record names, each with its card; None for what names no body in particular."""

    def __init__(self, record: dict[str, Any], home: Home) -> None:
        self.record, self.home = record, home
        self.mentions: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for entity in record["entities"]:
            if entity["type"] == "ORG":
                self.mentions[entity["text"]].append(entity)
        self.paths = _slots(record, set(self.mentions))
        names = sorted({*self.mentions, *self.paths})
        self.names = {n: body_name(n) for n in names}
        self.places = {n: home.after(e["end"] for e in self.mentions[n]) if n in self.mentions else () for n in names}
        self.keys = {n: self._key(b, self.places[n]) for n, b in self.names.items()}
        self._same_here()
        shorts = self._explained()
        anchors = self._anchors(shorts)
        self.cards = {n: self._card(n, key, anchors.get(key or "", set())) for n, key in self.keys.items()}

    def draft(self, drafts: Drafts) -> None:
        """Add the bodies to the bulletin's sightings."""
        for name, card in self.cards.items():
            if card:
                drafts.add(card, name, (e["id"] for e in self.mentions.get(name, ())), self.paths.get(name, ()))

    def key_of(self, name: str | None) -> str:
        """The key of the body that `name` means here, "" where it is not known beyond this bulletin."""
        card = self.cards.get(name or "")
        return card.key if card and not card.scope else ""

    def _key(self, body: BodyName, after: Places) -> str | None:
        """The key as far as the name and its places give one; None for one that must be looked for."""
        if body.reach == "place":
            provincial = f"{body.key} ".startswith(_PROVINCIAL)
            unit = self.home.unit((*body.places, *after), bare_is_province=provincial)
            return f"{body.key}@{unit}" if unit else None
        if body.reach == "name":
            return body.key
        return f"~{body.key}" if body.reach == "short" else None

    def _same_here(self) -> None:
        """Shorter names of a body that the bulletin names in full: "Hòa Thịnh", "Công ty Hòa Thịnh", "UBND huyện"."""
        full: dict[str, set[str]] = defaultdict(set)
        units: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, body in self.names.items():
            key = self.keys[name]
            if key and body.core and body.form and body.form != "company":
                full[body.core].add(key)
            if key and body.reach == "place":
                units[body.key, body.places[0][0]].add(key)
        for name, body in self.names.items():
            if body.core in full and (not body.form or body.form == "company"):
                self.keys[name] = next(iter(full[body.core])) if len(full[body.core]) == 1 else None
            elif self.keys[name] is None and body.reach == "place" and not body.places[0][1]:
                same = units[body.key, body.places[0][0]]
                self.keys[name] = next(iter(same)) if len(same) == 1 else None

    def _explained(self) -> dict[str, set[str]]:
        """Short names that the bulletin explains in brackets: key of the body → keys of its short names."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, mentions in self.mentions.items():
            key = self.keys[name]
            for entity in mentions if key and self.names[name].reach == "name" and self.names[name].form else ():
                match = _IN_BRACKETS.match(self.record["text"], entity["end"])
                short = match[1].strip() if match else ""
                if short and (short.isupper() or any(map(is_foreign, name_key(short).split()))) and " " not in short:
                    found[key or ""].add(name_key(short))
                    if short in self.keys and body_name(short).reach == "name":
                        self.keys[short] = key
        return found

    def _anchors(self, shorts: dict[str, set[str]]) -> dict[str, set[str]]:
        """What each body was seen with: short names, projects it invests in, provinces, people in its offices."""
        found: dict[str, set[str]] = defaultdict(set)
        for body, short in shorts.items():
            found[body] |= {f"short:{s}" for s in short}
        for event in self.record["events"]:
            if event["type"] != "investment" or not event["project"]:
                continue
            blocks = sorted(set(project_name(event["project"]).blocks()))
            for investor in event["investors"]:
                key = self.keys.get(investor)
                if key and is_investor(self.names[investor]):
                    found[key] |= {f"project:{b}" for b in blocks if b[0] != "|"}
        for official in self.record["officials"]:
            for position in official["positions"]:
                key = self.keys.get(position["organisation"])
                if key and key[0] == "~" and " " in official["name"]:
                    found[key].add(f"person:{name_key(official['name'])}")
        for name, key in self.keys.items():
            if key and key[0] == "~":
                province = self.home.unit(self.places[name][-1:], bare_is_province=True) or self.home.publisher
                if province:
                    found[key].add(f"province:{province}")
        return found

    def _card(self, name: str, key: str | None, anchors: set[str]) -> Card | None:
        if key and (key[0] != "~" or anchors):
            return Card("organisation", key, tuple(sorted(anchors)))
        body = self.names[name]
        if is_generic(body) or (body.reach == "place" and not body.places[0][1]):
            return None
        places = ", ".join(" ".join(p).strip() for p in body.places)
        return Card("organisation", f"{key or body.key} {places}".strip(), scope=self.record["id"])


def _slots(record: dict[str, Any], named: set[str]) -> dict[str, set[str]]:
    """Names of organisations in slots, with JSON pointers; of what may be people only what is a body here."""
    found: dict[str, set[str]] = defaultdict(set)
    for i, official in enumerate(record["officials"]):
        for j, position in enumerate(official["positions"]):
            if position["organisation"]:
                found[position["organisation"]].add(f"/officials/{i}/positions/{j}/organisation")
    people = {e["text"] for e in record["entities"] if e["type"] == "PERSON"}
    for i, event in enumerate(record["events"]):
        for slot in ("organisers", "investors", "recipients", "issuer", "licensed_by"):
            value = event.get(slot) or ()
            for j, name in enumerate([value] if isinstance(value, str) else value):
                if name in named or (slot not in ("recipients", "issuer") and name not in people):
                    found[name].add(f"/events/{i}/{slot}" if isinstance(value, str) else f"/events/{i}/{slot}/{j}")
    return found
