"""Which part of a bulletin's capital each investment stands for, so that sums count no money twice.

An amount that restates another in a second currency counts once, in the currency of the first; one "per hectare" is a
price, not capital. An aggregate counts what its parts leave over; where they cannot be taken from it (another
currency, more than the whole) it stands for all of it and they for nothing. Capital disbursed is a measure of its own:
it is neither taken from what was committed nor left out for it.

What is part of what is said by `part_of`; and where a record does not say it, by arithmetic: of "208 triệu USD",
"150 triệu USD" and "58 triệu USD" in one bulletin, the first an aggregate, the others are its parts.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

Range = tuple[int | Decimal, int | Decimal]
_MOST = 12  # investments of one bulletin among which sums are looked for


def number(value: int | str) -> int | Decimal:
    """A number of the record's JSON: an integer, or decimal text."""
    return value if isinstance(value, int) else Decimal(value)


@dataclass(frozen=True)
class Piece:
    """Capital that counts towards sums: of which event (its position in the bulletin), from `low` to `high`."""

    event: int
    currency: str
    low: int | Decimal
    high: int | Decimal


def _own(investment: Mapping[str, Any]) -> dict[str, Range]:
    """What an investment says of its capital, each amount once, by currency."""
    sums: dict[str, Range] = {}
    for amount in investment["amounts"]:
        if "equivalent_of" in amount or "per" in amount:
            continue
        low, high = number(amount.get("value", amount.get("min"))), number(amount.get("value", amount.get("max")))
        before = sums.get(amount["currency"], (0, 0))
        sums[amount["currency"]] = (before[0] + low, before[1] + high)
    return sums


def pieces(events: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """The pieces of a record's capital, given its events in plain JSON form; no two share money.

    >>> total = {"type": "investment", "id": "a", "part_of": None, "kind": None, "scope": "aggregate"}
    >>> part = {**total, "id": "b", "part_of": "a", "amounts": [{"value": 30, "currency": "VND"}]}
    >>> total["amounts"] = [{"value": 100, "currency": "VND"}]
    >>> [(p.event, p.low) for p in pieces([total, part])]
    [(0, 70), (1, 30)]
    """
    investments = [n for n, event in enumerate(events) if event["type"] == "investment"]
    with localcontext(prec=100):  # decimal text adds up exactly, not to the usual 28 digits
        own = {n: _own(events[n]) for n in investments}
        if len(investments) < 3 and all(events[n]["part_of"] is None for n in investments):
            return [Piece(n, c, *sums) for n in investments for c, sums in own[n].items()]
        return _of_trees(events, own)


def _is_spent(event: Mapping[str, Any]) -> bool:
    return bool(event["kind"] == "disbursed")


def _wholes(events: Sequence[Mapping[str, Any]], own: Mapping[int, dict[str, Range]]) -> dict[int, int]:
    """Of which investment each one that is a part is a part, in the same measure: as stated, else by arithmetic."""
    numbers = {events[n]["id"]: n for n in own}
    wholes = {n: numbers[events[n]["part_of"]] for n in own if events[n]["part_of"] in numbers}
    stated = {*wholes, *wholes.values()}
    exact = {n: (c, low) for n in own if len(own[n]) == 1 for c, (low, high) in own[n].items() if low == high > 0}
    free = [n for n in exact if n not in stated]
    aggregates = [n for n in free if events[n]["scope"] == "aggregate"]
    for whole in sorted(aggregates, key=lambda n: -exact[n][1]) if len(free) <= _MOST else ():
        currency, value = exact[whole]
        some = [
            n
            for n in free
            if n not in wholes
            and exact[n][0] == currency
            and exact[n][1] < value
            and _is_spent(events[n]) == _is_spent(events[whole])
        ]
        found = (
            parts
            for size in range(2, len(some) + 1)
            for parts in itertools.combinations(some, size)
            if sum(exact[n][1] for n in parts) == value
        )
        wholes |= dict.fromkeys(next(found, ()), whole)
    return {n: whole for n, whole in wholes.items() if _is_spent(events[n]) == _is_spent(events[whole])}


def _of_trees(events: Sequence[Mapping[str, Any]], own: Mapping[int, dict[str, Range]]) -> list[Piece]:
    wholes = _wholes(events, own)
    parts: dict[int, list[int]] = {}
    for n, whole in wholes.items():
        parts.setdefault(whole, []).append(n)
    found: list[Piece] = []

    def count(n: int) -> None:
        below = parts.get(n, [])
        rest = _rest(own[n], [own[p] for p in below])
        if rest is None:  # the parts overlap or cannot be compared: the whole stands for them
            rest, below = own[n], []
        found.extend(Piece(n, currency, *left) for currency, left in rest.items())
        for part in below:
            count(part)

    for n in own:
        if n not in wholes:
            count(n)
    return sorted(found, key=lambda p: (p.event, p.currency))


def _rest(own: dict[str, Range], parts: Sequence[dict[str, Range]]) -> dict[str, Range] | None:
    """What `parts` leave of `own`, without what comes to nothing; None where they cannot be taken from it."""
    if not own:
        return {}
    left = dict(own)
    for part in parts:
        for currency, (low, high) in part.items():
            if currency not in left:
                return None
            left[currency] = (left[currency][0] - low, left[currency][1] - high)
    if any(low < 0 or high < low for low, high in left.values()):
        return None
    return {currency: sums for currency, sums in left.items() if sums[1] > 0}
