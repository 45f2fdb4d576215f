"""Properties of finding and valuing amounts and dates: any text, offsets, round trips, work linear in the length."""

import datetime
import re
import string
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.normalise.amounts import equivalents, parse_amount
from extract.normalise.dates import resolve_date
from extract.tag import amounts as amounts_module
from extract.tag.amounts import find_amounts
from extract.tag.dates import find_dates

_PIECES = """từ đến 5 10 1.200 3,5 tỷ triệu nghìn đồng USD đ $ (khoảng gần hơn tương đương ) - – / ngày tháng năm quý 31/12 2019 I/2020
sáng chiều nay qua tuần trước sau thứ hai mùng rằm Tết Giêng đầu cuối giai đoạn 2016-2020 h 14h30 , . % mỗi trở lên rưỡi 28 30.4 İ Uỷ"""
_WORDS = [*_PIECES.split(), "\n"]
texts = (
    st.text(max_size=80)
    | st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join)
    | st.text(alphabet=string.digits + " .,/-đ:hn%tỷ", max_size=60)
)
days = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


@settings(deadline=None, max_examples=300)
@given(texts)
def test_offsets_are_in_the_text_and_in_order(text: str) -> None:
    for find in (find_amounts, find_dates):
        at = 0
        for mention in find(text):
            assert at <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
            at = mention.end


@settings(deadline=None, max_examples=300)
@given(texts, texts, texts)
def test_amounts_never_break(text: str, before: str, after: str) -> None:
    amount = parse_amount(text, before=before, after=after)
    if amount:
        assert not isinstance(amount.value, float)
        assert (amount.value is None) == (amount.min is not None) == (amount.max is not None)
        assert amount.min is None or amount.max is None or 0 <= amount.min <= amount.max <= 10**18
        assert amount.value is None or 0 <= amount.value <= 10**18
    spans = [(m.start, m.end) for m in find_amounts(text)]
    for i, j in equivalents(text, spans):
        assert 0 <= i < j < len(spans)


@settings(deadline=None, max_examples=300)
@given(texts, st.none() | days, st.sampled_from(["past", "future", "any"]), st.none() | st.integers(1900, 2100))
def test_dates_never_break(text: str, published: datetime.date | None, tense: str, year: int | None) -> None:
    value = resolve_date(text, published=published, tense=tense, context_year=year)  # type: ignore[arg-type]
    assert value == resolve_date(text, published=published, tense=tense, context_year=year)  # type: ignore[arg-type]
    for iso in filter(None, (value.date, value.end)):
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", iso)
        datetime.date.fromisoformat((iso + "-01-01")[:10])
    if value.date and value.end:
        assert len(value.date) == len(value.end)
        assert value.date < value.end
    assert value.date or not (value.end or value.year_from)


@pytest.mark.parametrize(("unit", "factor"), [("", 1), (" triệu", 10**6), (" tỷ", 10**9), (" nghìn tỷ", 10**12)])
@given(whole=st.integers(0, 999_999), hundredths=st.integers(1, 99))
def test_a_written_amount_is_read_back(unit: str, factor: int, whole: int, hundredths: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    number = Decimal(whole) + Decimal(hundredths) / 100
    for words, value in ((grouped, Decimal(whole)), (f"{grouped},{hundredths:02}", number)):
        value *= factor
        amount = parse_amount(f"{words}{unit} đồng")
        if value > 10**18:
            assert amount is None
        else:
            assert amount is not None
            assert amount.value == value


@given(days.filter(lambda d: 1900 <= d.year <= 2099), days)
def test_a_written_day_is_read_back(day: datetime.date, published: datetime.date) -> None:
    for words in (f"ngày {day.day}/{day.month}/{day.year}", f"{day.day} tháng {day.month} năm {day.year}"):
        assert resolve_date(words, published=published).date == day.isoformat()


@given(days.filter(lambda d: 10 <= d.year <= 9980), st.integers(1, 28), st.integers(1, 12))
def test_the_nearest_day_is_on_the_right_side(published: datetime.date, day: int, month: int) -> None:
    past = resolve_date(f"ngày {day}/{month}", published=published, tense="past").date
    future = resolve_date(f"ngày {day}/{month}", published=published, tense="future").date
    assert past is not None and future is not None
    assert past <= published.isoformat() <= future
    assert (datetime.date.fromisoformat(future) - datetime.date.fromisoformat(past)).days in (0, 365, 366)


_HARD = [
    "1.",
    "1,",
    "12-",
    "1 ",
    "từ 5 ",
    "5/",
    "ngày ",
    "5 triệu ",
    "3-5 ",
    "tháng 3 ",
    "1 tỷ 1 ",
    "(",
    "2019-",
    "thứ hai ",
    "$",
    "gần ",
]


@pytest.mark.parametrize("seed", _HARD)
def test_matches_grow_no_faster_than_the_text(seed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the steps of the scanners that are ours; the patterns themselves repeat nothing without a bound."""
    steps = {1: 0, 10: 0}
    for size in steps:
        text = seed * (200 * size)
        count = 0
        real = amounts_module._single

        def counting(*args: object, real=real) -> object:  # type: ignore[no-untyped-def]
            nonlocal count
            count += 1
            return real(*args)

        monkeypatch.setattr(amounts_module, "_single", counting)
        found = [*find_amounts(text), *find_dates(text)]
        monkeypatch.setattr(amounts_module, "_single", real)
        steps[size] = count + len(found)
    assert steps[10] <= 10 * steps[1] + 20
