"""Pages: title, lines, captions, day, publisher; two families and the generic reader."""

import pytest

from extract.document import RawDocument, read_bulletin
from extract.document.html_strip import strip_page, without_payloads
from extract.errors import InputError
from extract.types import Bulletin

PARAGRAPH = "Sáng 5/3, tại thành phố Rạch Giá, UBND tỉnh tổ chức gặp mặt {} doanh nghiệp, bàn giải pháp thu hút đầu tư."
# One line of a page a line here, long as pages are.
PORTAL = """<html><head><title>Trang chủ - Website Sở Công Thương tỉnh KiênGiang</title></head><body><form>
<div class="menu"><ul><li><a>Trang chủ của Sở Công Thương</a></li><li><a>Văn bản chỉ đạo điều hành của tỉnh</a></li></ul>
<ul><li><a>Thủ tục hành chính công trực tuyến mức độ bốn của các đơn vị</a></li><li><a>Hỏi đáp trực tuyến</a></li></ul></div>
<table><tr class="ms-news-header"><td class="FolderTitle"><a>Tin tức</a></td><td class="Time">(06.03.2019 16:32)</td></tr></table>
<table id="tableforprint"><tr><td><p class="Title">Gặp mặt doanh nghiệp đầu năm</p></td></tr>
<tr><td><div class="ExternalClassA1"><p>{p1}</p><p><img src="x.jpg"></p><p>Quang cảnh buổi gặp mặt</p>
<p>Quang cảnh buổi gặp mặt</p><p>{p2}</p></div></td></tr></table>
<table class="tbtinkhac"><tr><td><p class="OtherTitle">TIN MỚI HƠN</p></td></tr></table>
<ul><li><a>Tập huấn thương mại điện tử cho doanh nghiệp nhỏ và vừa</a> <span>(07.03.2019)</span></li></ul>
<div class="foot"><p>TRANG THÔNG TIN ĐIỆN TỬ SỞ CÔNG THƯƠNG TỈNH KIÊN GIANG</p></div></form></body></html>"""
PAPER = """<html><head><title>Gặp mặt doanh nghiệp đầu năm - Báo Mẫu</title><meta property="og:site_name" content="Báo Mẫu">
<meta property="og:title" content="Gặp mặt doanh nghiệp đầu năm"><meta property="og:url" content="https://mau.example/tin-1.html">
{meta}</head><body><nav><a>Thời sự</a></nav><h1>Gặp mặt doanh nghiệp đầu năm</h1>
<div class="share"><a>Chia sẻ</a></div><p class="sapo">Doanh nghiệp nêu mười kiến nghị.</p>{time}
<article><p>{p1}</p><figure><img><figcaption>Ông An phát biểu. Ảnh: Hà</figcaption></figure><p>{p2}</p>
<p><b>Kiến nghị mười điểm</b></p><p>{p3}</p>
<p><a href="/2">&gt;&gt; Khai mạc hội chợ hàng Việt tại Hà Tiên</a></p>
<div class="related"><h3>Tin liên quan</h3><p>{p1} Khác.</p></div></article>
<footer><p>© Báo Mẫu, mọi quyền được bảo lưu, ghi rõ nguồn khi sử dụng lại thông tin từ trang này.</p></footer></body></html>"""


def page(html: str, **more: str) -> Bulletin:
    parts = {f"p{n}": PARAGRAPH.format(n * 10) for n in (1, 2, 3)} | {"meta": "", "time": ""} | more
    return read_bulletin(RawDocument(place="trang.html", html=html.format(**parts), source="trang.html"))


def test_portal() -> None:
    bulletin = page(PORTAL)
    assert bulletin.text.split("\n") == [
        "Gặp mặt doanh nghiệp đầu năm",
        "",
        PARAGRAPH.format(10),
        "Quang cảnh buổi gặp mặt",
        PARAGRAPH.format(20),
    ]
    assert [bulletin.text[s:e] for s, e in bulletin.captions] == ["Quang cảnh buổi gặp mặt"]
    assert (bulletin.published, bulletin.published_basis) == ("2019-03-06", "date-line")
    assert (bulletin.publisher, bulletin.publisher_basis) == ("Sở Công Thương tỉnh Kiên Giang", "site-name")


