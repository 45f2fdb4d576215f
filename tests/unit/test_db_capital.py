"""Capital counted once: aggregates and their parts, one amount in two currencies, prices, sums past what a float holds."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.db.capital import pieces
from corpus.db.money import exact


def investment(id: str, *amounts: dict[str, Any], part_of: str | None = None, **slots: str) -> dict[str, Any]:
    of = {"type": "investment", "id": id, "part_of": part_of, "kind": None, "scope": None, "amounts": list(amounts)}
    return of | slots


def vnd(value: int | str, **more: Any) -> dict[str, Any]:
    return {"value": value, "currency": "VND", **more}


def counted(*events: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [(events[p.event]["id"], p.currency, p.low) for p in pieces(events)]


def test_an_aggregate_counts_what_its_parts_leave() -> None:
    whole, one, other = (
        investment("a", vnd(100)),
        investment("b", vnd(30), part_of="a"),
        investment("c", vnd(50), part_of="a"),
    )
    assert counted(whole, one, other) == [("a", "VND", 20), ("b", "VND", 30), ("c", "VND", 50)]


def test_parts_that_make_up_the_whole_leave_nothing_to_it() -> None:
    assert counted(investment("b", vnd(100), part_of="a"), investment("a", vnd(100))) == [("b", "VND", 100)]


def test_parts_that_overlap_are_left_out() -> None:
    parts = [investment(f"p{n}", vnd(70), part_of="a") for n in range(2)]
    assert counted(investment("a", vnd(100)), *parts) == [("a", "VND", 100)]


def test_a_part_in_another_currency_is_left_out_with_its_own_parts() -> None:
    dollars = investment("b", {"value": 5, "currency": "USD"}, part_of="a")
    assert counted(investment("a", vnd(100)), dollars, investment("c", vnd(1), part_of="b")) == [("a", "VND", 100)]


def test_parts_of_parts() -> None:
    events = investment("a", vnd(100)), investment("b", vnd(60), part_of="a"), investment("c", vnd(25), part_of="b")
    assert counted(*events) == [("a", "VND", 40), ("b", "VND", 35), ("c", "VND", 25)]


def test_an_aggregate_without_an_amount_leaves_its_parts_alone() -> None:
    assert counted(investment("a"), investment("b", vnd(60), part_of="a")) == [("b", "VND", 60)]


def test_capital_disbursed_is_a_measure_of_its_own() -> None:
    spent = investment("b", vnd(40), part_of="a", kind="disbursed")
    assert counted(investment("a", vnd(100), kind="registered"), spent) == [("a", "VND", 100), ("b", "VND", 40)]


def test_an_amount_in_two_currencies_counts_once_and_a_price_not_at_all() -> None:
    dollars = {"value": 5, "currency": "USD", "equivalent_of": 0}
    assert counted(investment("a", vnd(100), dollars, vnd(3, per="ha"))) == [("a", "VND", 100)]


def test_parts_that_nobody_called_parts_are_known_by_their_sum() -> None:
    total, one, other = (
        investment("a", vnd(208), scope="aggregate"),
        investment("b", vnd(150)),
        investment("c", vnd(58)),
    )
    assert counted(total, one, other) == [("b", "VND", 150), ("c", "VND", 58)]
    apart = investment("d", vnd(59))
    assert counted(total, one, apart) == [("a", "VND", 208), ("b", "VND", 150), ("d", "VND", 59)]
    no_aggregate = investment("a", vnd(208), scope="project")
    assert len(counted(no_aggregate, one, other)) == 3
    spent = investment("c", vnd(58), kind="disbursed")
    assert len(counted(total, one, spent)) == 3


def test_a_range_keeps_both_ends() -> None:
    event = investment("a", {"min": 5, "max": 10, "currency": "VND"}, vnd("0.5"))
    assert [(p.low, p.high) for p in pieces([event])] == [(Decimal("5.5"), Decimal("10.5"))]


@given(st.lists(st.integers(0, 10**30), min_size=1, max_size=5), st.integers(0, 10**30))
def test_no_money_is_lost_or_counted_twice(parts: list[int], more: int) -> None:
    whole = sum(parts) + more
    events = [investment("a", vnd(whole)), *(investment(f"p{n}", vnd(v), part_of="a") for n, v in enumerate(parts))]
    assert sum(p.low for p in pieces(events)) == whole


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (0, 0),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        ("1.50", "1.5"),
        ("7.000", 7),
        ("123456789012345678901.25", "123456789012345678901.25"),
    ],
)
def test_numbers_are_kept_exactly(written: int | str, kept: int | str) -> None:
    assert exact(written) == kept
