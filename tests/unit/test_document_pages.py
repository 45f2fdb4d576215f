"""Pages in the markup of many makes, all our own: the generic reader finds title, day, lead, body, captions, byline."""

from dataclasses import dataclass

import pytest

from extract.document.html import NoBulletin, read_page

TITLE = "Khởi công nhà máy linh kiện 1.250 tỷ đồng tại Hòn Đất"
LEAD = "Nhà máy dự kiến tạo 900 việc làm, vận hành quý II năm sau."
P1 = "Sáng 12/3, tại huyện Hòn Đất, Ban Quản lý Khu kinh tế tỉnh Kiên Giang phối hợp Công ty Thuận Yên khởi công nhà máy linh kiện."
P2 = "Ông Lê Văn Khánh, Phó Trưởng Ban, cho biết dự án rộng 18 ha, tổng vốn đầu tư 1.250 tỷ đồng, chia làm hai giai đoạn."
P3 = "Theo chủ đầu tư, giai đoạn một hoàn thành trong 14 tháng, nộp ngân sách khoảng 60 tỷ đồng mỗi năm khi chạy hết công suất."
HEAD2 = "Ưu tiên lao động địa phương"
P4 = "UBND huyện đề nghị doanh nghiệp tuyển lao động tại chỗ, giữ đúng tiến độ và bảo đảm môi trường trong suốt quá trình thi công."
CAPTION = "Đại biểu thực hiện nghi thức khởi công"
BODY = [P1, CAPTION, P2, P3, HEAD2, P4]
MENU = "".join(f"<li><a href='/muc-{n}'>Chuyên mục số {n} của tờ báo</a></li>" for n in range(12))
OTHERS = "".join(
    f"<li><a href='/khac-{n}.html'>Khai mạc hội chợ hàng Việt lần thứ {n} tại Rạch Giá</a></li>" for n in range(8)
)
OTHER_TEXT = "Hội chợ năm nay có 120 gian hàng, thu hút hơn bốn mươi nghìn lượt khách, doanh thu ước đạt chín tỷ đồng."

