"""A page to what a bulletin needs: title, lines with captions told apart, day, publisher, address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from extract.document.captions import without_repeats
from extract.document.chrome import is_chrome_line, is_trial, without_foot
from extract.document.dates import date_line
from extract.document.html_body import Measured, content_root, measure, names_of
from extract.document.html_declared import Declared, declared
from extract.document.html_lines import HtmlLine, lines_of
from extract.document.html_meta import address, metas, published_of, shown_text, site_publisher, title_of
from extract.document.html_strip import strip_page
from extract.document.html_tree import Page, Tag, parse_page
from extract.document.text import clean_line, cut_other_news

_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:sapo|lead|chapeau|description|summary|trich-?dan|intro|tom-?tat|singular-sapo|mota)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:author|byline|tac-?gia|but-?danh|signature|author_mail|author-name|post-?author|tacgia)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "NewsSummary"
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|rtf|zip|rar)(?:$|[?#])", re.IGNORECASE)
_FIRST_PARAGRAPH = 60
_LONGEST_BYLINE = 80
_TEASERS = 5
_LITTLE = 200
_BESIDE_LINK = 24  # letters that may stand beside a headline's link: "(05/03/2019 08:15)"
_TEASER_TEXT = 700


class NoBulletin(ValueError):
    """A page without a bulletin: empty, made to try the portal out, or a list of links to others."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says: title, (line, is caption) pairs, and of its origin whatever it names.

    `lead` counts the lines at the head that stand apart from the body; `attachments` are addresses as written.
    """

    title: str
    lines: tuple[tuple[str, bool], ...]
    url: str | None
    published: str | None
    published_basis: str | None
    site: str | None
    lead: int = 0
    byline: str | None = None
    attachments: tuple[str, ...] = ()


def read_page(html: str, title: str | None = None, url: str | None = None) -> ReadPage:
    """Read an HTML page; `title` overrides the page's, `url` tells whose page it is. Raises NoBulletin with the reason.

    The selectors of the page's source or make come first, the generic reader reads all else.

    >>> page = read_page('''<title>Trang chủ - Báo Mẫu</title><div class=menu><a>Tin</a></div><h1>Họp báo quý I</h1>
    ...   <div><p>Sáng 5/3, UBND tỉnh Hưng Yên tổ chức họp báo về thu hút đầu tư quý I năm 2019.</p></div>''')
    >>> page.title, page.lines
    ('Họp báo quý I', (('Sáng 5/3, UBND tỉnh Hưng Yên tổ chức họp báo về thu hút đầu tư quý I năm 2019.', False),))
    """
    try:
        return _read(html, title, url)
    except RecursionError:
        raise NoBulletin("HTML nested too deep") from None


def _read(html: str, title: str | None, url: str | None) -> ReadPage:
    markup, json_ld = strip_page(html)
    soup = parse_page(markup)
    meta = metas(soup)
    own = address(soup, meta)
    measured = measure(soup)
    found = declared(soup, url or own, markup)
    root = found.body if found else content_root(measured)
    if root is None and not measured.chrome:
        root = soup.body  # a fragment of a few words, as JSON records may hold
    if root is None:
        raise NoBulletin("no running text on the page")
    first = _first_paragraph(root, measured)
    heading, shown = (shown_text(found.title), found.title) if found else title_of(soup, meta, measured, first)
    heading = title or heading
    attachments = _attachments(root, measured)
    byline = _set_apart(soup, root, found, measured)
    lead, lines = _lines(root, shown, found, measured, heading)
    untitled, shown_lines = not heading, lines
    if untitled and lines:
        heading, lines = lines[0].text, lines[1:]
    published, basis = published_of(meta, json_ld, measured, first)
    if found and found.day and basis not in ("meta", "json-ld"):
        published, basis = found.day, "date-line"
    if (
        basis not in ("meta", "json-ld")
        and found is None
        and (_is_list(shown_lines, root, soup, measured) or _is_teaser(shown, lines, url or own))
    ):
        raise NoBulletin("no bulletin on the page: a list of links to others")
    kept = without_foot(cut_other_news(without_repeats(_kept(lines, heading))))
    if is_trial(heading, [line for line, _ in kept]):
        raise NoBulletin("no bulletin on the page: somebody tried the portal out")
    # A portal shows a title over nothing where the bulletin is an attachment; a fragment may be one line long.
    if not heading or not (kept or untitled) or (found is None and _is_empty(kept, soup, measured)):
        raise NoBulletin(
            "no running text on the page" + (f"; attached: {', '.join(attachments)}" if attachments else "")
        )
    return ReadPage(
        heading, tuple(kept), own, published, basis, site_publisher(soup, meta, json_ld), len(lead), byline, attachments
    )  # fmt: skip


def _lines(
    root: Tag, shown: Tag | None, found: Declared | None, measured: Measured, heading: str
) -> tuple[list[HtmlLine], list[HtmlLine]]:
    """The lead's lines, and all lines with the lead's at their head."""
    if found:
        measured.chrome.update(map(id, [found.title, *found.drop]))
        lead = [line for tag in found.lead for line in lines_of(tag, measured)]
        return lead, [*lead, *lines_of(root, measured)]
    lead = _lead(root, shown, measured) if shown is not None else []
    return lead, [*lead, *_below_title(lines_of(root, measured), heading)]


def _kept(lines: list[HtmlLine], heading: str) -> Iterable[tuple[str, bool]]:
    """Lines without the title's repeat, buttons, links to other news, and the date line at the head."""
    same = heading.casefold()
    for number, line in enumerate(lines):
        if line.text.casefold() == same or is_chrome_line(line.text):
            continue
        if not line.caption and line.linked >= 0.9 and len(line.text) >= 15:
            continue
        if not (number < 4 and date_line(line.text)):
            yield line.text, line.caption


