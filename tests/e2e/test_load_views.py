"""What an analyst asks of the views, and the schema they stand on: the same answers from SQLite and PostgreSQL."""

import copy
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from corpus.db import beside, registry_tables  # noqa: F401, their tables belong to the metadata
from corpus.db.connection import DatabaseError, database, existing, upgrade, writing
from corpus.db.migrations import NEWEST
from corpus.db.tables import bulletins
from tests.bench.records import record
from tests.databases import contents
from tests.e2e.test_load import asked, bantin, lines

_EVIDENCE = [{"path": "/scope", "spans": [[0, 5]], "basis": "stated", "rule": "made.up"}]


def bulletin(number: int, *events: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Bulletin `number` with these events alone; `id` in an event is its number."""
    made = record(number)
    made |= {"entities": [], "officials": [], "issues": [], "events": []}
    made["bulletin"] |= facts
    for event in events:
        part_of = event.get("part_of")
        made["events"].append(event | {
            "id": f"{made['id']}#investment-{event['id']:08x}",
            "part_of": None if part_of is None else f"{made['id']}#investment-{part_of:08x}",
        })  # fmt: skip
    return made


def investment(id: int, *amounts: dict[str, Any], **slots: Any) -> dict[str, Any]:
    return {
        "type": "investment", "id": id, "project": None, "investors": [], "amounts": list(amounts), "location": None,
        "status": "attracted", "scope": "aggregate", "date": "2019", "kind": "registered", "part_of": None,
        "licensed_by": None, "decision": None, "date_end": None, "part_of_day": None, "modality": None,
        "evidence": copy.deepcopy(_EVIDENCE),
    } | slots  # fmt: skip


def vnd(billions: int) -> dict[str, Any]:
    return {"value": billions * 10**9, "currency": "VND"}


def totals(url: str, by: str, where: str = "TRUE") -> dict[Any, int]:
    """Capital in billions of đồng by a column of `capital_totals`."""
    rows = asked(url, f"SELECT {by}, low FROM capital_totals WHERE currency = 'VND' AND {where}")
    found: dict[Any, int] = {}
    for key, low in rows:
        found[key] = found.get(key, 0) + int(low) // 10**9
    return found


def test_capital_counts_nothing_twice(db: str) -> None:
    year = bulletin(
        1,
        investment(1, vnd(1000), {"value": 43_000_000, "currency": "USD", "equivalent_of": 0}, location="tỉnh Phú Thọ"),
        investment(2, vnd(300), location="KCN Đá Bạc, tỉnh Phú Thọ", part_of=1),
        investment(3, vnd(200), location="KCN Suối Mơ, tỉnh Phú Thọ", part_of=1, status="licensed", scope="project"),
        investment(4, vnd(250), kind="disbursed", part_of=1, location="tỉnh Phú Thọ"),
        publisher="Sở Kế hoạch và Đầu tư tỉnh Phú Thọ",
    )
    other = bulletin(2, investment(1, vnd(70), location="TP. Hải Phòng", date="2020-03"))
    assert bantin("load", "-", "--db", db, stdin=lines(year, other)).returncode == 0
    committed = "kind = 'registered'"
    assert totals(db, "province", committed) == {"Phú Thọ": 1000, "Hải Phòng": 70}
    assert totals(db, "zone", committed) == {None: 570, "KCN Đá Bạc": 300, "KCN Suối Mơ": 200}
    assert totals(db, "year", committed) == {2019: 1000, 2020: 70}
    assert totals(db, "status", committed) == {"attracted": 870, "licensed": 200}
    assert totals(db, "kind") == {"registered": 1070, "disbursed": 250}
    assert asked(db, "SELECT COUNT(*) FROM capital WHERE currency = 'USD'") == [(0,)]


def test_sums_are_exact_past_64_bits_and_with_decimals(db: str) -> None:
    huge = 9_000_000_000_000_000_001
    made = bulletin(1, *(investment(n, {"value": huge, "currency": "VND"}, decision=str(n)) for n in range(1, 4)))
    cents = bulletin(2, *(investment(n, {"value": "0.1", "currency": "USD"}) for n in range(1, 4)))
    assert bantin("load", "-", "--no-registry", "--db", db, stdin=lines(made, cents)).returncode == 0
    sums = asked(db, "SELECT currency, low FROM capital_totals ORDER BY currency")
    assert [(currency, str(low)) for currency, low in sums] == [("USD", "0.3"), ("VND", str(3 * huge))]


def _report(number: int, value: int, publisher: str) -> dict[str, Any]:
    """A paper's report of one project, the same licence of the same day."""
    made = record(number)
    event = next(e for e in record(0)["events"] if e["type"] == "investment")
    text_of = f"{publisher}\n\n{event['project']} của {event['investors'][0]} tại {event['location']}."
    spans = {s: text_of.index(s) for s in (event["project"], event["investors"][0], event["location"])}
    labels = ("PROJECT", "ORG", "LOCATION")
    made["entities"] = [
        {"id": f"e{n}", "type": label, "start": at, "end": at + len(words), "text": words, "rule": "made:up"}
        for n, (label, (words, at)) in enumerate(zip(labels, spans.items(), strict=True), 1)
    ]
    made |= {"text": text_of, "officials": [], "issues": []}
    made["bulletin"] |= {"publisher": publisher, "published": "2012-01-06", "title": publisher}
    event |= {"id": f"{made['id']}#investment-{number:08x}", "amounts": [vnd(value)], "evidence": _EVIDENCE}
    made["events"] = [event]
    return made


def test_one_event_in_several_papers_is_counted_once_and_its_disagreement_shown(db: str) -> None:
    papers = [_report(100 + n, 500 if n < 3 else 520, f"Báo Mẫu số {n}") for n in range(4)]
    assert bantin("load", "-", "--db", db, stdin=lines(*papers)).returncode == 0
    assert totals(db, "status") == {"licensed": 500}
    assert len(asked(db, "SELECT project FROM project_status")) == 1
    assert asked(db, "SELECT COUNT(DISTINCT value) FROM registry_disagreements WHERE slot = 'amounts'") == [(2,)]
    bantin("withdraw", papers[0]["id"], "--by", "Nga", "--why", "thử", "--db", db)
    assert totals(db, "status") == {"licensed": 500}
    assert len(asked(db, "SELECT event_id FROM registry_event_sources")) == 3


def test_a_project_over_time_and_an_official_over_time(db: str) -> None:
    assert bantin("load", "-", "--db", db, stdin=lines(*(record(n) for n in range(4)))).returncode == 0
    steps = asked(db, "SELECT status, COUNT(*) FROM project_steps GROUP BY project_key, status ORDER BY MIN(seen)")
    assert steps == [("licensed", 1), ("under_construction", 2), ("completed", 1)]
    assert asked(db, "SELECT status, reports FROM project_status") == [("completed", 4)]
    project = next(e for e in record(0)["events"] if e["type"] == "investment")
    assert asked(db, "SELECT DISTINCT investors FROM project_steps") == [(project["investors"][0],)]
    offices = asked(db, "SELECT title, bulletins, person FROM official_offices ORDER BY bulletins DESC, title")
    assert offices[0][:2] == ("Chủ tịch", 4)
    first, last = asked(db, "SELECT first_seen, last_seen FROM official_offices WHERE title = 'Chủ tịch'")[0]
    days = sorted(record(n)["bulletin"]["published"] for n in range(4))
    assert (str(first), str(last)) == (days[0], days[-1])
    given = asked(
        db, "SELECT giver_level, SUM(awards), SUM(recipients_counted) FROM awards_by_giver GROUP BY giver_level"
    )
    counts = [e["recipient_count"] for n in range(4) for e in record(n)["events"] if e["type"] == "award"]
    assert [(level, int(n), int(r)) for level, n, r in given] == [("province", len(counts), sum(counts))]


def test_the_words_behind_every_value(db: str) -> None:
    made = record(0)
    bantin("load", "-", "--no-registry", "--db", db, stdin=lines(made))
    project = next(e for e in made["events"] if e["type"] == "investment")
    found = asked(db, f"SELECT path, words FROM event_evidence WHERE event_id = '{project['id']}'")
    assert ("/project", project["project"]) in found
    assert {path for path, _ in found} == {e["path"] for e in project["evidence"]}


def test_the_registry_does_not_depend_on_order_or_steps(db: str, tmp_path: Path) -> None:
    made = [record(n) for n in range(24)]
    bantin("load", "-", "--db", db, stdin=lines(*made))
    other = f"sqlite:///{tmp_path / 'other.db'}"
    for some in (made[:-11:-1], made[5:20], [record(2, revision=1), made[2]], made):
        bantin("load", "-", "--db", other, stdin=lines(*some))
    bantin("load", "-", "--db", db, stdin=lines(record(2, revision=1)))
    one, two = contents(db), contents(other)
    for table in one:
        if table not in ("revisions", "registry_redirects"):
            assert one[table] == two[table], table
    assert len(one["registry_entities"]) > 20


def test_migrations_make_what_the_code_knows_and_can_be_undone(db: str) -> None:
    with database(db) as engine:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": engine.dialect.name == "postgresql"})
            assert compare_metadata(context, bulletins.metadata) == []
            assert context.get_current_revision() == NEWEST
            assert len(inspect(connection).get_view_names()) == 8
        with writing(engine) as connection:
            upgrade(connection, to="base")
        with engine.connect() as connection:
            assert inspect(connection).get_table_names() == ["alembic_version"]
            assert inspect(connection).get_view_names() == []
    with database(db) as engine, engine.connect() as connection:
        assert connection.execute(bulletins.select()).all() == []


def test_a_database_of_a_newer_bantin_is_left_alone(db: str) -> None:
    with database(db) as engine, writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for way in (database, existing):
        with pytest.raises(DatabaseError, match="9999"), way(db):
            pass
