"""Whatever a line holds, loading ends well: it is a record and goes in whole, or it is put aside with its reason."""

import contextlib
import copy
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from corpus.db.beside import rejected
from corpus.db.connection import database
from corpus.db.loading import load
from corpus.db.rows import add_rows, no_rows
from corpus.db.tables import bulletins
from corpus.records import BrokenRecord, RecordLine, parse_record
from tests.bench.records import record
from tests.databases import new_database

NUMBERS = st.integers(0, 5000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["2019-02-30", "2019", "1.5", "-3.25", "e99999999999", "\0", "#award-00000000", "x" * 5000, 2**70]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = contextlib.nullcontext(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'bantin.db'}")
    url = file if request.param == "sqlite" else new_database(request.getfixturevalue("postgresql"))
    with url as opened_url, database(opened_url) as opened:
        yield opened


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all that a JSON value holds."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, inner in items for p in ((*path, key), *_places(inner, (*path, key)))]


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    changed = copy.deepcopy(value)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return changed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=NUMBERS, new=JSON, data=st.data())
def test_a_record_with_anything_in_any_place_goes_in_or_is_put_aside(
    engine: Engine, number: int, new: Any, data: st.DataObject
) -> None:
    made = record(number)
    line = msgspec.json.encode(_replaced(made, data.draw(st.sampled_from(_places(made))), new))
    try:
        given_line: RecordLine | BrokenRecord = RecordLine("fuzz:1", line, parse_record(line, "fuzz:1"))
    except BrokenRecord as error:
        given_line = error
    counts = load(engine, [given_line], on_error=lambda _: None)
    whole = isinstance(given_line, RecordLine)
    assert counts.records == 1
    assert counts.put_aside == (not whole), given_line  # the database takes all that was found to be a record
    with engine.connect() as connection:
        if whole:
            held = connection.execute(select(bulletins.c.text).where(bulletins.c.id == given_line.data["id"])).scalar()
            assert held is not None
        else:
            assert connection.execute(select(func.count()).select_from(rejected)).scalar()


@given(number=NUMBERS)
@settings(max_examples=50, deadline=None)
def test_rows_lose_nothing_of_a_record(number: int) -> None:
    made = record(number)
    rows = no_rows()
    add_rows(rows, made, record="", record_sha256="", loaded_at="")
    assert [(e[5], e[3], e[4]) for e in rows["entities"]] == [
        (e["text"], e["start"], e["end"]) for e in made["entities"]
    ]
    assert [r[2] for r in rows["events"]] == [e["id"] for e in made["events"]]
    for table, slot in (
        ("conference_organisers", "organisers"), ("conference_participants", "participants"),
        ("award_recipients", "recipients"), ("award_presenters", "presenters"), ("investment_investors", "investors"),
    ):  # fmt: skip
        said = [(n, k, name) for n, e in enumerate(made["events"]) for k, name in enumerate(e.get(slot, ()))]
        assert [row[1:4] for row in rows[table]] == said
    amounts = [
        (n, k, a["value"], a["currency"])
        for n, e in enumerate(made["events"])
        for k, a in enumerate(e.get("amounts", ()))
    ]
    assert [(row[1], row[2], row[3], row[5]) for row in rows["amounts"]] == amounts
    roles = [(n, r["person"], r["role"]) for n, e in enumerate(made["events"]) for r in e.get("roles", ())]
    assert [(row[1], *row[3:]) for row in rows["roles"]] == roles
    spans = [tuple(s) for e in made["events"] for v in e["evidence"] for s in v["spans"]]
    assert [row[-2:] for row in rows["evidence"] if row[2] is not None] == spans
    named = {name for row in rows["people"] for name in row[1:2]}
    assert named == {o["name"] for o in made["officials"]} | {r[1] for r in roles} | {
        p for e in made["events"] for slot in ("participants", "presenters") for p in e.get(slot, ())
    }
