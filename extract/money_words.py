"""The grammar of written amounts, built from `schemas/vocab/`: figures, units, currencies, ranges, hedges.

What finds amounts and what values them both read by it, so that they cannot differ. Every repetition is bounded or
possessive: the time taken is linear in the text.
"""

import functools
import re
from dataclasses import dataclass

from extract.spelling import fold
from extract.types import Hedge
from extract.vocabulary import load

_GAP = r"[ \u00a0]{0,2}"
# a figure does not begin inside another one, nor inside a date or a decree's number
FIGURE = r"(?:[0-9]{1,3}(?:[ \u00a0][0-9]{3}){1,4}(?![0-9.,])|[0-9]++(?:[.,][0-9]++)*+)"
_START = r"(?<![0-9])(?<![0-9][.,/\-])"
WORD_FIGURES = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "nửa": 0.5,
}  # fmt: skip


def _either(forms: list[str]) -> str:
    """Alternation of forms, longest first; a form that ends in a letter must end a word."""
    parts = []
    for form in sorted(set(forms), key=lambda f: (-len(f), f)):
        body = re.escape(form).replace(r"\ ", r"[ \u00a0]{1,2}")
        parts.append(body + (r"(?!\w)" if form[-1].isalpha() else ""))
    return "(?:" + "|".join(parts) + ")"


@functools.cache
def factors() -> dict[str, int]:
    """What each unit word multiplies by.

    >>> factors()["tỷ"]
    1000000000
    """
    return {fold(form): e.attributes["factor"] for e in load("money_units") for form in e.forms}


@functools.cache
def currency_codes() -> dict[str, str]:
    """ISO code of each way to write a currency.

    >>> currency_codes()["đô la mỹ"]
    'USD'
    """
    return {fold(form): e.attributes["code"] for e in load("currencies") for form in e.forms}


@functools.cache
def _blocked() -> dict[str, str]:
    """For each currency form that is also a part of other words: what must not follow it."""
    return {
        fold(e.attributes["of"]): _either([fold(f) for f in e.forms])
        for e in load("not_money")
        if e.attributes["side"] == "after-currency"
    }


@functools.cache
def beside(side: str) -> re.Pattern[str]:
    """Words of `not_money` that stand on this side of a figure; to be matched at the gap."""
    words = [fold(f) for e in load("not_money") if e.attributes["side"] == side for f in e.forms]
    if side == "before":
        return re.compile(rf"(?<!\w){_either(words)}[ \u00a0:]{{0,3}}$")
    return re.compile(rf"{_GAP}{_either(words)}")


def _currency_pattern() -> str:
    parts = []
    for form in sorted(currency_codes(), key=lambda f: (-len(f), f)):
        body = _either([form])
        if form in _blocked():
            body += rf"(?![ \u00a0]{{1,2}}{_blocked()[form]})"
        parts.append(body)
    return "(?:" + "|".join(parts) + ")"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns over folded text. Groups of `amount`: from, a, acur, sep, b, cur, pre (currency before)."""

    amount: re.Pattern[str]
    quantity: re.Pattern[str]
    figure: re.Pattern[str]
    hedge_before: re.Pattern[str]
    hedge_after: re.Pattern[str]
    currency: re.Pattern[str]


@functools.cache
def grammar() -> Grammar:
    """The patterns, compiled once."""
    unit = _either(list(factors()))
    currency = _currency_pattern()
    # a sign or an ISO code may also stand before the figure
    signs = [f for f, code in currency_codes().items() if f == code.lower() or not f[-1].isalpha()]
    before = "(?:" + "|".join(re.escape(f) for f in sorted(signs, key=lambda f: (-len(f), f))) + ")"
    units = rf"(?:{_GAP}{unit}){{1,3}}"
    words = rf"(?<!\w)(?:{'|'.join(WORD_FIGURES)})(?=[ \u00a0]+{unit})"
    # "2 tỷ 285 triệu": up to three further, smaller terms
    digits = rf"{FIGURE}(?:{units}(?:[ \u00a0]{{1,2}}{FIGURE}{units}){{0,3}}(?:[ \u00a0]rưỡi(?!\w))?)?"
    quantity = rf"(?:{_START}{digits}|{words}{units}(?:[ \u00a0]rưỡi(?!\w))?)"
    second = quantity.replace(_START, "")
    hedges = _either([fold(f) for e in load("hedges") if e.attributes.get("side") != "after" for f in e.forms])
    after = _either([fold(f) for e in load("hedges") if e.attributes.get("side") == "after" for f in e.forms])
    hedged = rf"(?:{hedges}{_GAP})?"
    sep = rf"(?P<sep>{_GAP}[-–—~]{_GAP}|[ \u00a0]{{1,2}}(?:đến|tới)[ \u00a0]{{1,2}})"
    ranged = (
        rf"(?P<from>(?<!\w)từ[ \u00a0]{{1,2}}{hedged})?(?P<a>{quantity})(?P<acur>{_GAP}{currency})?"
        rf"{sep}{hedged}(?P<b>{second})(?P<bcur>{_GAP}{currency})?"
    )
    single = rf"(?P<pre>(?<![\w$]){before}{_GAP})?(?P<one>{quantity})(?P<cur>{_GAP}{currency})?"
    return Grammar(
        amount=re.compile(rf"{ranged}|{single}"),
        quantity=re.compile(
            rf"(?P<figure>{FIGURE}|{'|'.join(WORD_FIGURES)})(?P<units>{units})?(?P<half>[ \u00a0]rưỡi)?"
        ),
        figure=re.compile(FIGURE),
        hedge_before=re.compile(rf"(?<!\w)({hedges})(?:[ \u00a0](?:là|tới|đến|đạt))?{_GAP}$"),
        hedge_after=re.compile(rf"{_GAP}({after})"),
        currency=re.compile(rf"{_GAP}({currency})"),
    )


@functools.cache
def hedge_values() -> dict[str, Hedge]:
    """The hedge that each softening word stands for.

    >>> hedge_values()["gần"]
    'nearly'
    """
    return {fold(form): e.attributes["hedge"] for e in load("hedges") for form in e.forms}
