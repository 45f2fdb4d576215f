"""When a found value counts as the gold's: the same string, body, name or amount after folding.

Forgiving about spelling, strict about meaning; independent of extraction on purpose, so that a fault in the one does
not hide in the other.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

_ABBREVIATIONS = (
    ("ủy ban nhân dân", "ubnd"),
    ("uỷ ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("khu công nghiệp", "kcn"),
    ("khu kinh tế", "kkt"),
    ("thành phố", "tp"),
    ("tp.", "tp"),
    ("trách nhiệm hữu hạn", "tnhh"),
    ("một thành viên", "mtv"),
    ("cổ phần", "cp"),
    ("ban quản lý", "bql"),
    ("ban chấp hành", "bch"),
    ("hội đồng quản trị", "hđqt"),
    ("mặt trận tổ quốc", "mttq"),
    ("đại biểu quốc hội", "đbqh"),
    ("kế hoạch và đầu tư", "khđt"),
    ("kh-đt", "khđt"),
    ("kh&đt", "khđt"),
    ("giao thông vận tải", "gtvt"),
    ("tài nguyên và môi trường", "tnmt"),
    ("tn-mt", "tnmt"),
    ("tn&mt", "tnmt"),
    ("tổng công ty", "tct"),
    ("công ty", "cty"),
    ("việt nam", "vn"),
    ("chủ nghĩa xã hội", "cnxh"),
    ("trung ương", "tw"),
    ("t.ư", "tw"),
)
_TONES = (("ð", "đ"), ("oà", "òa"), ("uỷ", "ủy"), ("uý", "úy"), ("hoá", "hóa"), ("toà", "tòa"))
_HEADS = ("dự án ", "công trình ", "tỉnh ", "lễ ", "ông ", "bà ", "đồng chí ")

Value = Any
Same = Callable[[Value, Value], bool]


def fold(value: object) -> str:
    """Case, tone placement, abbreviations and punctuation apart.

    >>> fold("Uỷ ban nhân dân TP. Vinh")
    'ubnd tp vinh'
    """
    s = unicodedata.normalize("NFC", str(value)).casefold()
    for old, new in (*_TONES, *_ABBREVIATIONS):
        s = s.replace(old, new)
    s = re.sub(r"[^\w%/&+.-]+", " ", s.replace("_", " "))
    s = re.sub(r"[.\-/&]+(?=\s|$)|(?<=\s)[.\-/&]+", " ", s)
    return " ".join(s.split())


def _headless(value: object) -> str:
    folded = fold(value)
    for head in _HEADS:
        folded = folded.removeprefix(head)
    return folded


def alike(a: Value, b: Value) -> bool:
    """Same string slot: equal after folding, one holds most of the other, or 60 % of syllables shared.

    >>> alike("lễ khởi công nhà máy An Bình", "Khởi công nhà máy An Bình")
    True
    """
    left, right = _headless(a), _headless(b)
    if left == right:
        return True
    x, y = Counter(left.split()), Counter(right.split())
    both, either = sum((x & y).values()), sum((x | y).values())
    if not both:
        return False
    return both / either >= 0.6 or (both == min(sum(x.values()), sum(y.values())) >= 2 and both / either >= 0.4)


def same_body(a: Value, b: Value) -> bool:
    """Same organisation, issuer or award: equal after folding, or one spells the other out in its middle or front.

    >>> same_body("Công ty TNHH An Bình", "Công ty An Bình"), same_body("UBND tỉnh", "UBND tỉnh Hưng Yên")
    (True, False)
    """
    left, right = (_headless(re.sub(r"\s*\([^)]*\)", "", str(v))) for v in (a, b))
    if left == right:
        return True
    x, y = Counter(left.split()), Counter(right.split())
    if not x or not y or ((x - y) and (y - x)):
        return False
    return sum((x & y).values()) / sum((x | y).values()) >= 0.6 and left.split()[-1] == right.split()[-1]


def same_name(a: Value, b: Value) -> bool:
    """Same person in an event's list: equal, or one is the tail of the other with two syllables or more.

    >>> same_name("Lê Văn An", "Văn An"), same_name("Lê Văn An", "An")
    (True, False)
    """
    x, y = fold(a).split(), fold(b).split()
    n = min(len(x), len(y))
    return bool(n) and (x[-n:] == y[-n:] if n > 1 else x == y)


def same_official(gold: tuple[str, str, str | None], found: tuple[str, str, str | None]) -> bool:
    """Name and title equal after folding, organisation the same body (or absent on both sides)."""
    if fold(gold[0]) != fold(found[0]) or fold(gold[1]) != fold(found[1]):
        return False
    return same_body(gold[2], found[2]) if gold[2] and found[2] else not gold[2] and not found[2]


def same_amount(a: Value, b: Value) -> bool:
    """Same currency and the same value or ends of the range, within one in a million."""
    if str(a.get("currency")).upper() != str(b.get("currency")).upper():
        return False

    def ends(amount: Value) -> tuple[Value, Value]:
        whole = amount.get("value")
        return (whole, whole) if whole is not None else (amount.get("min"), amount.get("max"))

    try:
        return all(
            p is not None and q is not None and math.isclose(float(p), float(q), rel_tol=1e-6)
            for p, q in zip(ends(a), ends(b), strict=True)
        )
    except (TypeError, ValueError):
        return False


def equal(a: Value, b: Value) -> bool:
    """Same text, whole floats read as integers."""

    def norm(v: Value) -> str:
        return str(int(v)) if isinstance(v, float) and v.is_integer() else str(v)

    return norm(a) == norm(b)
