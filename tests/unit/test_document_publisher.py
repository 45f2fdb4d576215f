"""The publisher from hosts, site names and titles."""

import pytest

from extract.document.publisher import body_at_head, from_site_name, from_title, from_url
from extract.vocabulary import load


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("BAN QUẢN LÝ KHU KINH TẾ HÀ TĨNH HỌP BÁO", "Ban Quản lý Khu kinh tế tỉnh Hà Tĩnh"),
        (
            "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP VÀ CHẾ XUẤT HÀ NỘI TỔNG KẾT",
            "Ban Quản lý các Khu công nghiệp và Chế xuất thành phố Hà Nội",
        ),
        ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH HỌP", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("SỞ CÔNG THƯƠNG TP. HẢI PHÒNG ĐỐI THOẠI DOANH NGHIỆP", "Sở Công Thương thành phố Hải Phòng"),
        ("BAN QUẢN LÝ KHU KINH TẾ TỔNG KẾT CÔNG TÁC", None),
        ("SỞ Y TẾ CÀ MAU", None),
        ("Sở Y tế Cà Mau tập huấn", None),
        ("BỘ CÔNG THƯƠNG HỌP BÁO", "Bộ Công Thương"),
    ],
)
def test_title_in_capitals(title: str, publisher: str | None) -> None:
    assert from_title(title, any_case=False) == publisher


def test_mixed_case_title_speaks_for_saved_texts_only() -> None:
    assert from_title("Sở Y tế Cà Mau tập huấn", any_case=True) == "Sở Y tế tỉnh Cà Mau"


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://kinhdoanh.vnexpress.net/tin.html", "VnExpress"),
        ("http://www.soctrang.gov.vn/tin", "Cổng thông tin điện tử tỉnh Sóc Trăng"),
        ("stp.angiang.gov.vn/tin", "Sở Tư pháp tỉnh An Giang"),
        ("https://khongbiet.angiang.gov.vn/", None),
        ("https://xa.moit.gov.vn/", None),
        ("http://[hỏng", None),
        ("", None),
    ],
)
def test_url(url: str, publisher: str | None) -> None:
    assert from_url(url) == publisher


@pytest.mark.parametrize(
    ("site", "publisher"),
    [
        ("Trang thông tin điện tử Liên đoàn Lao động tỉnh An Giang", "Liên đoàn Lao động tỉnh An Giang"),
        ("Cổng thông tin điện tử tỉnh An Giang", "Cổng thông tin điện tử tỉnh An Giang"),
        ("WEBSITE SỞ XÂY DỰNG TỈNH KIÊN GIANG", "Sở Xây dựng tỉnh Kiên Giang"),
        ("Báo Mẫu", "Báo Mẫu"),
        ("tuoitre.vn", "Báo Tuổi Trẻ"),
        ("vi-du.example", "vi-du.example"),
        ("Trang chủ", None),
        ("", None),
    ],
)
def test_site_name(site: str, publisher: str | None) -> None:
    assert from_site_name(site) == publisher


def test_longest_head_wins() -> None:
    body = body_at_head("Ban Quản lý Khu công nghệ cao và các Khu công nghiệp Đà Nẵng mời thầu")
    assert body is not None
    assert body.name == "Ban Quản lý Khu công nghệ cao và các Khu công nghiệp thành phố Đà Nẵng"
    assert body.rest == "mời thầu"


def test_every_entry_has_a_kind_and_an_example() -> None:
    for entry in load("publishers"):
        kind = entry.attributes["kind"]
        assert kind in ("body", "host", "department")
        assert kind == "body" or entry.attributes["name"]
        assert entry.examples, entry.id
