"""A page as a tree that costs little: parsed by lxml, walked like beautifulsoup's, without its price for each element.

Building beautifulsoup's tree takes ten times as long as parsing the page and was most of what reading one cost. This
one has what the reader needs of it, under the same names, and holds the same elements and strings (a test compares).
"""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree

Name = str | list[str] | None


class Text(str):
    """A string of the page, and the element that it stands in."""

    __slots__ = ("parent",)
    parent: "Tag"

    @property
    def parents(self) -> Iterator["Tag"]:
        """The elements round this string, innermost first."""
        yield self.parent
        yield from self.parent.parents


class Tag:
    """An element: its name, attributes, parent, and children in order (elements and strings)."""

    __slots__ = ("_attrs", "children", "element", "index", "name", "page", "parent")

    def __init__(
        self, element: etree._Element | None, name: str, parent: "Tag | None", page: "Page", index: int
    ) -> None:
        self.element = element
        self.name = name
        self.parent = parent
        self.page = page
        self.index = index
        self.children: list[Tag | Text] = []
        self._attrs: dict[str, str] | None = None

    @property
    def attrs(self) -> dict[str, str]:
        """The attributes as written; read when they are asked for, as most never are."""
        if self._attrs is None:
            self._attrs = {} if self.element is None else {str(k): str(v) for k, v in self.element.items()}
        return self._attrs

    def get(self, key: str, default: str | None = None) -> str | None:
        """An attribute's value as written."""
        return self.attrs.get(key, default)

    def has_attr(self, key: str) -> bool:
        """Whether the attribute is there, if only empty."""
        return key in self.attrs

    @property
    def elements(self) -> list["Tag"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Tag)]

    @property
    def parents(self) -> Iterator["Tag"]:
        """The elements round this one, innermost first."""
        tag = self.parent
        while tag is not None:
            yield tag
            tag = tag.parent

    @property
    def descendants(self) -> Iterator["Tag | Text"]:
        """What this element holds, in the order of the page."""
        stack = [iter(self.children)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            yield child
            if isinstance(child, Tag):
                stack.append(iter(child.children))

    @property
    def next_elements(self) -> Iterator["Tag | Text"]:
        """Everything that begins after this element does, in the order of the page."""
        return iter(self.page.order[self.index + 1 :])

    @property
    def previous_elements(self) -> Iterator["Tag | Text"]:
        """Everything that begins before this element does, nearest first."""
        return (self.page.order[n] for n in range(self.index - 1, -1, -1))

    def find_all(self, name: Name = None, limit: int = 0, **having: re.Pattern[str] | bool) -> list["Tag"]:
        """Elements below of that name (or one of those) with the attributes `having`: any value, or one that matches.

        `class_` stands for class, and matches any of its words.
        """
        if self.element is None:
            return []
        names = [name] if isinstance(name, str) else name or ["*"]
        below = (self.page.tags[element] for element in self.element.iter(*names))
        found = (tag for tag in below if tag is not self and _has(tag, having))
        return list(itertools.islice(found, limit or None))

    def find(self, name: Name = None, **having: re.Pattern[str] | bool) -> "Tag | None":
        """The first of `find_all`."""
        found = self.find_all(name, 1, **having)
        return found[0] if found else None

    def find_parent(self, name: str) -> "Tag | None":
        """The nearest element of that name round this one."""
        return next((tag for tag in self.parents if tag.name == name), None)

    def get_text(self, separator: str = "") -> str:
        """All strings below, joined."""
        return separator.join(child for child in self.descendants if isinstance(child, Text))

    def select(self, css: str) -> list["Tag"]:
        """Elements below that a CSS selector matches, in the order of the page."""
        if self.element is None:
            return []
        found = cast(list[etree._Element], _xpath(css)(self.element))
        return [self.page.tags[element] for element in found if element is not self.element]


class Page(Tag):
    """A whole page; its `order` holds every element and string in the order in which they begin."""

    __slots__ = ("order", "tags")

    def __init__(self) -> None:
        super().__init__(None, "[document]", None, self, -1)
        self.order: list[Tag | Text] = []
        self.tags: dict[etree._Element, Tag] = {}

    @property
    def body(self) -> Tag | None:
        """The body of the page."""
        return self.find("body")

    @property
    def title(self) -> Tag | None:
        """The element of the page's title."""
        return self.find("title")


def _has(tag: Tag, having: dict[str, re.Pattern[str] | bool]) -> bool:
    for key, wanted in having.items():
        value = tag.attrs.get(key.rstrip("_"))
        if value is None:
            return False
        if not isinstance(wanted, bool) and not any(map(wanted.search, value.split() if key == "class_" else [value])):
            return False
    return True


@functools.cache
def _xpath(css: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(css, prefix="descendant-or-self::"))


def parse_page(markup: str) -> Page:
    """The tree of a page or a fragment; comments are not in it.

    >>> page = parse_page("<div class='a b'><p>Họp <b>báo</b></p><!-- cũ --></div>")
    >>> [tag.name for tag in page.find_all()], page.select("div.b > p")[0].get_text()
    (['html', 'body', 'div', 'p', 'b'], 'Họp báo')
    """
    page = Page()
    data = markup.encode("utf-8", "replace").replace(b"\x00", b"")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=False)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        return page
    page.element = root
    open_tags: list[Tag] = [page]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            tag = Tag(element, str(element.tag), open_tags[-1], page, len(page.order))
            page.tags[element] = tag
            open_tags[-1].children.append(tag)
            page.order.append(tag)
            open_tags.append(tag)
            string, parent = element.text, tag
        else:
            if event == "end":
                open_tags.pop()
            string, parent = element.tail, open_tags[-1]
        if string:
            text = Text(string)
            text.parent = parent
            parent.children.append(text)
            page.order.append(text)
    return page
