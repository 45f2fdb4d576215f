"""Exact values of written figures: which sign groups digits, which marks decimals."""

import re
from fractions import Fraction

from extract.money_words import WORD_FIGURES, factors, grammar

_MOST_DIGITS = 40
_UNIT = re.compile(r"[^\W\d_]+")


def read_figure(words: str, *, with_unit: bool) -> Fraction | None:
    """The value of a figure as Vietnamese writes it: "." or a space groups, "," marks decimals.

    The figure itself may show otherwise: a "." before other than three digits is a decimal point ("30.66"), a "," that
    comes again groups ("1,000,000"), the later of two signs marks decimals ("1,234.56"). One "," before three digits
    is a decimal mark before a unit ("842,238 tỷ") unless nobody would write such decimals ("1,200 tỷ"), and groups
    where no unit follows ("500,000 đồng"). None where the signs make no figure ("1.2.3").

    >>> read_figure("1.234,5", with_unit=True), read_figure("30.66", with_unit=True)
    (Fraction(2469, 2), Fraction(1533, 50))
    """
    if words in WORD_FIGURES:
        return Fraction(WORD_FIGURES[words])
    words = words.replace("\u00a0", " ")
    if sum(c.isdigit() for c in words) > _MOST_DIGITS:
        return None
    whole, fraction = words, ""
    dots, commas = words.count("."), words.count(",")
    if dots and commas:
        decimal = "." if words.rfind(".") > words.rfind(",") else ","
        whole, _, fraction = words.rpartition(decimal)
        if decimal in whole:
            return None
    elif dots + commas == 1:
        sign = "." if dots else ","
        head, _, tail = words.partition(sign)
        grouped = len(tail) == 3 and head != "0" and len(head) <= 3
        if sign == "," and with_unit and not tail.endswith("00"):
            grouped = False
        if not grouped:
            whole, fraction = head, tail
    groups = re.split(r"[ .,]", whole)
    if len(groups) > 1 and (any(len(g) != 3 for g in groups[1:]) or not 1 <= len(groups[0]) <= 3):
        return None
    digits = "".join(groups)
    if not digits:
        return None
    return Fraction(int(digits + fraction), 10 ** len(fraction))


def unit_factor(units: str | None) -> int:
    """The product of a chain of unit words; 1 where there is none.

    >>> unit_factor(" nghìn tỷ")
    1000000000000
    """
    product = 1
    for word in _UNIT.findall(units or ""):
        product *= factors()[word]
    return product


def read_quantity(words: str, *, unit_of: str | None = None) -> Fraction | None:
    """The value of folded words like "3 tỉ 200 triệu" or "1 tỷ rưỡi"; `unit_of` lends a missing unit.

    None where a figure cannot be read or a later term is not smaller than the one before.

    >>> read_quantity("3 tỉ 200 triệu")
    Fraction(3200000000, 1)
    """
    total, least = Fraction(0), None
    for match in grammar().quantity.finditer(words):
        units = match["units"] or unit_of
        figure = read_figure(match["figure"], with_unit=units is not None)
        if figure is None:
            return None
        factor = unit_factor(units)
        if least is not None and factor >= least:
            return None
        total += figure * factor + (Fraction(factor, 2) if match["half"] else 0)
        least = factor
    return total if least is not None else None


def last_units(words: str) -> str | None:
    """The unit words of the only term of a quantity: what a figure before it in a range shares.

    >>> last_units("500 triệu")
    ' triệu'
    """
    terms = list(grammar().quantity.finditer(words))
    return terms[0]["units"] if len(terms) == 1 else None


def read_range(low: str, high: str) -> tuple[Fraction, Fraction] | None:
    """The ends of a range; the first end borrows the second's unit ("300 - 500 triệu"), or the next one below it.

    None where it is no range ("2019 - 5 tỷ").

    >>> read_range("300", "500 triệu")
    (Fraction(300000000, 1), Fraction(500000000, 1))
    """
    top = read_quantity(high)
    bottom = read_quantity(low, unit_of=last_units(high))
    if top is None or bottom is None:
        return None
    if bottom > top and last_units(low) is None and bottom / 1000 < top and last_units(high):
        bottom /= 1000  # "từ 800 - 1,2 tỷ đồng": the lower end counts in triệu
    return (bottom, top) if bottom <= top else None
