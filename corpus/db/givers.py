"""At which level an honour is given: by the head of state, the government, a ministry, a province, a company …"""

import functools
import re
from importlib import resources

import yaml

from corpus.db.places import place_of
from extract.spelling import fold

_HEADS = r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|chủ tịch)(?: ubnd)?"
# the first that matches says it; "thành phố" alone is a province's or a district's, and says nothing
_LEVELS = tuple(
    (level, re.compile("|".join(patterns)))
    for level, *patterns in (
        ("commune", rf"{_HEADS} (?:xã|phường|thị trấn|đặc khu)", r"đảng ủy (?:xã|phường|thị trấn|đặc khu)"),
        ("district", r"huyện ủy|quận ủy|thị ủy", rf"{_HEADS} (?:huyện|quận|thị xã)"),
        ("company", r"^(?:tổng )?công ty|^tập đoàn|^ngân hàng (?!nhà nước)|^doanh nghiệp"),
        ("state", r"^(?:phó )?chủ tịch nước|^nhà nước|^đảng|^quốc hội|ủy ban thường vụ quốc hội|trung ương đảng"),
        ("government", r"^(?:phó )?thủ tướng|^chính phủ"),
        (
            "department",
            r"^(?:phó )?(?:giám đốc )?sở |^ban quản lý|^chi cục",
            r"^cục (?:thuế|hải quan|thống kê|quản lý thị trường) (?:tỉnh|thành phố|tp)",
        ),
        (
            "ministry",
            r"^(?:bộ|bộ trưởng|thứ trưởng) |^ngân hàng nhà nước|^thanh tra chính phủ",
            r"^(?:tổng )?(?:cục|liên đoàn lao động việt nam)|trung ương|việt nam$",
        ),
        ("province", r"tỉnh ủy|thành ủy", rf"{_HEADS} tỉnh|tỉnh "),
    )
)
_CITY = re.compile(
    r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|chủ tịch)(?: ubnd)? (?:thành phố|tp\.?) *(?P<city>.+)"
)
_CENTRAL = frozenset(("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"))


@functools.cache
def _state_honours() -> tuple[str, ...]:
    source = resources.files("schemas").joinpath("vocab", "honours.yml").read_text("utf-8")
    entries = yaml.safe_load(source)["entries"]
    return tuple(fold(form) for entry in entries if entry["level"] == "state" for form in entry["forms"])


@functools.lru_cache(maxsize=1 << 14)
def giver_level(issuer: str | None, honour: str | None) -> str | None:
    """The level of an honour's giver; the law says it for orders and state titles; None where nothing is known.

    >>> giver_level("UBND tỉnh Hưng Yên", "Bằng khen"), giver_level(None, "Huân chương Lao động hạng Ba")
    ('province', 'state')
    >>> giver_level("UBND TP. Cần Thơ", "Bằng khen"), giver_level("UBND thành phố Vinh", "Giấy khen")
    ('province', 'district')
    """
    if issuer is None:
        return "state" if honour and fold(honour).startswith(_state_honours()) else None
    words = fold(issuer).strip()
    if words.endswith(("thành phố", " tp")):
        return None
    city = _CITY.search(words)
    if city:
        name = issuer[-len(city["city"]) :]
        central = place_of(name, None, None)
        return "province" if central.province in _CENTRAL and central.province_basis == "stated" else "district"
    return next((level for level, pattern in _LEVELS if pattern.search(words)), "other")
