"""Values of amounts of money: words → exact numbers, currency, hedge, and what they are counted by."""

import re
from decimal import Decimal
from fractions import Fraction

from extract.figures import read_quantity, read_range
from extract.money_words import currency_codes, grammar, hedge_values
from extract.spelling import fold
from extract.types import Amount, Hedge, Number, Span

_LARGEST = 10**18
_CONTEXT = 40
_UNDERSTOOD = re.compile(r"(?<!\w)(?:tỷ|tỉ|triệu|tr)(?!\w)|[0-9](?:tỷ|tỉ|triệu|tr)(?!\w)")
_UNITS_AFTER = re.compile(
    r"[ \u00a0]{0,2}/[ \u00a0]{0,2}([^\W\d_]+[23²³]?)"
    r"|[ \u00a0]{1,2}(?:mỗi|một|trên mỗi|trên một)[ \u00a0]{1,2}"
)
_PER_WORD = re.compile(
    r"(?:héc ta|hecta|ha|người|tháng|năm|hộ|suất|m2|m²|m3|m³|km|kg|tấn|ngày|giờ|cây|con|sào|lần|tập thể|cá nhân|căn"
    r"|lượt|vụ)(?!\w)"
)
_RESTATES = re.compile(
    r"(?:/[ \u00a0]?[\w²³]{1,12})?\s{0,2}(?P<open>\(|,|;|-|–|—|=|~|≈)?\s{0,2}"
    r"(?P<words>(?:(?:tương đương|tức|quy đổi|quy ra|xấp xỉ|hay|bằng|vào|với|là|số tiền|khoảng|gần|hơn|trên|dưới"
    r"|ước tính|ước|tính ra|chừng|tầm|~|≈|=)[ \u00a0,]{0,2}){0,6})"
)
_EQUAL = re.compile(r"tương đương|tức|quy đổi|quy ra|tính ra|bằng|=|≈")


def parse_amount(text: str, *, before: str = "", after: str = "") -> Amount | None:
    """The amount that `text`, the words of a MONEY mention, stands for.

    `before` and `after` are the characters around it (40 at most are looked at), read for a hedge ("gần"), for a
    currency that the mention left out and for what the amount is counted by ("/ha"). A figure in tỷ or triệu without a
    currency is in đồng. Numbers are exact: int where whole, else Decimal. None where no amount can be read, or where
    it is beyond 10^18. Never raises.

    >>> amount = parse_amount("1.200 tỷ đồng", before="với tổng vốn gần ")
    >>> amount.value, amount.currency, amount.hedge
    (1200000000000, 'VND', 'nearly')
    """
    folded, lead, tail = fold(text), fold(before[-_CONTEXT:]), fold(after[:_CONTEXT])
    found = next((m for m in grammar().amount.finditer(folded)), None)
    if found is None:
        return None
    end = found.end()
    currency = _currency(found.groupdict())
    if currency is None:
        rest = folded[end:] + tail
        loose = grammar().currency.match(rest)
        if loose:
            currency, end = currency_codes()[_spaced(loose[1])], end + loose.end()
        elif _UNDERSTOOD.search(found[0]):
            currency = "VND"
        else:
            return None
    low, high = _ends(found.groupdict())
    if high is None or high > _LARGEST:
        return None
    around = (lead + folded[: found.start()], (folded + tail)[end:])
    hedge, per = _hedge(*around), _per(around[1])
    if low is not None:
        return Amount(min=_number(low), max=_number(high), currency=currency, hedge=hedge, per=per)
    return Amount(value=_number(high), currency=currency, hedge=hedge, per=per)


def equivalents(text: str, spans: list[Span]) -> list[tuple[int, int]]:
    """Pairs (i, j) of indices into `spans` where amount j says amount i again in another currency.

    `spans` are MONEY mentions of `text` in order. The second stands in brackets after the first, or after words like
    "tương đương", with nothing else between.

    >>> line = "vốn 1.600 tỷ đồng (khoảng 70 triệu USD)"
    >>> equivalents(line, [(4, 17), (26, 38)])
    [(0, 1)]
    """
    pairs: list[tuple[int, int]] = []
    for i in range(len(spans) - 1):
        (start, end), (next_start, next_end) = spans[i], spans[i + 1]
        if not 0 <= next_start - end <= 80:
            continue
        gap = _RESTATES.fullmatch(fold(text[end:next_start]))
        if gap is None or not (gap["open"] in ("(", "=", "~", "≈") or _EQUAL.search(gap["words"])):
            continue
        first, second = parse_amount(text[start:end]), parse_amount(text[next_start:next_end])
        if first and second and first.currency != second.currency:
            pairs.append((i, i + 1))
    return pairs


def _spaced(words: str) -> str:
    return " ".join(words.split())


def _currency(groups: dict[str, str | None]) -> str | None:
    """The currency written with the amount, or None."""
    written = groups["cur"] or groups["bcur"] or groups["acur"] or groups["pre"]
    return currency_codes()[_spaced(written)] if written else None


def _ends(groups: dict[str, str | None]) -> tuple[Fraction | None, Fraction | None]:
    """(lower end or None, upper end or only value or None)."""
    if groups["one"]:
        return None, read_quantity(groups["one"])
    low, high = groups["a"] or "", groups["b"] or ""
    ends = read_range(low, high)
    return ends if ends else (None, read_quantity(high))


def _number(value: Fraction) -> Number:
    """A whole number as int, another as an exact Decimal (its denominator divides a power of ten)."""
    if value.denominator == 1:
        return value.numerator
    places = 0
    while value.denominator != 1:
        value, places = value * 10, places + 1
    return Decimal((0, tuple(map(int, str(value.numerator))), -places))


def _hedge(before: str, after: str) -> Hedge | None:
    """The softening word next to the amount; one after it ("trở lên") counts first."""
    found = grammar().hedge_after.match(after) or grammar().hedge_before.search(before)
    return hedge_values()[_spaced(found[1])] if found else None


def _per(after: str) -> str | None:
    """What the amount is counted by: "ha" of "/ha", "người" of "mỗi người"."""
    found = _UNITS_AFTER.match(after)
    if found is None:
        return None
    if found[1]:
        return found[1]
    word = _PER_WORD.match(after, found.end())
    return word[0] if word else None