def test_paper() -> None:
    bulletin = page(PAPER)
    assert bulletin.text.split("\n") == [
        "Gặp mặt doanh nghiệp đầu năm",
        "",
        "Doanh nghiệp nêu mười kiến nghị.",
        PARAGRAPH.format(10),
        "Ông An phát biểu. Ảnh: Hà",
        PARAGRAPH.format(20),
        "Kiến nghị mười điểm",
        PARAGRAPH.format(30),
    ]
    assert (bulletin.publisher, bulletin.publisher_basis) == ("Báo Mẫu", "site-name")
    assert (bulletin.url, bulletin.id) == ("https://mau.example/tin-1.html", "mau-example-tin-1")


@pytest.mark.parametrize(
    ("meta", "time", "basis"),
    [
        ('<meta property="article:published_time" content="2019-03-06T08:00:00+07:00">', "", "meta"),
        ('<script type="application/ld+json">{{"datePublished": "2019-03-06"}}</script>', "", "json-ld"),
        ("", '<time datetime="2019-03-05T20:00:00Z">hôm qua</time>', "time-tag"),
        ("", "<span>Thứ tư, 06/03/2019 08:00 (GMT+7)</span>", "date-line"),
        ("", "<ul><li>06/03/2019</li></ul>", None),
    ],
)
def test_day_of_publication(meta: str, time: str, basis: str | None) -> None:
    bulletin = page(PAPER, meta=meta.replace("{{", "{").replace("}}", "}"), time=time)
    assert (bulletin.published, bulletin.published_basis) == ("2019-03-06" if basis else None, basis)


def test_clock_above_the_menu_is_no_date() -> None:
    assert (
        page(
            PORTAL.replace("<form>", "<form><div>Thứ hai, 23/11/2026</div>").replace("(06.03.2019 16:32)", "")
        ).published
        is None
    )


def test_what_the_input_says_comes_first() -> None:
    raw = RawDocument(
        place="in.jsonl:1", id="a", url="https://x.example/1", title="Tên khác", published="2019-01-01", publisher="Báo A",
        html=f"<h1>Gặp mặt doanh nghiệp</h1><p>{PARAGRAPH.format(1)}</p>",
    )  # fmt: skip
    bulletin = read_bulletin(raw)
    assert (bulletin.id, bulletin.url, bulletin.title) == ("a", "https://x.example/1", "Tên khác")
    assert (bulletin.published_basis, bulletin.publisher_basis) == ("input", "input")


def test_data_rows_stay_together() -> None:
    html = f"<h1>Bảng vốn đầu tư</h1><p>{PARAGRAPH.format(1)}</p><table><tr><th>KCN</th><th>Vốn</th></tr>"
    bulletin = page(html + "<tr><td>Thuận Yên</td><td>120 tỷ đồng</td></tr></table>")
    assert bulletin.text.split("\n")[-2:] == ["KCN | Vốn", "Thuận Yên | 120 tỷ đồng"]


def test_inline_images_cost_nothing() -> None:
    image = '<img src="data:image/png;base64,' + "iVBOR" * 200_000 + '">'
    assert without_payloads(f"<p>a</p>{image}") == '<p>a</p><img src="data:">'
    assert page(PORTAL.replace('<img src="x.jpg">', image)).text == page(PORTAL).text


def test_scripts_that_write_markup_are_no_text() -> None:
    stripped = strip_page(
        "<p>a</p><script>document.write('<p>b</p>')</script><!-- <p>c</p> --><SVG><text>d</text></SVG>"
    )
    assert stripped.html == "<p>a</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<html><body></body></html>",
        "<p></p>",
        "<div>" * 5000,
        "<html><body><h1>Tin tức</h1>"
        + "".join(
            f'<div class="item"><h3><a href="/{n}">Khai mạc hội chợ hàng Việt lần thứ {n}</a></h3><p>{PARAGRAPH.format(n)}</p></div>'
            for n in range(8)
        )
        + "</body></html>",
        '<html><body><div class="title-gt"><p>Lịch tiếp công dân tháng bảy năm nay</p></div><p>Xem chi tiết <a>tại đây</a></p></body></html>',
    ],
)
def test_pages_without_a_bulletin(html: str) -> None:
    with pytest.raises(InputError, match=r"trang\.html: "):
        read_bulletin(RawDocument(place="trang.html", html=html))
