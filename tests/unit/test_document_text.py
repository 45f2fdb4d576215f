"""Plain text to lines, dates, chrome, captions, ids."""

import unicodedata

import pytest

from extract.document import RawDocument, read_bulletin
from extract.document.chrome import is_chrome_line, is_share_line, opens_other_news
from extract.document.dates import date_line, iso_date
from extract.document.text import clean_line, kept_text, read_text
from extract.errors import InputError
from extract.ids import bulletin_id, canonical_url, event_id, text_sha256, url_slug
from extract.types import Bulletin

SAVED = """BAN QUẢN LÝ KHU KINH TẾ CÀ MAU GẶP MẶT DOANH NGHIỆP ĐẦU XUÂN

15/02/2019
Chia sẻ bải viết :

BAN QUẢN LÝ KHU KINH TẾ CÀ MAU GẶP MẶT DOANH NGHIỆP ĐẦU XUÂN

Sáng 14/2, Ban gặp mặt 40 doanh nghiệp.

Ông Lâm Văn Quý nói chuyện với doanh nghiệp

Ông Lâm Văn Quý nói chuyện với doanh nghiệp

\u00a0
Tổng vốn đầu tư năm 2018 đạt 2.100 tỷ đồng.
"""


def saved(text: str) -> Bulletin:
    return read_bulletin(RawDocument(place="tin.txt", text=text, source="tin.txt"))


def test_saved_page() -> None:
    bulletin = saved(SAVED)
    assert bulletin.title == "BAN QUẢN LÝ KHU KINH TẾ CÀ MAU GẶP MẶT DOANH NGHIỆP ĐẦU XUÂN"
    assert bulletin.text.split("\n")[1:] == [
        "",
        "Sáng 14/2, Ban gặp mặt 40 doanh nghiệp.",
        "Ông Lâm Văn Quý nói chuyện với doanh nghiệp",
        "Tổng vốn đầu tư năm 2018 đạt 2.100 tỷ đồng.",
    ]
    assert (bulletin.published, bulletin.published_basis) == ("2019-02-15", "date-line")
    assert (bulletin.publisher, bulletin.publisher_basis) == ("Ban Quản lý Khu kinh tế tỉnh Cà Mau", "title")
    assert [bulletin.text[s:e] for s, e in bulletin.captions] == ["Ông Lâm Văn Quý nói chuyện với doanh nghiệp"]
    assert bulletin.sha256 == text_sha256(bulletin.text)
    assert bulletin.id == f"sha256-{bulletin.sha256[:16]}"
    assert bulletin.issues == ()


def test_what_is_not_known_is_an_issue() -> None:
    bulletin = saved("Tin vắn\n\nNgười dân phấn khởi.")
    assert (bulletin.published, bulletin.publisher) == (None, None)
    assert [issue.code for issue in bulletin.issues] == ["published-unknown", "publisher-unknown"]


def test_record_text_is_kept_with_its_repeats_and_blank_lines() -> None:
    text = "Tiêu đề\n\nMở đầu.\n\nÔng An phát biểu\nÔng An phát biểu\n05/03/2019\nHết  bài ."
    raw = RawDocument(place="in.jsonl:1", title="Tiêu đề", text=text, saved=False)
    bulletin = read_bulletin(raw)
    assert bulletin.text == text
    assert [bulletin.text[s:e] for s, e in bulletin.captions] == ["Ông An phát biểu"] * 2


def test_record_text_becomes_nfc() -> None:
    text = unicodedata.normalize("NFD", "Họp báo\n\nTỉnh ủy họp.")
    raw = RawDocument(place="in.jsonl:1", title="Họp báo", text=text, saved=False)
    assert read_bulletin(raw).text == "Họp báo\n\nTỉnh ủy họp."


def test_record_text_loses_share_lines_only() -> None:
    assert kept_text("T", "T\n\nMột.\nChia sẻ bài viết:\n\nHai.") == "T\n\nMột.\n\nHai."
    assert kept_text("T", "Một.\nHai.") is None
    assert kept_text(None, "T\n\nMột.") is None
    assert kept_text("T", "T\n\nMột.\r\nHai.") is None


