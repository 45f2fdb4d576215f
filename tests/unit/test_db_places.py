"""Provinces and zones of places, levels of givers: what their words say, and what they leave open."""

import pytest

from corpus.db.givers import giver_level
from corpus.db.places import Place, place_of


@pytest.mark.parametrize(
    ("words", "publisher", "day", "place"),
    [
        ("tỉnh Hoà Bình", None, None, Place("Hòa Bình", "stated")),
        ("TP.HCM", None, None, Place("Hồ Chí Minh", "stated")),
        ("KCN Nam Sông Bồi, tỉnh Lạng Sơn", None, None, Place("Lạng Sơn", "stated", "KCN Nam Sông Bồi")),
        ("Khu kinh tế Đông Nam Quảng Trị", None, None, Place("Quảng Trị", "stated", "KKT Đông Nam Quảng Trị")),
        ("xã Lộc Bảo, huyện Bảo Lâm", None, "2020-10-16", Place("Lâm Đồng", "unit")),
        ("TP. Vinh", None, None, Place("Nghệ An", "unit")),
        ("huyện Châu Thành", None, None, Place()),  # nine provinces had one
        ("huyện Châu Thành", "Báo Mẫu Trà Vinh", None, Place("Trà Vinh", "publisher")),
        ("KCN Đá Bạc", "Ban Quản lý các KCN tỉnh Phú Thọ", None, Place("Phú Thọ", "publisher", "KCN Đá Bạc")),
        ("Nhật Bản", "Báo Mẫu Trà Vinh", None, Place()),  # a publisher's province is no home for what lies elsewhere
        ("đường Điện Biên Phủ, quận Bình Thạnh", None, "2019-01-01", Place("Hồ Chí Minh", "unit")),
        ("thành phố Điện Biên Phủ", None, None, Place("Điện Biên", "unit")),
        ("Hà Nội - Hải Phòng", None, None, Place()),
        ("Thừa Thiên Huế", None, None, Place("Huế", "stated")),
        ("tỉnh Bình Dương", None, "2024-01-01", Place("Bình Dương", "stated")),
        ("tỉnh Bình Dương", None, "2025-08-01", Place()),  # no province any more
    ],
)
def test_places(words: str, publisher: str | None, day: str | None, place: Place) -> None:
    assert place_of(words, publisher, day) == place


@pytest.mark.parametrize(
    ("issuer", "honour", "level"),
    [
        ("Chủ tịch nước", "Huân chương Lao động", "state"),
        (None, "Huân chương Lao động hạng Nhì", "state"),
        (None, "Bằng khen", None),
        ("Thủ tướng Chính phủ", "Bằng khen", "government"),
        ("Bộ Công Thương", "Bằng khen", "ministry"),
        ("UBND tỉnh Phú Thọ", "Bằng khen", "province"),
        ("Chủ tịch UBND tỉnh Phú Thọ", "Bằng khen", "province"),
        ("UBND thành phố Hải Phòng", "Bằng khen", "province"),
        ("UBND TP Vinh", "Giấy khen", "district"),
        ("UBND thành phố", "Giấy khen", None),
        ("UBND huyện Tuy An", "Giấy khen", "district"),
        ("UBND xã Lộc Bảo", "Giấy khen", "commune"),
        ("Sở Y tế tỉnh Phú Thọ", "Giấy khen", "department"),
        ("Công ty CP Gỗ Đá Bạc", "Giấy khen", "company"),
        ("Câu lạc bộ Thơ Đá Bạc", "Kỷ niệm chương", "other"),
    ],
)
def test_levels_of_givers(issuer: str | None, honour: str, level: str | None) -> None:
    assert giver_level(issuer, honour) == level
