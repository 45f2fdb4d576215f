"""What a page says of its bulletin outside the running text: title, day of publication, publisher, address."""

import html as entities
import itertools
import re
from collections.abc import Iterator

from extract.document.chrome import is_chrome_line
from extract.document.dates import date_line, iso_date
from extract.document.html_body import Measured, names_of
from extract.document.html_tree import Page, Tag, Text
from extract.document.publisher import body_at_head, from_site_name
from extract.document.text import clean_line

_DATE_METAS = (
    "article:published_time", "pubdate", "publishdate", "publish-date", "datepublished", "dc.date.issued", "dc.date",
    "dcterms.created", "og:published_time", "date",
)  # fmt: skip
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_LD_PUBLISHER = re.compile(r'"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"]{2,120})"')
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:title|headline|tieu-?de|titlenews|newstitle|titledetail|detailtitle|posttitle|entrytitle|articletitle)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_TITLE_NAME = re.compile(
    r"portlet|site|widget|block|module|box|other|khac|hit|album|folder|menu|page-?title|sub-?title", re.IGNORECASE
)
_SITE_PART = re.compile(r"\s+[-–|»:]\s+")
_LAST_BRACKETS = re.compile(r"\s*\(([^()]{0,50})\)\s*$")
_OWNER = re.compile(
    r"(?:cơ quan chủ quản|đơn vị chủ quản|bản quyền thuộc(?: về)?|(?:trang|cổng) thông tin điện tử)\s*:?\s+(.{5,120})",
    re.IGNORECASE,
)
_CANONICAL = re.compile("^canonical$", re.IGNORECASE)
_PAGE_PARTS = ("nav", "header", "footer")
_TEASERS = ("li", "a", "marquee")
_MENU = 100  # letters in links that make an element a menu
_RUNNING = 60  # letters of a string that is text and no label
_FAR = 200  # elements before the text within which its date and title stand


def metas(soup: Page) -> dict[str, str]:
    """Contents of the page's <meta> by lower-case property, name or itemprop; the first of a name wins.

    >>> from extract.document.html_tree import parse_page
    >>> metas(parse_page('<meta property="og:title" content="Họp báo">'))
    {'og:title': 'Họp báo'}
    """
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if isinstance(key, str) and isinstance(content, str) and content.strip():
            found.setdefault(key.strip().lower(), clean_line(content))
    return found


def address(soup: Page, meta: dict[str, str]) -> str | None:
    """The page's own address: its canonical link or og:url, where absolute."""
    link = soup.find("link", rel=_CANONICAL)
    href = link.get("href") if link else None
    for url in (href, meta.get("og:url")):
        if isinstance(url, str) and url.startswith(("http://", "https://")) and len(url.split("/")) > 3:
            return url.strip()
    return None


def shown_text(tag: Tag) -> str:
    """An element's text; brackets at its end that hold a date or nothing are the page's, not the title's.

    >>> from extract.document.html_tree import parse_page
    >>> shown_text(parse_page("<h2>Họp báo quý I <span>(05.03.2019 08:15)</span></h2>"))
    'Họp báo quý I'
    """
    text = clean_line(tag.get_text(" " if tag.find("br") else ""))
    last = _LAST_BRACKETS.search(text)
    return text[: last.start()] if last and (not last[1].strip() or date_line(last[1])) else text


def _before(start: Tag, limit: int = _FAR) -> Iterator[Tag | Text]:
    for number, element in enumerate(start.previous_elements):
        if number >= limit:
            return
        yield element