# The outlines that Vietnamese newsrooms and portals are built with; class names are theirs, words are ours.
MAKES = {
    "grid newspaper": """<html><head><title>{t} | Báo Sông Hậu</title><meta property="og:title" content="{t} | Báo Sông Hậu">
<meta property="og:type" content="article"><meta property="article:published_time" content="2019-03-12T10:05:00+07:00">
<meta property="og:site_name" content="Báo Sông Hậu"></head><body><header><nav><ul>{menu}</ul></nav></header>
<main><article class="singular-container"><h1 class="title-page detail">{t}</h1><div class="author-wrap"><div class="author-name"><a href="/tac-gia">Minh Thư</a></div>
<time class="author-time" datetime="2019-03-12 10:05">Thứ ba, 12/03/2019 - 10:05</time></div><ul class="social-zalo"><li><a>Zalo</a></li></ul>
<h2 class="singular-sapo">(Báo Sông Hậu) - {lead}</h2><div class="singular-content"><p>{p1}</p><figure class="image align-center"><img data-src="a.jpg" alt="{c}">
<figcaption><p>{c}</p></figcaption></figure><p>{p2}</p><div class="dt-news__related"><ul>{others}</ul></div><p>{p3}</p><h3>{h}</h3><p>{p4}</p></div>
<div class="tags-wrap"><ul class="tags"><li><a>#khởi công</a></li></ul></div></article><aside><article class="article-item"><h3><a href="/x">Tin đọc nhiều</a></h3><p>{ot}</p></article></aside></main>
<section class="article-related"><h2>Tin liên quan</h2><article><h3><a href="/y">Khai mạc hội chợ</a></h3><div class="article-excerpt">{ot}</div></article></section><footer><p>{foot}</p></footer></body></html>""",
    "double list newspaper": """<html><head><title>{t}</title><meta property="og:title" content="{t}"><script type="application/ld+json">
{{"@context":"http://schema.org","@type":"NewsArticle","headline":"{t}","datePublished":"2019-03-12T03:05:00Z","publisher":{{"@type":"Organization","name":"Báo Sông Hậu"}}}}</script></head>
<body><div class="header__nav"><ul>{menu}</ul></div><div class="l-content"><div class="detail__header"><h1 class="detail-title"><span data-role="title">{t}</span></h1>
<div class="detail-info"><div class="detail-time"><div>12/03/2019 10:05 GMT+7</div></div></div></div><div class="detail-cmain"><h2 class="detail-sapo">{lead}</h2>
<div class="detail-content afcbc-body" data-role="content"><p>{p1}</p><figure class="VCSortableInPreviewMode" type="Photo"><div><img src="a.jpg"></div>
<figcaption class="PhotoCMS_Caption"><p>{c}</p></figcaption></figure><p>{p2}</p><div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="/z">Khai mạc hội chợ hàng Việt</a><p>{ot}</p></div>
<p>{p3}</p><h3>{h}</h3><p>{p4}</p></div></div><div class="detail-tab"><ul>{others}</ul></div></div><div class="footer"><p>{foot}</p></div></body></html>""",
    "party newspaper": """<html><head><title>{t}</title><meta name="pubdate" content="2019-03-12T10:05:00+0700"></head><body><div class="site-header"><ul class="menu">{menu}</ul></div>
<div class="main-content article"><div class="breadcrumb-main"><a>Kinh tế</a></div><h1 class="article__title cms-title">{t}</h1><div class="article__meta"><time class="time">Thứ ba, ngày 12/03/2019 - 10:05</time></div>
<div class="article__sapo cms-desc"><div>NDO - {lead}</div></div><div class="article__body zce-content-body cms-body"><p>{p1}</p><table class="picture"><tbody><tr><td class="pic"><img src="a.jpg"></td></tr>
<tr><td class="caption">{c}</td></tr></tbody></table><p>{p2}</p><p>{p3}</p><div><strong>{h}</strong></div><p>{p4}</p></div>
<div class="article__tag"><a>Khởi công</a></div><div class="article-related"><ul>{others}</ul></div></div><div class="site-footer"><div>{foot}</div></div></body></html>""",
    "provincial portal of a telecom maker": """<html><head><title>Cổng thông tin điện tử - Sở Công Thương tỉnh Kiên Giang</title></head><body><form id="form1"><div class="banner"></div>
<div id="nav"><ul>{menu}</ul></div><div class="container"><div class="col-left"><div class="box-menu"><ul>{menu}</ul></div></div><div class="col-center"><div class="duongdan"><a>Trang chủ</a> » <a>Tin tức</a></div>
<div class="news-detail"><div class="tieude-tin">{t}</div><div class="ngaydang">Ngày đăng: 12/03/2019, 10:05</div><div class="luotxem">Lượt xem: 1.204</div><div class="trichdan">{lead}</div>
<div class="noidung"><div style="text-align:justify">{p1}</div><div style="text-align:center"><img src="a.jpg"></div><div style="text-align:center"><em>{c}</em></div><div>{p2}</div><div>{p3}</div><div><b>{h}</b></div><div>{p4}</div></div>
<div class="tacgia">Minh Thư</div></div><div class="chiase"><a>Chia sẻ</a></div><div class="tin-khac"><div class="title">Các tin khác</div><ul>{others}</ul></div></div>
<div class="col-right"><div class="thongke"><p>Tổng số truy cập: 120.450</p></div></div></div><div class="chan-trang"><p>{foot}</p></div></form></body></html>""",
    "Liferay web content": """<html><head><title>Chi tiết tin - Sở Công Thương</title></head><body><div id="banner"><ul>{menu}</ul></div><div class="columns-2" id="main-content"><div class="portlet-layout">
<div class="portlet-column"><section class="portlet"><h1 class="portlet-title"><span class="portlet-title-text">Chi tiết tin</span></h1><div class="asset-full-content"><h3 class="asset-title">{t}</h3>
<div class="asset-user-actions"><span>In bài</span></div><div class="metadata-publish-date">12/03/2019 10:05</div><div class="journal-content-article"><p><strong>{lead}</strong></p><p>{p1}</p><p><img src="a.jpg"></p><p style="text-align:center"><em>{c}</em></p>
<p>{p2}</p><p>{p3}</p><p><strong>{h}</strong></p><p>{p4}</p></div></div></section></div><div class="portlet-column"><div class="tinlienquan"><ul>{others}</ul></div></div></div></div>
<footer id="footer"><p>{foot}</p></footer></body></html>""",
    "DotNetNuke module": """<html><head><title>Ban Quản lý Khu kinh tế tỉnh Kiên Giang &gt; Tin tức</title></head><body id="Body"><form id="Form"><div id="dnn_menu"><ul>{menu}</ul></div><div id="dnn_ContentPane"><div class="DnnModule"><div class="c_head"><span class="Head">Tin hoạt động</span></div>
<div id="dnn_ctr_ViewNews"><table><tr><td><span class="NewsTitle">{t}</span></td></tr><tr><td><span class="NewsDate">(Thứ ba, 12/03/2019, 10:05 GMT+7)</span></td></tr><tr><td class="NewsSummary">{lead}</td></tr><tr><td class="NewsContent">
<p>{p1}</p><table align="center"><tr><td><img src="a.jpg"></td></tr><tr><td>{c}</td></tr></table><p>{p2}</p><p>{p3}</p><p><b>{h}</b></p><p>{p4}</p></td></tr></table>
<div class="OtherNews"><span>Các tin đã đưa</span><ul>{others}</ul></div></div></div></div><div id="dnn_FooterPane"><p>{foot}</p></div></form></body></html>""",
    "WordPress": """<html><head><title>{t} - Hiệp hội Doanh nghiệp</title></head><body class="single single-post"><div id="masthead"><nav><ul class="menu">{menu}</ul></nav></div><div id="primary"><main id="main"><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">{t}</h1><div class="entry-meta"><span class="posted-on">Đăng ngày <time class="entry-date published" datetime="2019-03-12T10:05:00+07:00">12 Tháng 3, 2019</time></span>
<span class="byline">bởi <span class="author vcard"><a href="/author/a">quantri</a></span></span></div></header><div class="entry-content"><p><strong>{lead}</strong></p><p>{p1}</p><figure class="wp-caption"><img src="a.jpg"><figcaption class="wp-caption-text">{c}</figcaption></figure>
<p>{p2}</p><p>{p3}</p><h2>{h}</h2><p>{p4}</p><div class="sharedaddy"><a>Facebook</a></div></div><footer class="entry-footer"><a rel="tag">khởi công</a></footer></article><nav class="post-navigation"><a href="/t">Bài trước</a></nav>
<div id="comments"><p>Để lại một bình luận cho bài viết này, thư điện tử của bạn sẽ không được hiển thị công khai.</p></div></main></div><aside id="secondary"><ul>{others}</ul></aside><footer><p>{foot}</p></footer></body></html>""",
    "Joomla": """<html><head><title>{t}</title><meta name="generator" content="Joomla!"></head><body><div class="navbar"><ul class="nav menu">{menu}</ul></div><div class="item-page"><div class="page-header"><h2 itemprop="headline"><a href="/index.php/tin/12-khoi-cong">{t}</a></h2></div>
<dl class="article-info muted"><dt>Chi tiết</dt><dd class="createdby">Viết bởi Minh Thư</dd><dd class="published">Được đăng: Thứ ba, 12 Tháng 3 2019 10:05</dd><dd class="hits">Lượt xem: 204</dd></dl><div itemprop="articleBody"><p><strong>{lead}</strong></p><p>{p1}</p><p style="text-align:center;"><img src="a.jpg"></p><p style="text-align:center;">{c}</p>
<p>{p2}</p><p>{p3}</p><p><strong>{h}</strong></p><p>{p4}</p></div><ul class="pager pagenav"><li><a href="/n">Bài sau</a></li></ul></div><div class="moduletable"><h3>Tin mới</h3><ul>{others}</ul></div><div id="footer"><p>{foot}</p></div></body></html>""",
    "counter beside the date": """<html><head><title>Trang chủ | Trung tâm Xúc tiến đầu tư</title><meta property="og:title" content="Trung tâm Xúc tiến đầu tư"><meta property="og:type" content="website"></head><body><div id="menu-top"><ul>{menu}</ul></div>
<div class="wrapper"><div class="content-left"><h1 class="post-title">{t}</h1><p class="post-info">12/03/2019 10:05 | 1.204 lượt xem</p><div class="post-content"><p class="intro"><b>{lead}</b></p><p>{p1}</p><div class="img-wrap"><img src="a.jpg"><p class="img-desc">{c}</p></div><p>{p2}</p><p>{p3}</p><p><b>{h}</b></p><p>{p4}</p></div>
<div class="box-lienquan"><h4>Bài viết liên quan</h4><div class="row"><div class="col"><a href="/x1">Khai mạc hội chợ hàng Việt</a><p>{ot}</p></div><div class="col"><a href="/x2">Bế mạc hội chợ hàng Việt</a><p>{ot}</p></div></div></div></div><div class="content-right"><ul>{others}</ul></div></div><div class="ft"><p>{foot}</p></div></body></html>""",
    "words straight in a cell": """<html><head><title>SO CONG THUONG KIEN GIANG</title></head><body><table width="980"><tr><td colspan="3"><table class="menu"><tr><td><a href="/1">Trang chủ của Sở</a></td><td><a href="/2">Giới thiệu chung về Sở</a></td></tr></table></td></tr>
<tr><td width="180"><a href="/a">Văn bản chỉ đạo của tỉnh</a><br><a href="/b">Thủ tục hành chính công</a></td><td><p class="tieude">{t}</p><font size="1">Cập nhật ngày: 12/03/2019</font><br><b>{lead}</b><br><br>{p1}<br><br><center><img src="a.jpg"><br><i>{c}</i></center><br>{p2}<br><br>{p3}<br><br><b>{h}</b><br>{p4}
<br><br></td><td width="180"><b>Tin mới nhất</b><br><ul>{others}</ul></td></tr><tr><td colspan="3"><p align="center">{foot}</p></td></tr></table></body></html>""",
}  # fmt: skip
FOOT = "© Bản quyền thuộc Sở Công Thương tỉnh Kiên Giang. Địa chỉ: Rạch Giá, điện thoại 0297 000 000. Ghi rõ nguồn khi dẫn lại."
FIELDS = {"t": TITLE, "lead": LEAD, "p1": P1, "p2": P2, "p3": P3, "p4": P4, "h": HEAD2, "c": CAPTION, "menu": MENU, "others": OTHERS, "ot": OTHER_TEXT, "foot": FOOT}  # fmt: skip


