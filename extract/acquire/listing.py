"""A listing page to its rows: addresses, titles and days of the bulletins it leads to, and where it goes on."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from extract.datelines import date_line, named_day
from extract.sources import Make, Rows, Source, families

_NO_PAGE = re.compile(r"^\s*(?:#|javascript:|mailto:|tel:|$)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp[34])(?:$|\?)", re.IGNORECASE)
_PAYLOAD = re.compile(rb"data:(?:image|font|application|audio|video)/[^\"')\s>]{256,}")
_AROUND = ("nav", "footer", "header", "aside", "menu")
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|topnav|footer|breadcrumbs?|tags?|banner|weblink|submenu)(?:$|[\s_-])", re.I
)
_NEXT_WORDS = re.compile(
    r"^\W*(?:trang (?:sau|tiếp(?: theo)?|kế)|tiếp(?: theo)?|sau|xem tiếp|cũ hơn|next(?: page)?|older posts)?"
    r"\s*(?:›|»|>{1,2}|→)?\W*$",
    re.I,
)
_BULLETIN_META = ("article:published_time", "pubdate", "datepublished")
_LD_ARTICLE = re.compile(rb'"@type"\s*:\s*"(?:News|Report)?Article"')
_HEADLINE = 20  # letters of a link that may be a headline
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A bulletin as its listing names it: the address as written, the title, the day (ISO) where one stands there."""

    href: str
    title: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing page holds: its rows in order, the address of its next page as written, the make it is read as."""

    rows: tuple[Row, ...]
    next: str | None
    make: Make | None


def parse(body: bytes, charset: str | None = None) -> BeautifulSoup:
    """A page's bytes as a tree, without the payloads of inline images."""
    return BeautifulSoup(_PAYLOAD.sub(b"data:", body), "lxml", from_encoding=charset)


def read_listing(soup: BeautifulSoup, source: Source | None = None) -> ListingPage:
    """Rows of a listing, by the source's selectors, else by those of the make it is recognised as, else by its links.

    >>> page = "".join(f"<li><a href='/tin-{n}'>Hội nghị tổng kết lần thứ {n}</a> (0{n}/03/2019)</li>" for n in "123")
    >>> [(row.href, row.day) for row in read_listing(parse(f"<ul>{page}</ul>".encode())).rows][:2]
    [('/tin-1', '2019-03-01'), ('/tin-2', '2019-03-02')]
    """
    make = source.make if source and source.make.rows else _recognised(soup)
    rows = list(_declared(soup, make.rows, make)) if make and make.rows else []
    if not rows:
        rows = _by_links(soup)
    if source and source.bulletins:
        rows = [row for row in rows if source.bulletins.search(urlsplit(row.href.strip()).path)]
    next_link = soup.select_one(make.pages.next) if make and make.pages.next else None
    return ListingPage(_once(rows), _href(next_link) or _next_link(soup), make)


def _recognised(soup: BeautifulSoup) -> Make | None:
    return next((make for make in families() if make.recognise and soup.select_one(make.recognise)), None)


def _once(rows: list[Row]) -> tuple[Row, ...]:
    kept: dict[str, Row] = {}
    for row in rows:
        known = kept.get(row.href)
        if known is None or (known.day is None and row.day is not None):
            kept[row.href] = row
    return tuple(kept.values())


def _href(tag: Tag | None) -> str | None:
    href = tag.get("href") if tag is not None else None
    return href.strip() if isinstance(href, str) and not _NO_PAGE.match(href) else None


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _declared(soup: BeautifulSoup, rows: Rows, make: Make) -> Iterator[Row]:
    for link in soup.select(rows.links):
        href = _href(link)
        if href:
            yield Row(href, _text(link), _row_day(link, rows, make) or _address_day(href, rows))


def _row_day(link: Tag, rows: Rows, make: Make) -> str | None:
    if not rows.date:
        return None
    names = {part.strip().split(".")[0] for part in (rows.row or "").split(",")}
    around = next((p for p in link.parents if _is_row(p, rows.row, names)), link.parent)
    element = around.select_one(rows.date) if around is not None else None
    if element is None:
        return None
    value = str(element.get(rows.date_attribute) or "") if rows.date_attribute else ""
    return named_day(value or _text(element), make.date_formats)


def _is_row(tag: Tag, selector: str | None, names: set[str]) -> bool:
    return bool(selector) and (tag.name in names or "" in names) and bool(tag.css.match(selector or ""))


def _address_day(href: str, rows: Rows) -> str | None:
    found = rows.address_date.search(urlsplit(href).path) if rows.address_date else None
    if not found:
        return None
    year = int(found["year"])
    return date_line(f"{found['day']}/{found['month']}/{year if year > 99 else 2000 + year}")


def _by_links(soup: BeautifulSoup) -> list[Row]:
    """Links that look like headlines and are built alike: the largest such group outside menus and feet."""
    groups: dict[str, list[Row]] = {}
    letters: Counter[str] = Counter()
    for link in soup.find_all("a", href=True):
        href = _href(link)
        title = _text(link)
        if not href or len(title) < _HEADLINE or _FILE.search(href) or _is_around(link):
            continue
        shape = "/".join(f"{p.name}.{'.'.join(sorted(p.get('class') or ()))}" for p in [link, *link.parents][:3])
        groups.setdefault(shape, []).append(Row(href, title, _near_day(link)))
        letters[shape] += len(title)
    if not letters:
        return []
    shape, _ = letters.most_common(1)[0]
    return groups[shape] if len(groups[shape]) >= _FEWEST else []


