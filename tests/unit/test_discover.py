"""Discovery on sites of our own, served on loopback: pages in order, days, stop rules, feeds, sitemaps, broken addresses."""

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
import requests

from extract.acquire.discover import Discovery, EmptyListing, Found, NoListing, Wanted, site_of
from extract.acquire.errors import HttpStatus
from extract.acquire.fetch import Fetched, Fetcher
from extract.acquire.page import RawPage
from extract.errors import InputError
from extract.sources import load_sources
from tests.unit.served import Site, serving

TEXT = "Sáng nay, Ban Quản lý Khu kinh tế tỉnh họp bàn giải pháp thu hút đầu tư vào các khu công nghiệp trên địa bàn."


def get(url: str, role: str) -> RawPage:
    """A plain request: what the client adds (manners, archive) is tested with the client."""
    answer = requests.get(url, timeout=10)
    if answer.status_code != 200:
        raise HttpStatus(url, str(answer.status_code), answer.status_code)
    return RawPage(
        url=url, final_url=answer.url, status=200, headers=tuple(answer.headers.items()), body=answer.content,
        fetched=datetime.now(UTC).isoformat(), role=role,
    )  # fmt: skip


def row(number: int, day: str = "", href: str = "/tin-{n}.html") -> str:
    shown = f" <span class='ngay'>({day})</span>" if day else ""
    return f"<div class='muc'><h3><a href='{href.format(n=number)}'>Hội nghị xúc tiến đầu tư lần thứ {number} của tỉnh</a></h3>{shown}</div>"


def listing(rows: Iterable[str], more: str = "") -> bytes:
    menu = "<div class='menu'><a href='/gioi-thieu'>Giới thiệu chung về cơ quan</a><a href='/lien-he'>Liên hệ với chúng tôi</a></div>"
    return f"<html><head><title>Tin tức</title></head><body>{menu}<div class='ds'>{''.join(rows)}</div>{more}</body></html>".encode()


def bulletin(number: int) -> bytes:
    return f"<html><body><h1>Hội nghị lần thứ {number}</h1><div><p>{TEXT}</p></div></body></html>".encode()


def discover(site: Site, path: str, by: str | None = None, **wanted: str) -> tuple[list[Found], list[InputError]]:
    errors: list[InputError] = []
    url = site.base + path
    found = Discovery(get, site_of(url), None, Wanted(**wanted), errors.append).of_url(url, by)
    return list(found), errors


def paths(found: Iterable[Found | Fetched], base: str) -> list[str]:
    return [one.url.removeprefix(base) for one in found]


def numbered(count: int, first: int = 1) -> list[str]:
    return [f"/tin-{n}.html" for n in range(first, first + count)]


