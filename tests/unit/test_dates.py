"""Dates: every case of `tests/cases/dates.yml`, every example of the calendar vocabulary, the lunar calendar."""

import datetime
from typing import Any

import pytest

from extract.normalise.dates import resolve_date
from extract.normalise.lunar import from_lunar, last_of_year
from extract.tag.dates import find_dates
from extract.types import DateValue
from extract.vocabulary import load
from tests.unit.marked import cases, unmark

ALL = [c for _, c in cases("dates")]


def found(text: str) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in find_dates(text)]


@pytest.mark.parametrize("case", [c for c in ALL if "value" in c and c.get("find", True)], ids=lambda c: c["text"])
def test_span(case: dict[str, Any]) -> None:
    text, [span] = unmark(case["text"])
    assert text[slice(*span)] in [text[a:b] for a, b in found(text)]


@pytest.mark.parametrize("case", [c for c in ALL if "value" in c], ids=lambda c: c["text"])
def test_value(case: dict[str, Any]) -> None:
    text, [(start, end)] = unmark(case["text"])
    published = case.get("published", "2026-01-02")
    value = resolve_date(
        text[start:end],
        published=datetime.date.fromisoformat(published) if published else None,
        tense=case.get("tense", "any"),
        context_year=case.get("context_year"),
    )
    assert value == DateValue(**case["value"])


@pytest.mark.parametrize("case", [c for c in ALL if c.get("none")], ids=lambda c: c["text"])
def test_not_a_date(case: dict[str, Any]) -> None:
    text, [(start, end)] = unmark(case["text"])
    assert not [text[a:b] for a, b in found(text) if a < end and start < b]


@pytest.mark.parametrize("entry", load("calendar"), ids=lambda e: e.id)
def test_vocabulary_examples(entry: Any) -> None:
    for example in entry.examples:
        text, [(start, end)] = unmark(example)
        assert text[start:end] in [text[a:b] for a, b in found(text)], example
    for counter in entry.counter:
        text, [(start, end)] = unmark(counter)
        assert not [1 for a, b in found(text) if a < end and start < b], counter


# new years that a Chinese calendar puts elsewhere are in: 1968, 1985, 2007, 2030
NEW_YEARS = [
    "1968-01-29",
    "1985-01-21",
    "2007-02-17",
    "2019-02-05",
    "2024-02-10",
    "2025-01-29",
    "2026-02-17",
    "2030-02-02",
]


@pytest.mark.parametrize("day", NEW_YEARS)
def test_lunar_new_year(day: str) -> None:
    assert from_lunar(1, 1, int(day[:4])) == datetime.date.fromisoformat(day)


def test_leap_months() -> None:
    assert from_lunar(1, 2, 2023, leap=True) == datetime.date(2023, 3, 22)
    assert from_lunar(1, 6, 2025, leap=True) == datetime.date(2025, 7, 25)
    assert from_lunar(1, 6, 2024, leap=True) is None
    assert last_of_year(2024) == 29


def test_every_civil_day_has_one_lunar_day() -> None:
    for year in range(1990, 2040):
        days = [
            d
            for month in range(1, 13)
            for leap in (False, True)
            for n in range(1, 31)
            if (d := from_lunar(n, month, year, leap=leap))
        ]
        first, after = from_lunar(1, 1, year), from_lunar(1, 1, year + 1)
        assert first and after
        assert len(days) == len(set(days)) == (after - first).days
        assert min(days) == first


def test_a_week_at_the_end_of_the_calendar_does_not_break() -> None:
    assert resolve_date("tuần sau", published=datetime.date.max) == DateValue()