def title_of(soup: Page, meta: dict[str, str], measured: Measured, first: Tag) -> tuple[str, Tag | None]:
    """The bulletin's title and the element that shows it; ("", None) where the page names none.

    `first` is the element of the first paragraph. The <title> of a portal is the site's name on every page, so the
    headings near the text come first, and <title> last.
    """
    og = meta.get("og:title", "")
    heads = [h for h in soup.find_all("h1") if shown_text(h)]
    for head in heads:
        if og and (og.startswith(shown_text(head)) or shown_text(head).startswith(og)):
            return shown_text(head), head
    for element in [first, *_before(first)]:
        if not isinstance(element, Tag) or id(element) in measured.chrome:
            continue
        names = names_of(element)
        named = names and _TITLE_NAME.search(names) and not _NO_TITLE_NAME.search(names)
        if not named and (element.name not in ("h1", "h2", "h3") or _NO_TITLE_NAME.search(names)):
            continue
        text = shown_text(element)
        if 8 <= len(text) <= 400 and not date_line(text) and not is_chrome_line(text):
            return text, element
    if og and meta.get("og:type") != "website":
        return og, None
    if len(heads) == 1:
        return shown_text(heads[0]), heads[0]
    shown = clean_line(soup.title.get_text()) if soup.title else ""
    parts = [part for part in _SITE_PART.split(shown) if part]
    if len(parts) > 1 and parts[0].casefold() not in ("trang chủ", "home"):
        return parts[0], None
    return "", None


def _head_of(first: Tag) -> list[Tag | Text]:
    """What stands in `first` above its running text: old portals have date and text in one cell."""
    head: list[Tag | Text] = []
    for element in itertools.islice(first.descendants, _FAR):
        if isinstance(element, Text) and len(element.strip()) >= _RUNNING:
            break
        head.append(element)
    return head


def published_of(
    meta: dict[str, str], json_ld: tuple[str, ...], measured: Measured, first: Tag
) -> tuple[str | None, str | None]:
    """The day of publication and what it was read from (meta, json-ld, time-tag, date-line); None twice if unknown."""
    for name in _DATE_METAS:
        day = iso_date(meta[name]) or date_line(meta[name]) if name in meta else None
        if day:
            return day, "meta"
    for block in json_ld:
        stamp = _LD_DATE.search(block)
        day = (iso_date(stamp[1]) or date_line(stamp[1])) if stamp else None
        if day:
            return day, "json-ld"
    for element in [*_head_of(first), *_before(first)]:
        around = [element, *element.parents]
        chrome = [tag for tag in around if isinstance(tag, Tag) and id(tag) in measured.chrome]
        if any(tag.name in _PAGE_PARTS or measured.linked.get(id(tag), 0) > _MENU for tag in chrome):
            break  # above the menu stands the page's clock, not the bulletin's date
        if isinstance(element, Tag):
            if element.name == "time":
                day = iso_date(str(element.get("datetime") or "")) or date_line(shown_text(element))
                if day:
                    return day, "time-tag"
        elif isinstance(element, Text) and any(c.isdigit() for c in element):
            parent = element.parent
            if parent is None or any(isinstance(tag, Tag) and tag.name in _TEASERS for tag in around):
                continue
            day = date_line(clean_line(element)) or date_line(clean_line(parent.get_text(" "))[:80])
            if day:
                return day, "date-line"
    return None, None


def site_publisher(soup: Page, meta: dict[str, str], json_ld: tuple[str, ...]) -> str | None:
    """The publisher that the page names as its site's owner: in its foot, in its metadata, in <title>."""
    for string in soup.order:
        if not (isinstance(string, Text) and _OWNER.search(string)):
            continue
        owner = _OWNER.search(clean_line(string))
        body = body_at_head(owner[1]) if owner else None
        if body and body.placed:
            return body.name
    for block in json_ld:
        named = _LD_PUBLISHER.search(block)
        if named and (name := from_site_name(clean_line(entities.unescape(entities.unescape(named[1]))))):
            return name
    if "og:site_name" in meta and (name := from_site_name(meta["og:site_name"])):
        return name
    parts = [part for part in _SITE_PART.split(clean_line(soup.title.get_text())) if part] if soup.title else []
    return from_site_name(parts[-1]) if len(parts) > 1 else None
