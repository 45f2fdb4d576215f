"""Finds amounts of money by the grammar of `extract.money_words`: figure and currency, a range as one, no hedge."""

import re

from extract.figures import read_range
from extract.money_words import beside, currency_codes, grammar
from extract.spelling import fold, fold_text
from extract.types import Mention

# where a sum without its currency is at home, looked for shortly before it
_MONEY_TALK = re.compile(
    r"(?<!\w)(?:vốn|tiền|giá|phí|lương|thưởng|doanh thu|thu nhập|thu ngân sách|chi|nợ|lãi|lỗ|mua|bán|vay|quỹ|phạt"
    r"|bồi thường|hỗ trợ|đầu tư|ngân sách|thuế|lợi nhuận|tài sản|thuê|tài trợ|trao tặng|ủng hộ|gói thầu|đóng góp"
    r"|mức)(?!\w)"
)
_TALK_REACH = 60
# "8/5 - 10 tỷ", "năm 2019 - 5 tỷ": the figure before the dash belongs to a date
_DATED = re.compile(r"(?<!\w)(?:năm|tháng|ngày|quý|giai đoạn|khóa|kỳ|lô|gói|số)[ \u00a0]{1,2}$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BILLION = re.compile(r"(?:tỷ|tỉ|billion)(?:[ \u00a0]rưỡi)?$")
_MILLION = re.compile(r"triệu(?:[ \u00a0]rưỡi)?$")
_GROUPED_OR_UNIT = re.compile(r"[0-9][.,][0-9]{3}|[^\W\d_]")
_SENTENCE_GOES_ON = re.compile(
    r"[ \u00a0]{0,2}(?:[.,;:)/\]–\-…\"”]|$|\n|(?:vốn|cho|từ|để|vào|và|của|mỗi|một|là|do|được|với|tại|ở|so|nhưng|thì"
    r"|trong|trở)(?!\w))"
)


def find_amounts(text: str) -> list[Mention]:
    """MONEY mentions of `text` in order, not overlapping; offsets are code points into `text`.

    A figure in tỷ without a currency is money unless what is counted follows ("tỷ người"); one in triệu only where
    the words before speak of money.

    >>> line = "Vốn từ 5 đến 10 tỷ đồng, gần 315 triệu USD"
    >>> [line[m.start:m.end] for m in find_amounts(line)]
    ['từ 5 đến 10 tỷ đồng', '315 triệu USD']
    """
    folded = fold_text(text)
    if len(folded) != len(text):  # not NFC: case folding moved the offsets
        folded = "".join(f if len(f := fold(c)) == 1 else c for c in text)
    found: list[Mention] = []
    for match in grammar().amount.finditer(folded):
        if match["one"] is not None:
            span = _single(folded, match.start(), match.end(), match["one"], match["cur"], bool(match["pre"]))
            _add(found, span, "money.single")
            continue
        currency = match["bcur"] or match["acur"]
        if _is_range(folded, match):
            end = match.end() if match["bcur"] else match.end("b")
            checked = _single(folded, match.start("b"), end, match["b"], currency, False)
            if checked:
                _add(found, (match.start(), end), "money.range")
            continue
        if match["acur"]:
            span = _single(folded, match.start("a"), match.end("acur"), match["a"], match["acur"], False)
        else:
            span = _single(folded, match.start("a"), match.end("a"), match["a"], None, False)
        _add(found, span, "money.single")
        _add(found, _single(folded, match.start("b"), match.end(), match["b"], match["bcur"], False), "money.single")
    return found


def _add(found: list[Mention], span: tuple[int, int] | None, rule: str) -> None:
    if span:
        found.append(Mention(start=span[0], end=span[1], label="MONEY", method="rule", rule=rule))


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Are the two quantities ends of one range?"""
    first, second = match["acur"], match["bcur"]
    if first and (not second or _code(first) != _code(second)):
        return False
    bare = not first and not _GROUPED_OR_UNIT.search(match["a"])
    start = match.start("a")
    if bare and (_YEAR.fullmatch(match["a"]) or _DATED.search(text, max(0, start - 12), start)):
        return False
    return read_range(match["a"], match["b"]) is not None


def _code(currency: str) -> str:
    return currency_codes()[" ".join(currency.split())]


def _single(text: str, start: int, end: int, words: str, currency: str | None, led: bool) -> tuple[int, int] | None:
    """Span of one quantity if it is money."""
    bare = not _GROUPED_OR_UNIT.search(words)
    if bare and not led and beside("before").search(text, max(0, start - 20), start):
        return None
    if led:
        return start, end
    if currency:
        # "8,5 đ" is a mark at school; a sum in "đ" has a unit or thousands
        other = bare and (currency.strip() == "đ" or beside("after-bare-currency").match(text, end))
        return None if other else (start, end)
    if beside("after-unit").match(text, end):
        return None
    if _BILLION.search(words):
        return start, end
    if _MILLION.search(words) and _SENTENCE_GOES_ON.match(text, end):
        return (start, end) if _MONEY_TALK.search(text, max(0, start - _TALK_REACH), start) else None
    return None