def _set_apart(soup: Page, root: Tag, found: Declared | None, measured: Measured) -> str | None:
    """The byline where an element is named so; such an element is no line of the body."""
    named = found.byline if found else []
    if not named:
        named = [
            tag
            for tag in root.find_all(["p", "div", "span", "strong", "h5"], class_=_BYLINE_NAME)
            if _is_byline(tag, measured)
        ]
    measured.chrome.update(map(id, named))
    texts = [text for tag in named if (text := clean_line(tag.get_text(" ")))]
    return texts[0] if texts else None


def _is_byline(tag: Tag, measured: Measured) -> bool:
    return 0 < measured.text.get(id(tag), 0) <= _LONGEST_BYLINE and tag.find(["p", "h1", "h2", "img"]) is None


def _attachments(root: Tag, measured: Measured) -> tuple[str, ...]:
    links = root.find_all("a", href=_FILE)
    return tuple(dict.fromkeys(str(link.get("href")).strip() for link in links if id(link) not in measured.chrome))


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
        if (
            isinstance(element, Tag)
            and _LEAD_NAME.search(_HUMP.sub(" ", names_of(element)))
            and id(element) not in measured.chrome
        ):
            if any(parent is element for parent in root.parents) or measured.text.get(id(element), 0) > 1500:
                continue
            lines += [line for line in lines_of(element, measured) if line not in lines]
    return []


def _is_list(lines: list[HtmlLine], root: Tag, soup: Page, measured: Measured) -> bool:
    """Whether the text is teasers: as many linked headlines as paragraphs, or next to nothing amid a page of links."""
    headlines = sum(1 for line in lines if len(line.text) >= 20 and _leads_on(line))
    paragraphs = [line.text for line in lines if line.linked < 0.5 and len(line.text) >= 40]
    if headlines >= _TEASERS and headlines >= 0.5 * len(paragraphs):
        return True
    if measured.free(root) < 700 and any(_alike(tag, measured) >= _TEASERS for tag in [root, *root.parents][:3]):
        return True
    links = measured.linked.get(id(soup.body), 0)
    return sum(map(len, paragraphs)) < _LITTLE and links > 5 * _LITTLE


def _leads_on(line: HtmlLine) -> bool:
    """Whether a line is a link, but perhaps for a date or a number beside it."""
    return line.linked >= 0.9 or (line.linked > 0.5 and (1 - line.linked) * len(line.text) <= _BESIDE_LINK)


def _is_empty(kept: list[tuple[str, bool]], soup: Page, measured: Measured) -> bool:
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


def _is_teaser(shown: Tag | None, lines: list[HtmlLine], own: str | None) -> bool:
    """Whether the title leads to another page over a short text: the top story of a front page."""
    paragraphs = [line for line in lines if len(line.text) >= _FIRST_PARAGRAPH]
    if shown is None or len(paragraphs) > 2 or sum(len(line.text) for line in lines) > _TEASER_TEXT:
        return False
    link = shown.find("a") or shown.find_parent("a")
    href = str(link.get("href") or "").strip() if isinstance(link, Tag) else ""
    if not href or href.startswith(("#", "javascript:")):
        return False
    last = urlsplit(href).path.rstrip("/").rpartition("/")[2]
    return not own or last != urlsplit(own).path.rstrip("/").rpartition("/")[2]
