"""Records as FollowTheMoney entities (https://followthemoney.tech), one JSON object each.

Written by our own mapping: the library needs a compiler and ICU, and only checks. Every entity leads to its
bulletin, the Article (`proof`). An aggregate ("the province attracted …") is an Event: a Project has a name.
"""

from collections.abc import Iterator
from typing import Any

from corpus.export.names import Kind, Names, export_id
from corpus.query.rows import Row, money
from corpus.search.sentences import Sentences
from extract.spelling import fold


class _Entities:
    """The entities of one record, each id once; properties said twice are joined."""

    def __init__(self, record: Row) -> None:
        self.record, self.facts, self.names = record, record["bulletin"], Names(record)
        self.sentences = Sentences(record)
        self.found: dict[str, tuple[str, dict[str, list[str]]]] = {}
        self.article = export_id(record["id"])

    def add(self, schema: str, key: str, **properties: Any) -> str:
        """An entity with those of its properties that are not null. Returns its id."""
        kept = self.found.setdefault(key, (schema, {}))[1]
        for name, value in properties.items():
            for item in value if isinstance(value, list) else [value]:
                if item is not None and item != "" and item not in kept.setdefault(name, []):
                    kept[name].append(item)
        return key

    def name(self, name: str, kind: Kind) -> str:
        """The person or body of a name."""
        return self.add(kind, self.names.id(name, kind), name=name, proof=self.article)

    def body(self, name: str | None) -> str | None:
        """The organisation of a name that stands where one must be; None for None."""
        if name is None:
            return None
        kind = self.names.kind(name)
        return self.name(name, "Organization" if kind in (None, "Person") else kind)

    def known(self, names: list[str]) -> list[str]:
        """The persons and bodies among names; descriptions ("7 tập thể") are left to `notes`."""
        return [self.name(name, kind) for name in names if (kind := self.names.kind(name))]

    def told(self, event: Row) -> dict[str, Any]:
        """What every event has."""
        return {
            "date": event["date"] if not event["date_end"] else None,
            "startDate": event["date"] if event["date_end"] else None,
            "endDate": event["date_end"],
            "summary": self.sentences.telling(event["evidence"]),
            "recordId": event["id"],
            "sourceUrl": self.facts["url"],
            "publisher": self.facts["publisher"],
            "proof": self.article,
        }


def ftm_entities(record: Row) -> Iterator[Row]:
    """The entities of a record, {"id", "schema", "properties": {name: [values]}}, always in the same order."""
    entities = _Entities(record)
    facts = record["bulletin"]
    entities.add(
        "Article", entities.article, title=facts["title"], publishedAt=facts["published"], publisher=facts["publisher"],
        sourceUrl=facts["url"], language="vie" if facts["language"] == "vi" else None, country="vn",
    )  # fmt: skip
    for official in record["officials"]:
        _official(entities, official)
    for event in record["events"]:
        {"conference": _conference, "award": _award, "investment": _investment}[event["type"]](entities, event)
    for key, (schema, properties) in entities.found.items():
        yield {"id": key, "schema": schema, "properties": {n: properties[n] for n in sorted(properties)}}


def _official(entities: _Entities, official: Row) -> None:
    person = entities.name(official["name"], "Person")
    for office in official["positions"]:
        name = " ".join(filter(None, [office["title"], office["organisation"]]))
        # the bulletin's own: "Giám đốc Sở" is another office in another bulletin
        post = entities.add(
            "Position", export_id(entities.record["id"], "position", fold(name)), name=name,
            organization=entities.body(office["organisation"]), proof=entities.article,
        )  # fmt: skip
        entities.add(
            "Occupancy", export_id(person, post), holder=person, post=post, date=entities.facts["published"],
            summary=entities.sentences.telling(office["evidence"]), sourceUrl=entities.facts["url"],
            proof=entities.article,
        )  # fmt: skip


def _conference(entities: _Entities, event: Row) -> None:
    entities.add(
        "Event", export_id(event["id"]), name=event["name"] or entities.facts["title"], location=event["location"],
        organizer=[entities.body(o) for o in event["organisers"]], involved=entities.known(event["participants"]),
        keywords=["conference", event["modality"]],
        notes=[f"{r['person']}: {r['role']}" for r in event["roles"]], **entities.told(event),
    )  # fmt: skip


def _award(entities: _Entities, event: Row) -> None:
    people = [*event["recipients"], *event["presenters"]]
    count = event["recipient_count"]
    notes = [f"recipient: {r}" for r in event["recipients"]] + [f"presenter: {p}" for p in event["presenters"]]
    entities.add(
        "Event", export_id(event["id"]), name=event["award"] or entities.facts["title"],
        organizer=entities.body(event["issuer"]), involved=entities.known(people),
        keywords=["award", event["modality"]],
        notes=[*notes, f"recipients: {count}" if count is not None else None], **entities.told(event),
    )  # fmt: skip


def _amount(amount: Row) -> str:
    """An amount in words that leave nothing out."""
    numbers = [money(amount["value"])] if "value" in amount else [money(amount["min"]), "–", money(amount["max"])]
    words = [amount.get("hedge"), *numbers, amount["currency"], f"per {amount['per']}" if amount.get("per") else None]
    return " ".join(w for w in words if w)


def _investment(entities: _Entities, event: Row) -> None:
    notes = [f"amount: {_amount(a)}" for a in event["amounts"]]
    notes += [f"{key}: {event[key]}" for key in ("kind", "decision", "location") if event[key]]
    whole = next((a for a in event["amounts"] if "value" in a and "per" not in a), None)
    if not event["project"]:
        name = entities.sentences.telling(event["evidence"]) or entities.facts["title"]
        entities.add(
            "Event", export_id(event["id"]), name=name, location=event["location"], notes=notes,
            involved=entities.known(event["investors"]),
            keywords=["investment", event["scope"], event["status"], event["modality"]], **entities.told(event),
        )  # fmt: skip
        return
    dollars = next(
        (a["value"] for a in event["amounts"] if a["currency"] == "USD" and "value" in a and "per" not in a), None
    )
    project = entities.add(
        "Project", export_id(event["id"]), name=event["project"], status=event["status"], notes=notes,
        address=event["location"], amount=whole and money(whole["value"]), currency=whole and whole["currency"],
        amountUsd=money(dollars), keywords=[event["scope"], event["modality"]], **entities.told(event),
    )  # fmt: skip
    parts = [(i, "investor") for i in event["investors"]] + [(event["licensed_by"], "licensing authority")]
    for name, role in parts:
        if name:
            kind = entities.names.kind(name)
            who = entities.name(name, "Person") if kind == "Person" else entities.body(name)
            entities.add(
                "ProjectParticipant", export_id(project, str(who), role), project=project, participant=who, role=role,
                date=event["date"], sourceUrl=entities.facts["url"], proof=entities.article,
            )  # fmt: skip