PAGERS = {
    "rel next": ("<a rel='next' href='/tin-tuc?page=2'>»</a>", "/tin-tuc?page=2"),
    "a word": ("<div class='phan-trang'><a href='/tin-tuc?page=2'>2</a><a href='/tin-tuc?page=2'>Trang sau</a></div>", "/tin-tuc?page=2"),
    "numbers": ("<div class='pager'><span class='current'>1</span><a href='/tin-tuc/trang-2.htm'>2</a><a href='/tin-tuc/trang-3.htm'>3</a></div>", "/tin-tuc/trang-2.htm"),
    "nothing shown": ("", "/tin-tuc/page/2"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGERS)
def test_pages_in_order(name: str) -> None:
    pager, second = PAGERS[name]
    pages: dict[str, bytes | int] = {
        "/tin-tuc": listing((row(n) for n in range(1, 6)), pager),
        second: listing(row(n) for n in range(6, 9)),
    }
    with serving(pages) as site:
        found, errors = discover(site, "/tin-tuc")
        assert paths(found, site.base) == numbered(8)
        assert errors == []
        assert found[5].listing == site.base + second


def test_a_listing_that_repeats_itself_ends() -> None:
    same = listing((row(n) for n in range(1, 6)), "<a rel='next' href='/tin-tuc?p=2'>2</a>")
    with serving({"/tin-tuc": same, "/tin-tuc?p=2": same}) as site:
        assert len(discover(site, "/tin-tuc")[0]) == 5
        assert len(site.asked) == 2


def test_days() -> None:
    rows = [row(1, "05.03.2019 08:15"), row(2, "04/03/2019"), row(3, "01/03/2019"), row(4), row(5, "20.02.2019")]
    old = listing([row(n, "01/02/2019") for n in range(6, 9)], "<a rel='next' href='/tin-tuc?p=3'>3</a>")
    pages: dict[str, bytes | int] = {
        "/tin-tuc": listing(rows, "<a rel='next' href='/tin-tuc?p=2'>2</a>"),
        "/tin-tuc?p=2": old,
    }
    with serving(pages) as site:
        found, errors = discover(site, "/tin-tuc", since="2019-02-25", until="2019-03-04")
        assert paths(found, site.base) == ["/tin-2.html", "/tin-3.html", "/tin-4.html"]  # the fourth has no day
        assert [one.day for one in found] == ["2019-03-04", "2019-03-01", None]
        assert site.asked == [
            "/tin-tuc",
            "/tin-tuc?p=2",
        ]  # all of the second page is too old: the third is not asked for
        assert errors == []


def test_an_empty_listing_is_an_error_with_its_name() -> None:
    with serving({"/tin-tuc": listing([])}) as site:
        found, errors = discover(site, "/tin-tuc", by="listing")
        assert found == []
        assert [type(error) for error in errors] == [EmptyListing]
        assert errors[0].place == site.base + "/tin-tuc"


def test_a_failure_on_the_second_page_is_named_and_the_first_kept() -> None:
    pages: dict[str, bytes | int] = {
        "/tin-tuc": listing((row(n) for n in range(1, 6)), "<a rel='next' href='/p2'>2</a>"),
        "/p2": 500,
    }
    with serving(pages) as site:
        found, errors = discover(site, "/tin-tuc")
        assert len(found) == 5
        assert [error.place for error in errors] == [site.base + "/p2"]


def test_an_article_is_itself() -> None:
    article = f"<html><head><meta property='article:published_time' content='2019-03-05'></head><body><h1>Họp báo</h1><p>{TEXT}</p>{''.join(row(n) for n in range(9))}</body></html>"
    with serving({"/tin-1.html": article.encode()}) as site:
        found, _ = discover(site, "/tin-1.html")
        assert paths(found, site.base) == ["/tin-1.html"]
        assert site.asked == ["/tin-1.html"]


RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>
<item><title>Hop bao</title><link>{base}/tin-1.html</link><pubDate>Tue, 05 Mar 2019 20:00:00 GMT</pubDate></item>
<item><title>Khoi cong</title><link>{base}/tin-2.html</link><pubDate>Fri, 01 Mar 2019 08:00:00 +0700</pubDate></item>
<item><title>Khong ngay</title><link>/tin-3.html</link></item></channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>Hop bao</title>
<link rel="alternate" href="{base}/tin-1.html"/><published>2019-03-05T08:00:00+07:00</published></entry></feed>"""


def test_rss() -> None:
    with serving({"/rss": RSS}) as site:
        found, errors = discover(site, "/rss")
        assert [(one.url.removeprefix(site.base), one.day, one.title) for one in found] == [
            ("/tin-1.html", "2019-03-06", "Hop bao"),
            ("/tin-2.html", "2019-03-01", "Khoi cong"),
            ("/tin-3.html", None, "Khong ngay"),
        ]
        assert errors == []
        assert paths(discover(site, "/rss", since="2019-03-02")[0], site.base) == ["/tin-1.html", "/tin-3.html"]


def test_atom() -> None:
    with serving({"/atom.xml": ATOM}) as site:
        assert [(one.url.removeprefix(site.base), one.day) for one in discover(site, "/atom.xml")[0]] == [
            ("/tin-1.html", "2019-03-05")
        ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>a</title></channel></rss>", EmptyListing),
        (b"not a feed at all", NoListing),
    ],
)
def test_feeds_that_give_nothing(body: bytes, error: type[InputError]) -> None:
    with serving({"/rss": body}) as site:
        found, errors = discover(site, "/rss", by="feed")
        assert found == []
        assert [type(e) for e in errors] == [error]


INDEX = b"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{base}/moi.xml.gz</loc><lastmod>2019-03-05</lastmod></sitemap>
<sitemap><loc>{base}/cu.xml</loc><lastmod>2017-01-01</lastmod></sitemap>
<sitemap><loc>{base}/mat.xml</loc></sitemap><sitemap><loc>{base}/sitemap.xml</loc></sitemap></sitemapindex>"""
NEW = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://{host}/tin-1.html</loc><news:news><news:publication_date>2019-03-05T08:00:00+07:00</news:publication_date><news:title>Hop bao</news:title></news:news></url>
<url><loc>http://{host}/tin-2.html</loc><lastmod>2018-12-01</lastmod></url></urlset>"""
OLD = b"<?xml version='1.0'?><urlset><url><loc>{base}/tin-3.html</loc></url></urlset>"


def test_sitemap_index_gzip_and_loops() -> None:
    with serving({"/sitemap.xml": INDEX, "/cu.xml": OLD}) as site:
        site.pages["/moi.xml.gz"] = gzip.compress(NEW.replace(b"{host}", site.base.removeprefix("http://").encode()))
        found, errors = discover(site, "/sitemap.xml")
        assert paths(found, site.base) == numbered(3)
        assert [error.place for error in errors] == [site.base + "/mat.xml"]
        assert site.asked.count("/sitemap.xml") == 1
        site.asked.clear()
        assert paths(discover(site, "/sitemap.xml", since="2019-01-01")[0], site.base) == ["/tin-1.html"]
        assert "/cu.xml" not in site.asked


def test_a_sitemap_bomb_and_an_entity_are_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (51 << 20))
    entity = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>{base}/&e;</loc></url></urlset>"
    with serving({"/bom.xml.gz": bomb, "/e.xml": entity}) as site:
        assert [type(e) for e in discover(site, "/bom.xml.gz")[1]] == [NoListing]
        assert all(url == "/" for url in paths(discover(site, "/e.xml", by="sitemap")[0], site.base))


