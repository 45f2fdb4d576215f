"""Where the bulletin is on a page: which elements are the page's own, and which element holds the running text."""

import re
from dataclasses import dataclass, field

from extract.document.html_tree import Page, Tag

_TEXT_BLOCKS = ["p", "blockquote", "pre", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "address"]
_BOXES = ["body", "main", "article", "section", "div", "center", "header", "footer", "nav", "aside", "form", "fieldset"]
_LISTS = ["ul", "ol", "dl", "figure", "hr", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "html"]
BLOCKS = frozenset(_TEXT_BLOCKS + _BOXES + _LISTS)
_FIELDS = ["input", "select", "option", "textarea", "button", "menu", "dialog"]
_MEDIA = ["object", "embed", "audio", "video", "canvas", "map"]
UNSEEN = frozenset(["head", *_FIELDS, *_MEDIA])
_CHROME_TAGS = frozenset(["nav", "footer", "aside"])
# Class and id words of what stands round a bulletin. Matched against whole words of a name, not inside them.
_CHROME_NAME = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharemxh|social|addthis|comments?|binhluan|binh-luan|related?|relate[d]?news|tinkhac"
    r"|cactinkhac|tbtinkhac|tinlienquan|tin-?lien-?quan|lien-?quan|tin-?khac|tinmoi|other-?news|othertitle|other"
    r"|breadcrumbs?|counter|hitcounter|rating|vote|nav|navbar|menu|submenu|sidebar-?2|widget|footer|foot|banner|ads?"
    r"|advert\w*|qc|toolbar|popup|modal|tags?|keywords?|print|pagination|paging|newsletter|login|search|thong-?ke"
    r"|truy-?cap|weblink|linkweb|d-none|sr-only|visually-hidden|readmore|topbar|listnewsincontent|box-?related"
    r"|author-?info)(?:$|[\s_-])|relatedonenews|relatednews|news-?other|other-?news",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST = 0.6  # an element with more of the page's text than this is no chrome, whatever its name


@dataclass(slots=True)
class Measured:
    """A page's elements by id(): letters, letters in links, chrome, and the running text directly below each."""

    text: dict[int, int] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)
    chrome: set[int] = field(default_factory=set)
    score: dict[int, float] = field(default_factory=dict)
    best: Tag | None = None

    def free(self, tag: Tag) -> int:
        """Letters of `tag` outside links."""
        return self.text.get(id(tag), 0) - self.linked.get(id(tag), 0)


def names_of(tag: Tag) -> str:
    """Class, id and type of an element as one string to match names in."""
    parts = " ".join(tag.attrs[key] for key in ("class", "id", "type") if key in tag.attrs)
    return " ".join(parts.split())


def measure(soup: Page) -> Measured:
    """Measure a page and find the element that holds most running text.

    >>> from extract.document.html_tree import parse_page
    >>> page = "<div class=menu>Tin</div><div id=a><p>Sáng 5/3, UBND tỉnh họp báo quý I.</p></div>"
    >>> measured = measure(parse_page(page))
    >>> measured.best.get("id") if measured.best else None
    'a'
    """
    measured = Measured()
    body = soup.body or soup
    _count(body, measured, False)
    _mark_chrome(body, measured, _MOST * measured.text.get(id(body), 0))
    _score(body, measured)
    return measured


def _count(tag: Tag, m: Measured, in_link: bool) -> tuple[int, int]:
    text = linked = 0
    in_link = in_link or tag.name == "a"
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name not in UNSEEN:
                more, of_links = _count(child, m, in_link)
                text += more
                linked += of_links
        else:
            size = len(child.strip())
            text += size
            linked += size if in_link else 0
    m.text[id(tag)], m.linked[id(tag)] = text, linked
    return text, linked


def _mark_chrome(tag: Tag, m: Measured, most: float) -> None:
    for child in tag.children:
        if not isinstance(child, Tag):
            continue
        if child.name in UNSEEN:
            m.chrome.add(id(child))
            continue
        if child.name in BLOCKS and m.text.get(id(child), 0) <= most and _is_chrome(child, m):
            m.chrome.add(id(child))
            continue
        _mark_chrome(child, m, most)


def _is_chrome(tag: Tag, m: Measured) -> bool:
    if tag.name in _CHROME_TAGS or tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    names = names_of(tag)
    if names and _CHROME_NAME.search(names):
        return True
    # A list or a box that is all links leads elsewhere.
    if tag.name in ("ul", "ol", "table", "div"):
        text, linked = m.text.get(id(tag), 0), m.linked.get(id(tag), 0)
        return text > 40 and linked > 0.7 * text and len(tag.find_all("a", limit=2)) > 1
    return False


def _score(tag: Tag, m: Measured) -> int:
    """Letters of running text directly in `tag`: its own strings and inline children; adds up the scores of parents."""
    own = 0
    for child in tag.children:
        if isinstance(child, Tag):
            if id(child) in m.chrome:
                continue
            below = _score(child, m)
            if child.name not in BLOCKS and child.name != "a":
                own += below
        elif tag.name != "a":
            own += len(child.strip())
    if tag.name in BLOCKS and own > 25:
        # A paragraph speaks for the element round it, half as much for the next one; loose text for its own element.
        target: Tag | None = tag if tag.name in ("div", "td", "section", "article", "main", "body") else tag.parent
        weight = 1.0
        while target is not None and weight > 0.4:
            value = m.score.get(id(target), 0.0) + weight * own
            m.score[id(target)] = value
            if m.best is None or value > m.score.get(id(m.best), 0.0):
                m.best = target
            target, weight = target.parent, weight / 2
    return own


def content_root(measured: Measured) -> Tag | None:
    """The element with the running text, widened where parts of it stand beside it: a lead, earlier paragraphs.

    >>> from extract.document.html_tree import parse_page
    >>> page = "<div><div><p>Sáng 5/3, UBND tỉnh họp báo quý I tại Rạch Giá.</p></div>" + 2 * (
    ...     "<section><p>Ông An phát biểu về thu hút đầu tư vào các khu công nghiệp của tỉnh.</p></section>") + "</div>"
    >>> root = content_root(measure(parse_page(page)))
    >>> len(root.find_all("p")) if root else None
    3
    """
    root = measured.best
    while root is not None and root.parent is not None and root.name not in ("body", "html"):
        parent = root.parent
        beside = [c for c in parent.children if isinstance(c, Tag) and c is not root and id(c) not in measured.chrome]
        running = [c for c in beside if _runs_on(c, measured)]
        linked = sum(measured.linked.get(id(c), 0) for c in beside)
        if not running or linked > 0.5 * sum(map(measured.free, [*running, root])):
            break
        root = parent
    return root


def _runs_on(tag: Tag, measured: Measured) -> bool:
    """Whether an element beside the text holds more of it: a paragraph, or a box of such with next to no links."""
    if tag.name == "p":
        return measured.free(tag) >= 40
    score = measured.score.get(id(tag), 0.0)
    return score >= 60 and measured.linked.get(id(tag), 0) < 0.1 * score and score > 0.6 * measured.text.get(id(tag), 0)