def test_record_without_title_line_gets_it_once() -> None:
    raw = RawDocument(place="in.jsonl:1", title="Họp báo quý I", text="Sáng 5/3, tỉnh họp.\nHết.", saved=False)
    assert read_bulletin(raw).text == "Họp báo quý I\n\nSáng 5/3, tỉnh họp.\nHết."


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Ðồng chí Bùi Ðạt, HÐND", "Đồng chí Bùi Đạt, HĐND"),
        ("ðồng bào", "đồng bào"),
        ("Sigurður Þórðarson, Ðæ", "Sigurður Þórðarson, Ðæ"),
        ("Uy\u0309 ban", "Uỷ ban"),
        ("hai\u00a0\u200b tỷ\u2009đồng\t.", "hai tỷ đồng ."),
        ("\ufeffMột\u00ad hai\u0007", "Một hai"),
    ],
)
def test_clean_line(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("02/11/2020", "2020-11-02"),
        ("2-1-2019", "2019-01-02"),
        ("(05.08.2019 16:32)", "2019-08-05"),
        ("Thứ năm, 12/11/2020 | 08:30", "2020-11-12"),
        ("Cập nhật lúc 9h05 ngày 3/4/2018", "2018-04-03"),
        ("07-03-2026 - 09:40 AM", "2026-03-07"),
        ("Chủ nhật, ngày 5 tháng 3 năm 2019", "2019-03-05"),
        ("2019-05-17T23:24:35.083Z", "2019-05-18"),
        ("30/2/2020", None),
        ("11/25/2020", None),
        ("02/11", None),
        ("Sáng 02/11/2020", None),
        ("Ngày 02/11/2020, UBND tỉnh họp", None),
        ("Giấy phép cấp ngày 14/08/2016", None),
        ("12/11/0020", None),
    ],
)
def test_date_line(line: str, day: str | None) -> None:
    assert date_line(line) == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2020-02-29", "2020-02-29"),
        ("2019-02-29", None),
        ("20200229", None),
        ("2020-W10-1", None),
        ("2026-03-07T08:01:53+07:00", "2026-03-07"),
        ("2026-03-07 08:01", "2026-03-07"),
        ("9999-12-31T23:00:00-05:00", None),
        ("hôm qua", None),
    ],
)
def test_iso_date(stamp: str, day: str | None) -> None:
    assert iso_date(stamp) == day


@pytest.mark.parametrize(
    "line", ["Chia sẻ bải viết :", "Chia sẻ", "CHIA SẺ LÊN FACEBOOK, ZALO", "Chia sẽ bài viết này"]
)
def test_share_lines(line: str) -> None:
    assert is_share_line(line)
    assert is_chrome_line(line)


@pytest.mark.parametrize("line", ["Chia sẻ với người nghèo", "Ông An chia sẻ:", "Chia sẻ kinh nghiệm", "Tỉnh chia sẻ"])
def test_lines_that_only_begin_like_a_button(line: str) -> None:
    assert not is_share_line(line)
    assert not is_chrome_line(line)


def test_links_to_other_news_are_cut() -> None:
    assert opens_other_news("TIN LIÊN QUAN")
    read = read_text("T\nHội nghị kết thúc.\nCác tin khác\nKhai mạc hội chợ\nHọp báo quý II")
    assert read is not None
    assert read.lines == (("Hội nghị kết thúc.", False),)


def test_title_comes_after_date_and_button() -> None:
    read = read_text("Chia sẻ\n02/11/2020\nHọp báo\nTỉnh họp.")
    assert read is not None
    assert (read.title, read.published, read.lines) == ("Họp báo", "2020-11-02", (("Tỉnh họp.", False),))


def test_text_without_a_line_is_an_error() -> None:
    with pytest.raises(InputError, match=r"tin\.txt: empty"):
        saved(" \u200b\n\u00a0\n")


def test_ids() -> None:
    assert bulletin_id(" tin-7 ", "https://a.vn/x", "T") == "tin-7"
    assert canonical_url("HTTP://www.A.vn/Tin/?id=5&utm_medium=x") == "a.vn/Tin?id=5"
    assert url_slug("https://a.vn/tin/khanh-thanh.aspx") == "a-vn-tin-khanh-thanh"
    assert url_slug("https://a.vn/Khánh-thành") != url_slug("https://a.vn/khanh-thanh")
    assert url_slug("http://[") == url_slug("http://[")
    assert event_id("x", "award", ["a", "b"]) != event_id("x", "award", ["ab"])
    assert len(event_id("x", "award", [])) == len("x#award-") + 8
