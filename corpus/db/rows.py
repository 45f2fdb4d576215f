"""A record's rows, table by table, in the order of the tables' columns."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table

from corpus.db.capital import pieces
from corpus.db.givers import giver_level
from corpus.db.money import exact
from corpus.db.places import place_of
from corpus.db.tables import BULLETIN_TABLES, bulletin_key
from extract.spelling import plain

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

_plain = functools.lru_cache(maxsize=1 << 16)(plain)


def no_rows() -> Rows:
    """Empty lists for every table of a bulletin."""
    return {table.name: [] for table in BULLETIN_TABLES}


def columns(table: Table) -> list[str]:
    """The columns that a row of `table` fills, in order."""
    return [column.name for column in table.columns]


def add_rows(rows: Rows, data: Mapping[str, Any], *, record: str, record_sha256: str, loaded_at: str) -> None:
    """Add the rows of a record to `rows`.

    `data` is the checked record in plain JSON form, corrections applied; `record` its JSON as extracted.
    """
    key = bulletin_key(data["id"])
    facts = data["bulletin"]
    rows["bulletins"].append((
        key, data["id"], facts["url"], facts["title"], facts["publisher"], facts["publisher_basis"], facts["published"],
        facts["published_basis"], facts["source"], facts["language"], facts["sha256"], data["text"],
        data["schema_version"], record_sha256, loaded_at,
    ))  # fmt: skip
    rows["records"].append((key, record))
    rows["captions"] += [(key, n, start, end) for n, (start, end) in enumerate(facts["captions"])]
    rows["issues"] += [(key, n, i["code"], i["stage"], i["message"]) for n, i in enumerate(data["issues"])]
    rows["entities"] += [_entity(key, entity) for entity in data["entities"]]
    names = _Names()
    evidence: list[Row] = []
    _officials(rows, key, data["officials"], names, evidence)
    _events(rows, key, data, names, evidence)
    rows["evidence"] += [(key, n, *row) for n, row in enumerate(evidence)]
    rows["people"] += [(key, name, _plain(name)) for name in names.people]
    rows["organisations"] += [(key, name, _plain(name)) for name in names.organisations]
    rows["projects"] += [(key, name, _plain(name)) for name in names.projects]
    for name in names.places:
        place = place_of(name, facts["publisher"], facts["published"])
        rows["places"].append((key, name, _plain(name), place.province, place.province_basis, place.zone))


class _Names:
    """What the slots of one bulletin name, each once, in order (a dict keeps it)."""

    def __init__(self) -> None:
        self.people: dict[str, None] = {}
        self.organisations: dict[str, None] = {}
        self.projects: dict[str, None] = {}
        self.places: dict[str, None] = {}


def _entity(key: int, entity: Mapping[str, Any]) -> Row:
    head = (
        key, int(entity["id"][1:]), entity["type"], entity["start"], entity["end"], entity["text"], entity["rule"],
        entity.get("entity"),
    )  # fmt: skip
    value = entity.get("value")
    if value is None:
        return (*head, None, None, None, None, None, None, None, None, None, None)
    if value["kind"] == "amount":
        low, high = _range(value)
        return (*head, low, high, value["currency"], value.get("hedge"), value.get("per"), None, None, None, None, None)
    day = (value.get("date"), value.get("end"), value.get("part_of_day"), value.get("time"), value.get("year_from"))
    return (*head, None, None, None, None, None, *day)


def _range(amount: Mapping[str, Any]) -> tuple[Any, Any]:
    if "value" in amount:
        value = exact(amount["value"])
        return value, value
    return tuple(None if amount.get(k) is None else exact(amount[k]) for k in ("min", "max"))  # type: ignore[return-value]


def _add_evidence(rows: list[Row], owner: Row, evidence: Iterable[Mapping[str, Any]]) -> None:
    """A row for each span, and one for evidence without words."""
    for e in evidence:
        head = (*owner, e["path"], e["basis"], e["rule"])
        if e["spans"]:
            rows += [(*head, start, end) for start, end in e["spans"]]
        else:
            rows.append((*head, None, None))


def _officials(
    rows: Rows, key: int, officials: Iterable[Mapping[str, Any]], names: _Names, evidence: list[Row]
) -> None:
    for n, official in enumerate(officials):
        names.people[official["name"]] = None
        rows["officials"].append((key, n, official["name"]))
        # a mention listed twice is one
        rows["official_mentions"] += [(key, n, int(m[1:])) for m in dict.fromkeys(official["mentions"])]
        for k, office in enumerate(official["positions"]):
            if office["organisation"] is not None:
                names.organisations[office["organisation"]] = None
            rows["offices"].append((key, n, k, office["title"], office["organisation"]))
            _add_evidence(evidence, (None, n, k), office["evidence"])


def _events(rows: Rows, key: int, data: Mapping[str, Any], names: _Names, evidence: list[Row]) -> None:
    events = data["events"]
    if not events:
        return
    persons = {e["text"] for e in data["entities"] if e["type"] == "PERSON"} | {o["name"] for o in data["officials"]}
    numbers = {event["id"]: n for n, event in enumerate(events)}
    for n, event in enumerate(events):
        date = event["date"]
        rows["events"].append((
            key, n, event["id"], event["type"], date, event["date_end"], int(date[:4]) if date else None,
            event["part_of_day"], event["modality"],
        ))  # fmt: skip
        _add_evidence(evidence, (n, None, None), event["evidence"])
        for k, role in enumerate(event.get("roles", ())):
            names.people[role["person"]] = None
            rows["roles"].append((key, n, k, role["person"], role["role"]))
        match event["type"]:
            case "conference":
                _conference(rows, key, n, event, names)
            case "award":
                _award(rows, key, n, event, names)
            case "investment":
                part_of = numbers[event["part_of"]] if event["part_of"] else None
                _investment(rows, key, n, event, names, part_of, persons)
    rows["capital_pieces"] += [(key, p.event, p.currency, exact(p.low), exact(p.high)) for p in pieces(events)]


def _conference(rows: Rows, key: int, n: int, event: Mapping[str, Any], names: _Names) -> None:
    if event["location"] is not None:
        names.places[event["location"]] = None
    names.organisations.update(dict.fromkeys(event["organisers"]))
    names.people.update(dict.fromkeys(event["participants"]))
    rows["conferences"].append((key, n, event["name"], event["location"]))
    rows["conference_organisers"] += [(key, n, k, name) for k, name in enumerate(event["organisers"])]
    rows["conference_participants"] += [(key, n, k, name) for k, name in enumerate(event["participants"])]


def _award(rows: Rows, key: int, n: int, event: Mapping[str, Any], names: _Names) -> None:
    names.people.update(dict.fromkeys(event["presenters"]))
    level = giver_level(event["issuer"], event["award"])
    rows["awards"].append((key, n, event["award"], event["issuer"], level, event["recipient_count"]))
    rows["award_recipients"] += [(key, n, k, name) for k, name in enumerate(event["recipients"])]
    rows["award_presenters"] += [(key, n, k, name) for k, name in enumerate(event["presenters"])]


def _investment(
    rows: Rows, key: int, n: int, event: Mapping[str, Any], names: _Names, part_of: int | None, persons: set[str]
) -> None:
    if event["project"] is not None:
        names.projects[event["project"]] = None
    if event["location"] is not None:
        names.places[event["location"]] = None
    if event["licensed_by"] is not None:
        names.organisations[event["licensed_by"]] = None
    rows["investments"].append((
        key, n, event["project"], event["location"], event["status"], event["scope"], event["kind"], part_of,
        event["licensed_by"], event["decision"],
    ))  # fmt: skip
    for k, name in enumerate(event["investors"]):
        kind = "person" if name in persons else "organisation"
        (names.people if kind == "person" else names.organisations)[name] = None
        rows["investment_investors"].append((key, n, k, name, kind))
    for k, amount in enumerate(event["amounts"]):
        rows["amounts"].append((
            key, n, k, *_range(amount), amount["currency"], amount.get("hedge"), amount.get("per"),
            amount.get("equivalent_of"),
        ))  # fmt: skip
