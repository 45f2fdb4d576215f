"""An element to lines of text, captions told apart, as a reader sees them."""

import re
from dataclasses import dataclass, field

from extract.document.captions import is_credit
from extract.document.html_body import BLOCKS, Measured, names_of
from extract.document.html_tree import Tag
from extract.document.text import clean_line

_CAPTION_NAME = re.compile(
    r"caption|chu-?thich|desc-?img|img-?desc|photo-?desc|image-?note|(?:^|\s)(?:Image|pCaption|ghichu-?anh)(?:$|\s)",
    re.IGNORECASE,
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ".”", '."', ".”.")
_LONGEST_CAPTION = 250
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of the page: its text, whether it is a caption or a heading, and the share of it that is links."""

    text: str
    caption: bool
    heading: bool
    linked: float


@dataclass(slots=True)
class _Walk:
    measured: Measured
    lines: list[HtmlLine] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    letters: int = 0
    linked: int = 0
    emphasised: int = 0
    bold: int = 0
    after_image: bool = False

    def add(self, text: str, in_link: bool = False, emphasis: bool = False, bold: bool = False) -> None:
        self.buffer.append(text)
        size = len(text.strip())
        self.letters += size
        self.linked += size if in_link else 0
        self.emphasised += size if emphasis else 0
        self.bold += size if bold else 0

    def flush(self, caption: bool, heading: bool) -> None:
        line = clean_line("".join(self.buffer)) if self.buffer else ""
        self.buffer.clear()
        if line:
            styled = self.emphasised >= 0.9 * self.letters
            # Bold alone is a subheading that happens to follow a picture; captions are set in italics or centred.
            plain = self.bold < 0.9 * self.letters and not line.endswith(_SENTENCE_END)
            if self.after_image and not heading and not caption and len(line) <= _LONGEST_CAPTION:
                caption = styled or is_credit(line) or plain
            self.lines.append(HtmlLine(line, caption, heading, self.linked / max(1, self.letters)))
            self.after_image = False
        self.letters = self.linked = self.emphasised = self.bold = 0


def lines_of(root: Tag, measured: Measured) -> list[HtmlLine]:
    """Lines of `root` in reading order, chrome left out.

    >>> from extract.document.html_body import measure
    >>> from extract.document.html_tree import parse_page
    >>> page = parse_page("<div><p>Sáng 5/3, tỉnh họp.</p><p><img></p><p>Quang cảnh buổi họp</p></div>")
    >>> [(line.text, line.caption) for line in lines_of(page.select("div")[0], measure(page))]
    [('Sáng 5/3, tỉnh họp.', False), ('Quang cảnh buổi họp', True)]
    """
    walk = _Walk(measured)
    _walk(root, walk, False, False, False, False)
    walk.flush(False, False)
    return walk.lines


def _walk(
    tag: Tag, walk: _Walk, caption: bool, heading: bool, in_link: bool, emphasis: bool, bold: bool = False
) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            if id(child) in walk.measured.chrome:
                continue
            name = child.name
            if name == "br":
                walk.flush(caption, heading)
            elif name in ("img", "picture"):
                # An image inside the buffer's own line does not end it: icons stand amid text.
                walk.after_image = walk.after_image or not walk.letters
            elif name == "tr" and _is_data_row(child, walk.measured):
                walk.flush(caption, heading)
                walk.add(" | ".join(filter(None, map(_cell, child.find_all(["td", "th"])))))
                walk.flush(caption, heading)
            elif name in BLOCKS:
                walk.flush(caption, heading)
                below = caption or _is_caption(child, walk.measured)
                style = emphasis or name == "center" or bool(_CENTRED.search(str(child.get("style") or "")))
                _walk(child, walk, below, heading or name in ("h2", "h3", "h4"), in_link, style, bold)
                walk.flush(below, heading or name in ("h2", "h3", "h4"))
            else:
                _walk(
                    child,
                    walk,
                    caption,
                    heading,
                    in_link or name == "a",
                    emphasis or name in ("em", "i"),
                    bold or name in ("b", "strong"),
                )
        else:
            walk.add(str(child), in_link, emphasis, tag.name in ("b", "strong") or bold)


def _is_caption(tag: Tag, measured: Measured) -> bool:
    if tag.name in ("figcaption", "figure"):
        return True
    names = names_of(tag)
    if names and _CAPTION_NAME.search(names) and measured.text.get(id(tag), 0) <= 2 * _LONGEST_CAPTION:
        return True
    # A table round one image: its other cell is the image's caption.
    return tag.name == "table" and measured.text.get(id(tag), 0) <= 300 and tag.find("img") is not None


def _is_data_row(row: Tag, measured: Measured) -> bool:
    cells = [c for c in row.elements if c.name in ("td", "th") and measured.text.get(id(c), 0)]
    if len(cells) < 2 or row.find(["img", "table"]):
        return False
    return all(measured.text.get(id(c), 0) <= _LONGEST_CELL and id(c) not in measured.chrome for c in cells)


def _cell(cell: Tag) -> str:
    return clean_line(cell.get_text(" "))
