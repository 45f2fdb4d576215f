"""Amounts: every case of `tests/cases/amounts.yml` and every example of the money vocabularies."""

from decimal import Decimal
from typing import Any

import pytest

from extract.figures import read_figure
from extract.normalise.amounts import equivalents, parse_amount
from extract.tag.amounts import find_amounts
from extract.types import Amount
from extract.vocabulary import load
from tests.unit.marked import cases, unmark

ALL = cases("amounts")
VALUED = [c for _, c in ALL if "value" in c]
NOT_MONEY = [c for _, c in ALL if c.get("none")]
BEYOND = [c for _, c in ALL if c.get("beyond")]
PAIRED = [c for _, c in ALL if "pairs" in c]


def found(text: str) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in find_amounts(text)]


def expected(value: dict[str, Any]) -> Amount:
    return Amount(**{k: Decimal(v) if isinstance(v, str) and v[0].isdigit() else v for k, v in value.items()})


@pytest.mark.parametrize("case", VALUED, ids=lambda c: c["text"])
def test_span_and_value(case: dict[str, Any]) -> None:
    text, [(start, end)] = unmark(case["text"])
    assert text[start:end] in [text[a:b] for a, b in found(text)]
    amount = parse_amount(text[start:end], before=text[:start], after=text[end:])
    assert amount == expected(case["value"])


@pytest.mark.parametrize("case", NOT_MONEY, ids=lambda c: c["text"])
def test_not_money(case: dict[str, Any]) -> None:
    text, [(start, end)] = unmark(case["text"])
    assert not [text[a:b] for a, b in found(text) if a < end and start < b]


@pytest.mark.parametrize("case", BEYOND, ids=lambda c: c["text"])
def test_no_value(case: dict[str, Any]) -> None:
    text, [(start, end)] = unmark(case["text"])
    assert parse_amount(text[start:end]) is None


@pytest.mark.parametrize("case", PAIRED, ids=lambda c: c["text"])
def test_equivalents(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    assert found(text) == spans
    assert equivalents(text, spans) == [tuple(p) for p in case["pairs"]]


MONEY_LISTS = [(name, e) for name in ("money_units", "currencies") for e in load(name)]


@pytest.mark.parametrize(("name", "entry"), MONEY_LISTS, ids=lambda v: getattr(v, "id", v))
def test_vocabulary_examples(name: str, entry: Any) -> None:
    for example in entry.examples:
        text, [span] = unmark(example)
        assert span in found(text), example
    for counter in entry.counter:
        text, [(start, end)] = unmark(counter)
        assert not [1 for a, b in found(text) if a < end and start < b], counter


@pytest.mark.parametrize("entry", load("not_money"), ids=lambda e: e.id)
def test_false_friends(entry: Any) -> None:
    for counter in entry.counter:
        text, [(start, end)] = unmark(counter)
        assert not [1 for a, b in found(text) if a < end and start < b], counter


@pytest.mark.parametrize("entry", load("hedges"), ids=lambda e: e.id)
def test_hedges(entry: Any) -> None:
    for marked, same in [(e, True) for e in entry.examples] + [(c, False) for c in entry.counter]:
        text, _ = unmark(marked)
        [(start, end)] = found(text)
        amount = parse_amount(text[start:end], before=text[:start], after=text[end:])
        assert amount is not None
        assert (amount.hedge == entry.attributes["hedge"]) is same, marked


@pytest.mark.parametrize(
    ("text", "before", "after", "value"),
    [
        ("hơn 300 tỷ đồng", "", "", Amount(value=300 * 10**9, currency="VND", hedge="more_than")),
        ("300 tỷ", "vốn gần ", " USD", Amount(value=300 * 10**9, currency="USD", hedge="nearly")),
        ("5 triệu USD/ha", "", "", Amount(value=5 * 10**6, currency="USD", per="ha")),
        ("500.000", "nộp ", " đồng", Amount(value=500000, currency="VND")),
        ("500.000", "dân số ", " người", None),
        ("đồng", "", "", None),
        ("", "", "", None),
    ],
)
def test_imperfect_spans(text: str, before: str, after: str, value: Amount | None) -> None:
    assert parse_amount(text, before=before, after=after) == value


def test_figures_that_are_none() -> None:
    for words in ("1.2.3", "1,2,3", "1.2345.678", "12345.678,9.1", "9" * 60):
        assert read_figure(words, with_unit=True) is None, words


def test_the_last_second_hedge_counts_across_a_verb() -> None:
    amount = parse_amount("10 tỷ đồng", before="vốn ước đạt là ")
    assert amount is not None
    assert amount.hedge == "about"


def test_exact_beyond_a_float() -> None:
    assert parse_amount("9.007.199.254.740.993 đồng") == Amount(value=2**53 + 1, currency="VND")
