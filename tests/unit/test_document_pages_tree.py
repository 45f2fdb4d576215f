"""The fast tree holds what beautifulsoup's tree of the same page holds, and selects what it selects."""

import functools

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from bs4.element import Tag as SoupTag

from extract.document.html_strip import strip_page
from extract.document.html_tree import Page, Tag, Text, parse_page
from extract.sources import families, load_sources
from tests.conftest import ROOT
from tests.unit.test_document_pages import FIELDS, MAKES

SHARED = ROOT.parent / "shared"
REAL = [*sorted(SHARED.glob("portals/*/*/index.html"))[::30], *sorted(SHARED.glob("pages/news/*.html"))]
ODD = [
    "",
    "chữ không thẻ",
    "<p>một<p>hai<div>ba",
    "<table><tr><td>a<td>b</table>c",
    "a<!-- x -->b<br>c&nbsp;d &amp; &lt;đ&gt; &#7893; &khong;",
    "<?xml version='1.0' encoding='utf-16'?><html><body class='a  b' id=x hidden>đ</body></html>",
    "<b><i>lồng</b> nhau</i><a href='?a=1&b=2'>tới</a>",
    "<title>Tin</title><meta name=a content='b'>",
]
Outline = list[object]


def said(attrs: dict[str, str]) -> dict[str, str]:
    """Attributes without spaces that say nothing; `nowrap` and `nowrap=nowrap` are one."""
    return {key: "" if value == key else " ".join(value.split()) for key, value in attrs.items()}


def outline(tag: Tag) -> Outline:
    found: Outline = []
    for child in tag.children:
        if isinstance(child, Text):
            if child.strip():
                found.append(" ".join(child.split()))
        else:
            found.append((child.name, said(child.attrs), outline(child)))
    return found


def soup_outline(tag: SoupTag) -> Outline:
    found: Outline = []
    for child in tag.children:
        if isinstance(child, SoupTag):
            attrs = {k: v if isinstance(v, str) else " ".join(v) for k, v in child.attrs.items()}
            found.append((child.name, said(attrs), soup_outline(child)))
        elif type(child) is NavigableString and child.strip():
            found.append(" ".join(child.split()))
    return found


@functools.cache
def markups() -> list[str]:
    made = [strip_page(html.format(**FIELDS)).html for html in MAKES.values()]
    return [*ODD, *made, *(strip_page(path.read_text("utf-8")).html for path in REAL)]


@pytest.mark.parametrize("number", range(len(ODD) + len(MAKES) + len(REAL)))
def test_same_tree(number: int) -> None:
    markup = markups()[number]
    assert outline(parse_page(markup)) == soup_outline(BeautifulSoup(markup, "lxml"))


def test_same_selection() -> None:
    makes = [*families(), *(source.make for source in load_sources().values())]
    selectors = {
        css for make in makes for s in make.page for css in (s.title, s.body, s.date, s.lead, s.byline, *s.drop) if css
    }
    selectors |= {make.recognise for make in makes if make.recognise}
    for markup in markups()[1::3]:
        page, soup = parse_page(markup), BeautifulSoup(markup, "lxml")
        for css in sorted(selectors):
            mine = [" ".join(tag.get_text(" ").split()) for tag in page.select(css)]
            assert mine == [" ".join(tag.get_text(" ").split()) for tag in soup.select(css)], css


def test_walking() -> None:
    page: Page = parse_page("<div><p>một</p><p>hai <b>ba</b></p></div><p>bốn</p>")
    second = page.find_all("p")[1]
    assert [str(e) if isinstance(e, Text) else e.name for e in second.next_elements] == ["hai ", "b", "ba", "p", "bốn"]
    assert [str(e) if isinstance(e, Text) else e.name for e in second.previous_elements] == [
        "một",
        "p",
        "div",
        "body",
        "html",
    ]
    assert [tag.name for tag in second.parents] == ["div", "body", "html", "[document]"]
    assert page.find_all("p", limit=2) == page.find_all("p")[:2]
    assert page.body is not None
    assert page.body.find("i") is None


def test_deep_pages_end() -> None:
    assert parse_page("<div>" * 50_000).body is not None
