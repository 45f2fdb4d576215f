"""A page to what a bulletin needs: title, lines with captions told apart, day, publisher, address."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from extract.document.captions import without_repeats
from extract.document.chrome import is_chrome_line
from extract.document.dates import date_line
from extract.document.html_body import Measured, content_root, measure, names_of
from extract.document.html_lines import HtmlLine, lines_of
from extract.document.html_meta import address, metas, published_of, site_publisher, title_of
from extract.document.html_strip import strip_page
from extract.document.text import cut_other_news

_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:sapo|lead|chapeau|description|summary|trich-?dan|intro|tom-?tat)(?:$|[\s_-])", re.IGNORECASE
)
_FIRST_PARAGRAPH = 60
_TEASERS = 5
_LITTLE = 200


class NoBulletin(ValueError):
    """A page without a bulletin: empty, or a list of links to others."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says: title, (line, is caption) pairs, and of its origin whatever it names."""

    title: str
    lines: tuple[tuple[str, bool], ...]
    url: str | None
    published: str | None
    published_basis: str | None
    site: str | None


def read_page(html: str, title: str | None = None) -> ReadPage:
    """Read an HTML page; `title` overrides the page's. Raises NoBulletin with the reason.

    >>> page = read_page('''<title>Trang chủ - Báo Mẫu</title><div class=menu><a>Tin</a></div><h1>Họp báo quý I</h1>
    ...   <div><p>Sáng 5/3, UBND tỉnh Hưng Yên tổ chức họp báo về thu hút đầu tư quý I năm 2019.</p></div>''')
    >>> page.title, page.lines
    ('Họp báo quý I', (('Sáng 5/3, UBND tỉnh Hưng Yên tổ chức họp báo về thu hút đầu tư quý I năm 2019.', False),))
    """
    try:
        return _read(html, title)
    except RecursionError:
        raise NoBulletin("HTML nested too deep") from None


def _read(html: str, title: str | None) -> ReadPage:
    markup, json_ld = strip_page(html)
    soup = BeautifulSoup(markup, "lxml")
    meta = metas(soup)
    measured = measure(soup)
    root = content_root(measured)
    if root is None and not measured.chrome:
        root = soup.body  # a fragment of a few words, as JSON records may hold
    if root is None:
        raise NoBulletin("no running text on the page")
    first = _first_paragraph(root, measured)
    heading, shown = title_of(soup, meta, measured, first)
    heading = title or heading
    lead = _lead(root, shown, measured) if shown is not None else []
    lines = [*lead, *_below_title(lines_of(root, measured), heading)]
    untitled = not heading
    if untitled and lines:
        heading, lines = lines[0].text, lines[1:]
    published, basis = published_of(meta, json_ld, measured, first)
    if basis not in ("meta", "json-ld") and _is_list(lines, root, soup, measured):
        raise NoBulletin("no bulletin on the page: a list of links to others")
    same = heading.casefold()
    kept = [
        (line.text, line.caption)
        for number, line in enumerate(lines)
        if line.text.casefold() != same
        and not is_chrome_line(line.text)
        and (line.caption or line.linked < 0.9 or len(line.text) < 15)
        and not (number < 4 and date_line(line.text))
    ]
    kept = cut_other_news(without_repeats(kept))
    # A portal shows a title over nothing where the bulletin is an attachment; a fragment may be one line long.
    if not heading or not (kept or untitled) or _is_empty(kept, soup, measured):
        raise NoBulletin("no running text on the page")
    return ReadPage(heading, tuple(kept), address(soup, meta), published, basis, site_publisher(soup, meta, json_ld))


def _first_paragraph(root: Tag, measured: Measured) -> Tag:
    """The element of the first real paragraph; a title that stands inside the text's element is none."""
    for tag in root.find_all(["p", "div", "td", "span", "li"]):
        if id(tag) in measured.chrome or any(id(p) in measured.chrome for p in tag.parents):
            continue
        if tag.find(["p", "div", "table", "h1", "h2"]) is None and measured.free(tag) >= _FIRST_PARAGRAPH:
            named = " ".join([names_of(tag), names_of(tag.parent)] if tag.parent else [names_of(tag)])
            if "title" not in named.lower() and not _in_heading(tag):
                return tag
    return root


def _in_heading(tag: Tag) -> bool:
    return any(parent.name in ("h1", "h2", "h3") for parent in tag.parents)


def _below_title(lines: list[HtmlLine], title: str) -> list[HtmlLine]:
    """Lines after the title where it stands among the first of them; breadcrumbs and bars above it go."""
    same = title.casefold()
    at = next((n for n, line in enumerate(lines[:12]) if line.text.casefold() == same), None)
    return lines if at is None else lines[at + 1 :]


def _lead(root: Tag, shown: Tag, measured: Measured) -> list[HtmlLine]:
    """A lead that stands between the title and the text's element, known by its name."""
    if any(parent is root for parent in shown.parents):
        return []
    lines: list[HtmlLine] = []
    for element in shown.next_elements:
        if element is root:
            return lines
        if isinstance(element, Tag) and _LEAD_NAME.search(names_of(element)) and id(element) not in measured.chrome:
            if any(parent is element for parent in root.parents) or measured.text.get(id(element), 0) > 1500:
                continue
            lines += [line for line in lines_of(element, measured) if line not in lines]
    return []


def _is_list(lines: list[HtmlLine], root: Tag, soup: BeautifulSoup, measured: Measured) -> bool:
    """Whether the text is teasers: as many linked headlines as paragraphs, or next to nothing amid a page of links."""
    headlines = sum(1 for line in lines if line.linked >= 0.9 and len(line.text) >= 20)
    paragraphs = [line.text for line in lines if line.linked < 0.5 and len(line.text) >= 40]
    if headlines >= _TEASERS and headlines >= 0.5 * len(paragraphs):
        return True
    if measured.free(root) < 700 and any(_alike(tag, measured) >= _TEASERS for tag in [root, *root.parents][:3]):
        return True
    links = measured.linked.get(id(soup.body), 0)
    return sum(map(len, paragraphs)) < _LITTLE and links > 5 * _LITTLE


def _is_empty(kept: list[tuple[str, bool]], soup: BeautifulSoup, measured: Measured) -> bool:
    """Whether a portal's page has only its frame: a line or two amid menus and addresses."""
    letters = sum(len(line) for line, _ in kept)
    return letters < 100 and measured.text.get(id(soup.body), 0) > 5 * letters + 100


def _alike(tag: Tag, measured: Measured) -> int:
    """How many elements beside `tag` are built like it and lead elsewhere: the teasers of a list."""
    names = names_of(tag)
    if not names or tag.parent is None:
        return 0
    beside = [s for s in tag.parent.children if isinstance(s, Tag) and s.name == tag.name and names_of(s) == names]
    return sum(1 for s in beside if measured.text.get(id(s), 0) >= 60 and s.find("a") is not None)