@dataclass(frozen=True)
class Case:
    name: str
    html: str


CASES = [Case(name, html.format(**FIELDS)) for name, html in MAKES.items()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_makes(case: Case) -> None:
    page = read_page(case.html)
    assert page.title == TITLE
    assert page.published == "2019-03-12"
    lines = [line for line, _ in page.lines]
    assert lines[0].endswith(LEAD)
    assert lines[1:] == BODY
    assert [line for line, caption in page.lines if caption] == [CAPTION]


def test_byline_is_no_line() -> None:
    page = read_page(MAKES["provincial portal of a telecom maker"].format(**FIELDS))
    assert "Minh Thư" not in [line for line, _ in page.lines]
    inside = MAKES["WordPress"].replace(
        '<div class="sharedaddy">', '<p class="author">Minh Thư</p><div class="sharedaddy">'
    )
    assert read_page(inside.format(**FIELDS)).byline == "Minh Thư"


def test_attachments() -> None:
    html = MAKES["WordPress"].replace(
        "<p>{p3}</p>", "<p>{p3}</p><p><a href='/tep/quyet-dinh-12.pdf'>Quyết định số 12</a></p>"
    )
    assert read_page(html.format(**FIELDS)).attachments == ("/tep/quyet-dinh-12.pdf",)


def test_a_page_that_is_its_attachment_names_it() -> None:
    page = "<div><div class='title-gt'><p>Lịch tiếp công dân tháng bảy</p></div><p>Xem chi tiết <a href='/img/lich.pdf'>tại đây</a></p></div>"
    with pytest.raises(NoBulletin, match=r"attached: /img/lich\.pdf"):
        read_page(f"<html><body><ul class='menu'>{MENU}</ul>{page}<ul>{OTHERS}</ul></body></html>")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("test", "<p>test</p>"),
        ("Tin thử nghiệm cho chuyên mục", "<p>nội dung thử</p>"),
        ("demo đăng bài", "<p>mô tả cho tin demo</p><p>nội dung cho bài</p><p>nội dung cho bài nội dung</p>"),
        ("Văn bản mới", "<p>Nội dung đang cập nhật</p>"),
        ("Văn bản mới", ""),
        ("Tin nổi bật 2", "<p>đoạn văn bản mô tả phần đầu của tin</p><p>nội dung của tin</p>"),
    ],
)
def test_trials_and_empty_pages(title: str, body: str) -> None:
    with pytest.raises(NoBulletin):
        read_page(
            f"<html><body><ul class='menu'>{MENU}</ul><h1>{title}</h1><div class='noidung'>{body}</div><ul>{OTHERS}</ul></body></html>"
        )


