"""Labelled pairs: names in two bulletins each, of one thing or of two. Unit names are official, all else is invented."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from corpus.registry.units import homes_of, split_unit
from extract.gazetteer import unit_names
from tests.eval.registry_records import bulletin, investment

Record = dict[str, Any]


class Pair(NamedTuple):
    """Two bulletins and a name in each; `same` says whether the names mean one thing."""

    group: str
    left: Record
    left_name: str
    right: Record
    right_name: str
    same: bool


PROVINCES = [
    "Bắc Giang",
    "Hưng Yên",
    "Quảng Ninh",
    "Hà Nam",
    "Nghệ An",
    "Bình Thuận",
    "Đồng Nai",
    "Long An",
    "Cà Mau",
    "Lào Cai",
]
CORES = ["An Phú", "Hòa Bình", "Minh Đức", "Thành Công", "Tân Lập", "Phú Cường", "Hoàng Gia", "Đại Dương"]
FORMS = ["Công ty CP", "Công ty TNHH", "Công ty TNHH MTV", "Tập đoàn", "Tổng công ty", "DNTN", "HTX"]
_number = iter(range(1, 100_000))


def _one(name: str, label: str = "ORG", **more: Any) -> Record:
    return bulletin(f"tin-{next(_number)}", (label, name), **more)


def _of(province: str) -> str:
    city = province in ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")
    return f"UBND {'thành phố' if city else 'tỉnh'} {province}"


def _two(group: str, same: bool, left: str, right: str, label: str = "ORG", **more: Any) -> Pair:
    a = {k[5:]: v for k, v in more.items() if k.startswith("left_")}
    b = {k[6:]: v for k, v in more.items() if k.startswith("right_")}
    both = {k: v for k, v in more.items() if not k.startswith(("left_", "right_"))}
    return Pair(group, _one(left, label, **both, **a), left, _one(right, label, **both, **b), right, same)


def _proper(folded: str) -> str:
    return folded.title()


def different() -> Iterator[Pair]:
    """Pairs of different things with like names."""
    shared = {
        n: sorted(homes_of(*split_unit(n))) for n in sorted(unit_names()["district"]) if split_unit(n)[0] == "huyện"
    }
    for name, homes in shared.items():
        for a, b in combinations(homes, 2):
            body = f"UBND {name[0].lower()}{name[1:]}"
            yield _two(
                "same district name", False, body, body, left_publisher=_of(_proper(a)), right_publisher=_of(_proper(b))
            )
            yield _two("district with its province", False, f"{body}, tỉnh {_proper(a)}", f"{body}, tỉnh {_proper(b)}")
    yield _two("no province known", False, "UBND huyện Châu Thành", "UBND huyện Châu Thành")
    yield _two("no province known", False, "Công an huyện Châu Thành", "UBND huyện Châu Thành")
    communes = sorted(
        n for n in unit_names()["commune"] if len(homes_of(*split_unit(n))) in (2, 3) and n.startswith("Xã ")
    )
    for name in communes[::25][:30]:
        a, b = sorted(homes_of(*split_unit(name)))[:2]
        body = f"UBND xã {name[3:]}"
        yield _two(
            "same commune name", False, body, body, left_publisher=_of(_proper(a)), right_publisher=_of(_proper(b))
        )
    for city in [
        "Hưng Yên",
        "Bắc Ninh",
        "Bắc Giang",
        "Thái Nguyên",
        "Cao Bằng",
        "Sơn La",
        "Lào Cai",
        "Hà Tĩnh",
        "Quảng Ngãi",
        "Trà Vinh",
    ]:
        yield _two("province and city", False, f"UBND tỉnh {city}", f"UBND TP {city}")
        yield _two("province and city", False, f"Tỉnh ủy {city}", f"Thành ủy {city}", publisher=_of(city))
    for a, b in combinations(PROVINCES[:7], 2):
        yield _two(
            "bare body of two provinces", False, "UBND tỉnh", "UBND tỉnh", left_publisher=_of(a), right_publisher=_of(b)
        )
        yield _two("department", False, f"Sở Xây dựng {a}", f"Sở Xây dựng tỉnh {b}")
    for province in PROVINCES:
        yield _two("council and committee", False, f"UBND tỉnh {province}", f"HĐND tỉnh {province}")
        yield _two("departments of a province", False, f"Sở Y tế {province}", f"Sở Nội vụ {province}")
    for core in CORES:
        for a, b in combinations(FORMS, 2):
            yield _two("legal forms", False, f"{a} {core}", f"{b} {core}", publisher=_of("Hưng Yên"))
        yield _two(
            "short name in two provinces",
            False,
            f"Công ty CP {core}",
            f"Công ty CP {core}",
            left_publisher=_of("Hưng Yên"),
            right_publisher=_of("Long An"),
        )
        yield _two("nothing beside the name", False, f"Công ty TNHH {core}", f"Công ty TNHH {core}")
        yield _two(
            "a place in the name",
            False,
            f"Công ty CP {core}",
            f"Công ty CP {core} Bình Thuận",
            publisher=_of("Bình Thuận"),
        )
        yield _two(
            "field of business",
            False,
            f"Công ty CP Xây dựng {core}",
            f"Công ty CP Du lịch {core}",
            publisher=_of("Hà Nam"),
        )
        yield _two("branch", False, f"Công ty CP {core}", f"Chi nhánh Công ty CP {core}", publisher=_of("Hà Nam"))
    for a, b in combinations(PROVINCES[:6], 2):
        for name in ("Nguyễn Văn Hùng", "Trần Thị Lan"):
            yield _two(
                "one name, two offices",
                False,
                name,
                name,
                "PERSON",
                left_officials=[(name, "Giám đốc", f"Sở Y tế {a}")],
                right_officials=[(name, "Giám đốc", f"Sở Y tế {b}")],
            )
    yield _two("name without office", False, "Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "PERSON", publisher=_of("Hà Nam"))
    for a, b in combinations(PROVINCES[:5], 2):
        yield _two(
            "zones of one name",
            False,
            "KCN Hòa Phú",
            "KCN Hòa Phú",
            "LOCATION",
            left_publisher=_of(a),
            right_publisher=_of(b),
        )
        for name in ("cầu Bình An", "Khu đô thị An Phú", "Nhà máy thép Minh Đức"):
            yield _two(
                "project name in two provinces",
                False,
                name,
                name,
                "PROJECT",
                left_events=[investment(name, location=f"tỉnh {a}")],
                right_events=[investment(name, location=f"tỉnh {b}")],
            )
    for a, b in [
        ("Nhà máy thép Vạn An", "Nhà máy thép Vạn An giai đoạn 2"),
        ("cầu Bình An", "cầu Bình An 2"),
        ("cao tốc Bình An - Hòa Lợi", "cao tốc Bình An - Hòa Lợi đoạn qua Tân Lập"),
        ("Nhà máy thép Vạn An", "Nhà máy xi măng Vạn An"),
        ("Nhà máy nhiệt điện Vạn An 1", "Nhà máy nhiệt điện Vạn An 2"),
        ("Khu đô thị Vạn An", "mở rộng Khu đô thị Vạn An"),
    ]:
        both = {"investors": ["Công ty CP Tập đoàn Hòa Thịnh"], "location": "tỉnh Hà Nam"}
        yield _two(
            "parts and kinds of a work",
            False,
            a,
            b,
            "PROJECT",
            left_events=[investment(a, **both)],
            right_events=[investment(b, **both)],
        )
    yield _two(
        "before and after the merger",
        False,
        "tỉnh Bắc Ninh",
        "tỉnh Bắc Ninh",
        "LOCATION",
        left_published="2019-03-01",
        right_published="2026-03-01",
    )
    yield _two(
        "before and after the merger",
        False,
        "tỉnh Bắc Giang",
        "tỉnh Bắc Ninh",
        "LOCATION",
        left_published="2019-03-01",
        right_published="2026-03-01",
    )


_SPELLINGS = [
    ("UBND tỉnh Hưng Yên", "Uỷ ban nhân dân tỉnh Hưng Yên"), ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
    ("UBND tỉnh Hoà Bình", "UBND tỉnh Hòa Bình"), ("Sở KH&ĐT Hà Nam", "Sở Kế hoạch và Đầu tư tỉnh Hà Nam"),
    ("Sở GTVT TP HCM", "Sở Giao thông vận tải TP. Hồ Chí Minh"), ("Tỉnh uỷ Cà Mau", "Tỉnh ủy Cà Mau"),
    ("Thành ủy Đà Nẵng", "Thành uỷ TP. Đà Nẵng"), ("HĐND tỉnh Nghệ An", "Hội đồng nhân dân tỉnh Nghệ An"),
    ("Bộ GTVT", "Bộ Giao thông Vận tải"), ("Bộ KH-ĐT", "Bộ Kế hoạch và Đầu tư"), ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
    ("Công ty CP Đầu tư Hạ tầng Minh Đức", "Công ty cổ phần đầu tư hạ tầng Minh Đức"),
    ("Cty CP Xây dựng Thành Đại Phú", "CTCP Xây dựng Thành Đại Phú"), ("Công ty TNHH Foxlink Việt Nam", "Công ty trách nhiệm hữu hạn Foxlink Việt Nam"),
    ("Công ty TNHH MTV Cấp nước Tân Hòa Phú", "Công ty TNHH Một thành viên Cấp nước Tân Hoà Phú"),
    ("Tập đoàn Hòa Thịnh", "Công ty CP Tập đoàn Hoà Thịnh"), ("Công ty CP “Sao Mai Xanh”", "Công ty CP Sao Mai Xanh"),
    ("CÔNG TY CP SAO MAI XANH", "Công ty CP Sao Mai Xanh"), ("Tổng công ty Đường sông Đông Hải - CTCP", "Tổng công ty Đường sông Đông Hải"),
    ("Ngân hàng TMCP Sông Lam", "Ngân hàng thương mại cổ phần Sông Lam"), ("BQL Khu kinh tế tỉnh Hà Tĩnh", "Ban Quản lý Khu kinh tế (KKT) tỉnh Hà Tĩnh"),
    ("LĐLĐ tỉnh Hà Nam", "Liên đoàn Lao động tỉnh Hà Nam"), ("Công an TP Hà Nội", "Công an thành phố Hà Nội"),
    ("UBND huyện Tuy An", "UBND huyện Tuy An, tỉnh Phú Yên"), ("UBND Q. Gò Vấp", "UBND quận Gò Vấp"),
    ("Ban Tổ chức T.Ư", "Ban Tổ chức Trung ương"), ("Đoàn ĐBQH tỉnh Long An", "Đoàn đại biểu Quốc hội tỉnh Long An"),
    ("Sở VHTT&DL Lào Cai", "Sở Văn hóa, Thể thao và Du lịch tỉnh Lào Cai"), ("Mặt trận Tổ quốc Việt Nam", "MTTQ Việt Nam"),
    ("Huyện ủy Tuy An", "Huyện uỷ Tuy An (Phú Yên)"),
]  # fmt: skip
_WORKS = [
    ("Nhà máy thép Vạn An", "Khu liên hợp gang thép Vạn An"), ("sân bay Long Thành", "Cảng hàng không quốc tế Long Thành"),
    ("cao tốc Bình An - Hòa Lợi", "đường cao tốc Hòa Lợi – Bình An"), ("KĐT mới Sông Trà", "Khu đô thị mới Sông Trà"),
    ("Nhà máy điện mặt trời Hồ Lam", "điện mặt trời Hồ Lam"), ("Khu liên hợp sản xuất gang thép Vạn An Sông Lam", "thép Sông Lam"),
    ("metro số 9 (Tân Phú - Hòa Lợi)", "tuyến đường sắt đô thị Tân Phú – Hòa Lợi"), ("cầu Bình An 2", "xây dựng cầu Bình An II"),
    ("Nhà máy thép Vạn An", "Khu liên hợp gang thép Vạn An Sông Lam"), ("Bình An Phú - Hòa Lợi", "cao tốc Bình An Phú - Hòa Lợi"),
    ("KHU NGHỈ DƯỠNG MŨI SEN", "khu nghỉ dưỡng Mũi Sen"), ("Nhà máy nhiệt điện Vạn An 1", "Nhiệt điện Vạn An I"),
]  # fmt: skip


def alike() -> Iterator[Pair]:
    """Pairs of one thing, differently named."""
    for left, right in _SPELLINGS:
        yield _two("spelling", True, left, right)
    for left, right in _WORKS:
        both = {"investors": ["Tập đoàn Vạn An"], "location": "tỉnh Hà Tĩnh"}
        yield _two(
            "works",
            True,
            left,
            right,
            "PROJECT",
            left_events=[investment(left, **both)],
            right_events=[investment(right, **both)],
        )
    for province in PROVINCES:
        yield _two(
            "completed by the publisher",
            True,
            "UBND tỉnh",
            f"UBND tỉnh {province}",
            left_publisher=f"Sở Y tế tỉnh {province}",
        )
        yield _two(
            "department completed", True, "Sở Tài chính", f"Sở Tài chính {province}", left_publisher=_of(province)
        )
        name = "Lê Văn An"
        yield _two(
            "one office",
            True,
            name,
            name,
            "PERSON",
            left_officials=[(name, "Phó Giám đốc", f"Sở Y tế tỉnh {province}")],
            right_officials=[(name, "Giám đốc", f"SỞ Y TẾ {province.upper()}")],
        )
        yield _two(
            "zone",
            True,
            f"KCN Minh Quang, tỉnh {province}",
            "Khu công nghiệp Minh Quang",
            "LOCATION",
            right_publisher=_of(province),
        )
    yield _two(
        "district of the publisher",
        True,
        "UBND huyện Châu Thành",
        "UBND huyện Châu Thành, tỉnh Kiên Giang",
        left_publisher=_of("Kiên Giang"),
    )
    yield _two(
        "unchanged unit",
        True,
        "tỉnh Quảng Ninh",
        "Quảng Ninh",
        "LOCATION",
        left_published="2019-03-01",
        right_published="2026-03-01",
    )
    for core in CORES:
        yield _two(
            "short name in one province", True, f"Công ty CP {core}", f"Cty cổ phần {core}", publisher=_of("Hưng Yên")
        )


def pairs() -> list[Pair]:
    """All pairs, the different ones first."""
    return [*different(), *alike()]
