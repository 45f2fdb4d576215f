"""The words of a page's markup: between its tags and in the contents of <meta>, with entities resolved.

Fonts are evidence: `<font face=".VnTime">`, a style, or a class whose style sheet names such a font.
"""

import html as entities
import re
from collections import Counter

from extract.document.legacy_path import WORD, Word

# An entity that stands for a letter is part of a word; those for markup and spaces are not.
_KEPT = "(?:lt|gt|amp|quot|apos|nbsp|#0*(?:3[489]|60|62|160|32|1?[0-9]));"
_WORD = re.compile(
    rf"(?:{WORD.pattern}|&(?!{_KEPT})(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});)+"
)
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<(/?)([a-zA-Z][\w:]*)([^<>]*)>|<[!?][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_CONTENT = re.compile(r"\b(?:content|alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_FACE = re.compile(
    r"\bface\s*=\s*[\"']?\s*([^\"'>,]+)|font-family\s*:\s*[\"']?(?:&quot;)?\s*([^\"';>,}&]+)", re.IGNORECASE
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?([\w\s-]+)", re.IGNORECASE)
_SHEET, _SHEET_END = re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style", re.IGNORECASE)
_SELECTED = re.compile(r"(\.[\w-]+|\b[a-z]\w*)\s*$")
_VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "col", "area", "base", "param", "wbr"])

Font = tuple[str | None, bool]
_NO_FONT: Font = (None, False)


def font_encoding(name: str) -> Font:
    """The encoding that a font was made for, and whether it shows capitals only.

    >>> font_encoding(".VnTimeH"), font_encoding("VNI-Times"), font_encoding("Arial")
    (('tcvn3', True), ('vni-windows', False), (None, False))
    """
    name = name.strip()
    if name[:3].lower() == ".vn":
        return "tcvn3", name.endswith("H")
    if name[:4].lower() in ("vni-", "vni "):
        return "vni-windows", False
    return _NO_FONT


def words_of_page(html: str) -> list[Word]:
    """The words that a reader of the page may see, with the encoding of their font where it has one.

    >>> page = '<p>UBND <font face=".VnTime">t&Oslash;nh</font></p>'
    >>> [(word.text, word.font) for word in words_of_page(page)]
    [('UBND', None), ('tØnh', 'tcvn3')]
    """
    words: list[Word] = []
    classes = _classes(html)
    opened: list[tuple[str, Font]] = []
    count: Counter[str] = Counter()
    start = 0
    for tag in _MARKUP.finditer(html):
        _collect(words, html, start, tag.start(), opened[-1][1] if opened else _NO_FONT)
        start = tag.end()
        closing, name, attributes = tag[2], (tag[3] or "").lower(), tag[4] or ""
        if not name:
            continue
        if closing:
            while count[name]:
                last = opened.pop()[0]
                count[last] -= 1
                if last == name:
                    break
            continue
        if "=" in attributes:
            for value in _CONTENT.finditer(attributes):
                group = 1 if value[1] is not None else 2
                _collect(words, html, tag.start(4) + value.start(group), tag.start(4) + value.end(group), _NO_FONT)
        if name not in _VOID and not attributes.endswith("/"):
            inherited = opened[-1][1] if opened else _NO_FONT
            opened.append((name, _font(name, attributes, classes, inherited)))
            count[name] += 1
    _collect(words, html, start, len(html), opened[-1][1] if opened else _NO_FONT)
    return words


def _collect(words: list[Word], html: str, start: int, end: int, font: Font) -> None:
    for found in _WORD.finditer(html, start, end):
        text = found[0]
        words.append(Word(*found.span(), entities.unescape(text) if "&" in text else text, *font))


def _font(name: str, attributes: str, classes: dict[str, Font], inherited: Font) -> Font:
    face = _FACE.search(attributes) if "=" in attributes else None
    if face:
        return font_encoding(face[1] or face[2])
    if classes:
        given = _CLASS.search(attributes)
        for word in given[1].lower().split() if given else []:
            if f".{word}" in classes:
                return classes[f".{word}"]
        return classes.get(name, inherited)
    return inherited


def _classes(html: str) -> dict[str, Font]:
    """Fonts of old encodings that style sheets of the page give to classes and elements."""
    found: dict[str, Font] = {}
    start = 0
    while (sheet := _SHEET.search(html, start)) and (end := _SHEET_END.search(html, sheet.end())):
        start = end.end()
        for block in html[sheet.end() : end.start()].split("}"):
            selectors, _, rules = block.partition("{")
            face = _FACE.search(rules)
            font = font_encoding(face[2] or "") if face else _NO_FONT
            for selector in selectors.lower().split(",") if font[0] else []:
                if key := _SELECTED.search(selector[-200:]):
                    found.setdefault(key[1], font)
    return found