def test_a_bulletin_on_a_rapid_test_is_none() -> None:
    html = f"<h1>Test nhanh cho 120 công nhân khu công nghiệp</h1><div><p>{P1}</p></div>"
    assert read_page(html).title.startswith("Test nhanh")


def test_front_page_with_a_top_story() -> None:
    top = f"<div class='top'><h2><a href='/khoi-cong-nha-may'>{TITLE}</a></h2><p>{P1}</p></div>"
    with pytest.raises(NoBulletin, match="list of links"):
        read_page(f"<html><body><ul class='menu'>{MENU}</ul>{top}<ul>{OTHERS}</ul></body></html>")


def test_a_title_that_links_to_itself_is_a_title() -> None:
    html = f"<html><body><ul class='menu'>{MENU}</ul><div><h2 class='entry-title'><a href='http://a.example/khoi-cong'>{TITLE}</a></h2><div><p>{P1}</p><p>{P2}</p></div></div></body></html>"
    assert read_page(html, url="http://a.example/khoi-cong/").title == TITLE


def test_paragraphs_in_boxes_of_their_own_stay_together() -> None:
    html = f"<html><body><h1>{TITLE}</h1><div class='a'><div><p>{P1}</p></div><div><div><p>{P2}</p></div></div><div><p>{P3}</p><p>{P4}</p></div></div></body></html>"
    assert [line for line, _ in read_page(html).lines] == [P1, P2, P3, P4]
