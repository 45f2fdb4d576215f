"""A Word document (DOCX) to its title, paragraphs, tables and captions, in the order in which they stand."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.document.filetext import FileText, Unreadable
from extract.document.text import clean_line

MAX_UNPACKED = 256 * 1024 * 1024
_MAX_RATIO = 200
_FREE = 16 * 1024 * 1024
_LONGEST_CELL = 200
_LONGEST_CAPTION = 250
_TITLE_STYLE = re.compile(r"title|tiêu đề|heading 1", re.IGNORECASE)
_NO_TITLE = re.compile(r"subtitle|toc", re.IGNORECASE)
_CAPTION_STYLE = re.compile(r"caption|chú thích", re.IGNORECASE)
# what Word keeps beside the text that a reader sees: the old place of moved words, the twin of a drawing, notes' marks
_UNSEEN = {qn("w:moveFrom"), qn("w:del"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_P, _R, _T, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "r", "t", "tbl", "tr", "tc"))
_BREAKS = {qn("w:br"), qn("w:cr")}
_PICTURES = {qn("w:drawing"), qn("w:pict")}
_BOX = qn("w:txbxContent")


def read_docx(data: bytes) -> FileText:
    """The text of a Word document: one line a paragraph, a table's row as "cell | cell", text boxes where they hang.

    The title is the first paragraph in a title's style; without one the first line stands for it. Deleted and hidden
    words, headers, footers and notes are left out. Raises Unreadable for a damaged file or one that unpacks too far.
    """
    try:
        _check_size(data)
        document = docx.Document(io.BytesIO(data))
        return _read(document)
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("a Word document nested too deep") from None
    except Exception as error:  # over damaged parts python-docx, zipfile and lxml raise whatever they come upon
        raise Unreadable(f"a damaged Word document: {str(error) or type(error).__name__}") from None


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = container.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("an encrypted Word document: save it without its password first")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or any(p.file_size > _FREE + _MAX_RATIO * p.compress_size for p in parts):
        raise Unreadable("a Word document that unpacks far beyond its size: a compression bomb, refused")


def _read(document: Document) -> FileText:
    styles = {style.style_id: style.name or "" for style in document.styles}
    lines: list[str] = []
    captions: set[str] = set()
    title: str | None = None
    after_picture = False
    for block in _blocks(document.element.body):
        if block.tag == _TR:
            lines.append(" | ".join(filter(None, (clean_line(_text(cell)) for cell in block.findall(_TC)))))
            after_picture = False
            continue
        style = _style(block, styles)
        text = _text(block)
        found = [line for part in text.split("\n") if (line := clean_line(part))]
        if found and title is None and _TITLE_STYLE.search(style) and not _NO_TITLE.search(style):
            title = " ".join(found)
            continue
        if found and not lines and title is None:
            found = [" ".join(found)]  # the first paragraph is the title: a break in it is only where its line ends
        if found and (_CAPTION_STYLE.search(style) or (after_picture and _looks_like_caption(block, text))):
            captions.update(found)
        lines += found
        after_picture = any(True for _ in block.iter(*_PICTURES)) if not found else False
    return FileText(tuple(lines), title, frozenset(captions))


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and the rows of data tables below `parent` in order; tables that only lay out are walked through."""
    for child in parent:
        if child.tag in _UNSEEN:
            continue
        if child.tag == _P:
            yield child
            for box in _boxes(child):
                yield from _blocks(box)
        elif child.tag == _TR and _is_data_row(child):
            yield child
        elif child.tag not in (_R, _T):
            yield from _blocks(child)


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that hang on a paragraph, each once."""
    for box in paragraph.iter(_BOX):
        between = set()
        for above in box.iterancestors():
            if above is paragraph:
                break
            between.add(above.tag)
        if not between & (_UNSEEN | {_BOX}):
            yield box


def _is_data_row(row: _Element) -> bool:
    cells = [cell for cell in row.findall(_TC) if clean_line(_text(cell))]
    if len(cells) < 2 or any(True for _ in row.iter(_TBL, *_PICTURES)):
        return False
    return all(len(_text(cell)) <= _LONGEST_CELL for cell in cells)


def _text(element: _Element) -> str:
    """The words of a paragraph or cell, its text boxes apart; line breaks and the ends of a cell's paragraphs kept."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _UNSEEN or tag == _BOX or (tag == _R and _is_hidden(child)):
            continue
        if tag == _T:
            parts.append(child.text or "")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag == qn("w:tab"):
            parts.append(" ")
        elif tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append(_text(child))
            if tag == _P:
                parts.append("\n")
    return "".join(parts)


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def _style(paragraph: _Element, styles: dict[str, str]) -> str:
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return styles.get(named.get(qn("w:val")) or "", "") if named is not None else ""


def _looks_like_caption(paragraph: _Element, text: str) -> bool:
    """Whether what stands below a picture is set as a caption: short, and centred or in italics throughout."""
    if len(text) > _LONGEST_CAPTION:
        return False
    placed = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    if placed is not None and placed.get(qn("w:val")) == "center":
        return True
    runs = [run for run in paragraph.iter(_R) if _text(run).strip()]
    return all(run.find(f"{qn('w:rPr')}/{qn('w:i')}") is not None for run in runs)