def fetch(targets: list[str], **options: object) -> tuple[list[Fetched], list[InputError]]:
    errors: list[InputError] = []
    fetcher = Fetcher(get, errors.append, **options)  # type: ignore[arg-type]
    return [page for target in targets for page in fetcher.fetch(target)], errors


def test_fetch_once_over_several_listings() -> None:
    pages: dict[str, bytes | int] = {"/a": listing(row(n) for n in (1, 2, 3)), "/b": listing(row(n) for n in (2, 3, 4))}
    pages |= {f"/tin-{n}.html": bulletin(n) for n in (1, 2, 4)}
    with serving(pages) as site:
        got, errors = fetch([site.base + "/a", site.base + "/b"])
        assert paths(got, site.base) == ["/tin-1.html", "/tin-2.html", "/tin-4.html"]
        assert [error.place for error in errors] == [site.base + "/tin-3.html"]
        assert all(site.asked.count(f"/tin-{n}.html") == 1 for n in (1, 2, 4))


def test_a_site_saved_into_a_folder() -> None:
    """Addresses that are right on the site and wrong where it is served: from the site's head, or without a slash."""
    rows = [row(1, href="/tin-{n}"), row(2, href="tin-{n}"), row(3, href="/tin-{n}"), row(4, href="tin-{n}")]
    pages: dict[str, bytes | int] = {"/so/tin-tuc/": listing(rows)} | {f"/so/tin-{n}": bulletin(n) for n in range(1, 5)}
    with serving(pages) as site:
        got, errors = fetch([site.base + "/so/tin-tuc/"])
        assert paths(got, site.base) == [f"/so/tin-{n}" for n in range(1, 5)]
        assert errors == []


def test_a_source_served_under_another_address() -> None:
    source = load_sources()["ldld-dak-nong"]

    def own(number: int, stamp: str) -> str:
        return f"<div class='nd_detail'><h2><a href='tin-{number}'>Hội nghị công đoàn lần thứ {number}</a> <span>({stamp})</span></h2><p>{TEXT}</p></div>"

    first = f"<div class='tindiaphuong'>{own(1, '2019-05-17T02:49:00.000Z')}{own(2, '')}</div>".encode()
    second = f"<div class='tindiaphuong'>{own(3, '2019-01-10T02:49:00.000Z')}</div>".encode()
    pages: dict[str, bytes | int] = {"/luu/tin-tuc-su-kien": first, "/luu/tin-tuc-su-kien/page/2": second}
    pages |= {f"/luu/tin-{n}": bulletin(n) for n in (1, 2, 3)}
    with serving(pages) as site:
        got, errors = fetch([source.id], mirror=f"{site.base}/luu")
        assert [(one.url, one.found.day) for one in got] == [
            ("http://ldld.daknong.gov.vn/tin-1", "2019-05-17"),
            ("http://ldld.daknong.gov.vn/tin-2", None),
            ("http://ldld.daknong.gov.vn/tin-3", "2019-01-10"),
        ]
        assert len(errors) == len(source.listings) - 1  # the other listings are not there
        assert all(path.startswith("/luu/") for path in site.asked)


def test_what_is_no_target() -> None:
    with pytest.raises(InputError, match="neither a source"):
        fetch(["tuoi-tre"])