def _is_around(tag: Tag) -> bool:
    for parent in tag.parents:
        classes = parent.get("class") or ()
        names = " ".join([*([classes] if isinstance(classes, str) else classes), str(parent.get("id") or "")])
        if parent.name in _AROUND or (names.strip() and _AROUND_NAME.search(names)):
            return True
    return False


def _near_day(link: Tag) -> str | None:
    """The day beside a headline: in the nearest element round it that holds one, while that holds no other headline."""
    for parent in list(link.parents)[:4]:
        if len(
            [
                a
                for a in parent.find_all("a", href=True)
                if len(_text(a)) >= _HEADLINE and a.get("href") != link.get("href")
            ]
        ):
            return None
        for element in parent.find_all(["time", "span", "i", "em", "small", "p", "div", "td"]):
            stamp = str(element.get("datetime") or "")
            day = named_day(stamp or _text(element)) if element.find("a") is None else None
            if day:
                return day
        loose = " ".join(str(s) for s in parent.find_all(string=True, recursive=False)).strip()
        if loose and (day := named_day(loose)):
            return day
    return None


def _next_link(soup: BeautifulSoup) -> str | None:
    """The link to the next page: rel=next, a word for it, or the number after the current page's number."""
    for tag in soup.find_all(["link", "a"], rel="next"):
        if href := _href(tag):
            return href
    numbers: dict[int, str] = {}
    for link in soup.find_all("a", href=True):
        text = _text(link)
        href = _href(link)
        if not href:
            continue
        if len(text) <= 20 and text and _NEXT_WORDS.match(text) and any(c.isalpha() for c in text) and _in_pager(link):
            return href
        if text.isdigit() and len(text) <= 4:
            numbers.setdefault(int(text), href)
    if len(numbers) >= 1:
        current = _current_number(soup, numbers)
        if current + 1 in numbers:
            return numbers[current + 1]
    return None


def _in_pager(link: Tag) -> bool:
    """Whether numbered links stand beside it: "Tiếp" alone may lead anywhere."""
    for parent in list(link.parents)[:3]:
        if sum(1 for a in parent.find_all("a") if _text(a).isdigit()) >= 1:
            return True
    return bool(link.find_parent(class_=re.compile("pag|nav-links|phan-trang", re.I)))


def _current_number(soup: BeautifulSoup, numbers: dict[int, str]) -> int:
    """The number of the page shown: the one that stands among the numbers and is no link, else 1."""
    for tag in soup.find_all(["span", "strong", "b", "a", "li"], class_=re.compile("current|active|selected", re.I)):
        text = _text(tag)
        if text.isdigit() and len(text) <= 4:
            return int(text)
    return next((n for n in range(1, max(numbers)) if n not in numbers and n + 1 in numbers), 1)


def is_bulletin(body: bytes, soup: BeautifulSoup) -> bool:
    """Whether a page says of itself that it is an article: then its links are other news, not a listing.

    >>> page = b"<meta property='article:published_time' content='2019-03-06'><p>a</p>"
    >>> is_bulletin(page, parse(page))
    True
    """
    for meta in soup.find_all("meta"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _BULLETIN_META and str(meta.get("content") or "").strip():
            return True
    return _LD_ARTICLE.search(body) is not None or soup.find("article", itemtype=re.compile("NewsArticle")) is not None


def is_listing(body: bytes, soup: BeautifulSoup) -> bool:
    """Whether a page leads to bulletins rather than being one.

    >>> rows = "".join(f"<p><a href='/tin-{n}'>Hội nghị tổng kết năm lần thứ {n}</a></p>" for n in range(9)).encode()
    >>> is_listing(rows, parse(rows))
    True
    """
    make = _recognised(soup)
    if make and any(soup.select_one(s.title) and soup.select_one(s.body) for s in make.page):
        return False
    if make and make.rows and next(_declared(soup, make.rows, make), None):
        return True
    if is_bulletin(body, soup):
        return False
    rows = _by_links(soup)
    text = sum(len(_text(p)) for p in soup.find_all("p") if p.find("a") is None and not _is_around(p))
    return len(rows) >= _FEWEST and sum(len(row.title) for row in rows) * 2 > text


def joined(page_url: str, href: str, relative_to: str = "page") -> str:
    """`href` as an absolute address, without a fragment.

    >>> joined("http://a.example/tin-tuc/page/2", "hop-bao-quy-i", "site"), joined("http://a.example/tin", "hop-bao")
    ('http://a.example/hop-bao-quy-i', 'http://a.example/hop-bao')
    """
    if relative_to == "site" and not re.match(r"[a-z][a-z0-9+.-]*:|/|\?", href, re.IGNORECASE):
        href = "/" + href
    return urljoin(page_url, href).partition("#")[0]
