"""A PDF's text layer to paragraphs: the lines of each page as PDFium places them, then what layout broke is joined.

PDFium (pypdfium2) is the reader because it keeps decomposed Vietnamese letters together and says where each line
stands; pdfminer tears "tổ" drawn as two glyphs into two lines, pypdf gives no places.
"""

import ctypes
import itertools

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from extract.document.filetext import FileText, Unreadable
from extract.document.pdf_paragraphs import PdfLine, paragraphs, without_running_heads
from extract.types import Issue

MAX_PAGES = 300
_HYPHEN = "\ufffe"  # what PDFium puts for a hyphen at a line's end, with the break left out
_CELL_GAP = 1.5  # em: wider than the spaces of a justified line
_BOLD = 600
_UNMAPPED = 0.1


def read_pdf(data: bytes) -> FileText:
    """The text layer of a PDF, one paragraph a line, running heads and page numbers left out.

    Raises Unreadable for a damaged or encrypted file, for a scan without a text layer, for a text layer whose fonts do
    not say which letters they draw, and for more than 300 pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Unreadable("an encrypted PDF: save it without its password first") from None
        raise Unreadable("a damaged PDF that cannot be opened: fetch or save it again") from None
    try:
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF: {error}") from None
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument) -> FileText:
    count = len(document)
    if count > MAX_PAGES:
        raise Unreadable(f"a PDF of {count} pages, no bulletin; the limit is {MAX_PAGES}")
    if not count:
        raise Unreadable("a PDF without pages")
    pages: list[list[PdfLine]] = []
    heights: list[float] = []
    scanned: list[int] = []
    for number in range(count):
        page = document[number]
        lines = _lines(page, number)
        if not lines and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
            scanned.append(number + 1)
        pages.append(lines)
        heights.append(page.get_height())
        page.close()
    if not any(pages):
        if not scanned:
            raise Unreadable("a PDF without text")
        raise Unreadable(
            f"a scan without a text layer ({_counted(len(scanned))} of images): recognise its text first "
            "(ocrmypdf -l vie IN.pdf OUT.pdf)"
        )
    letters = "".join(line.text for page_lines in pages for line in page_lines)
    unmapped = sum(1 for c in letters if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    if unmapped > _UNMAPPED * len(letters):
        raise Unreadable("a PDF whose fonts do not say which letters they draw: recognise its text first (ocrmypdf)")
    issues: tuple[Issue, ...] = ()
    if scanned:
        named = ", ".join(map(str, scanned))
        message = f"no text layer on {'page' if len(scanned) == 1 else 'pages'} {named}: images only"
        issues = (Issue(code="pages-without-text", stage="document", message=message),)
    return FileText(tuple(paragraphs(without_running_heads(pages, heights))), issues=issues)


def _counted(pages: int) -> str:
    return f"{pages} page{'' if pages == 1 else 's'}"


def _lines(page: pypdfium2.PdfPage, number: int) -> list[PdfLine]:
    """The lines of a page in the order in which it draws them."""
    text_page = page.get_textpage()
    try:
        # one code per character, generated spaces and breaks included; the string of the API loses that count
        codes = [pdfium.FPDFText_GetUnicode(text_page, i) for i in range(text_page.count_chars())]
        lines: list[PdfLine] = []
        start = 0
        for i, code in enumerate([*codes, 0x0A]):
            hyphen = code == 2
            if code in (0x0A, 0x0D) or hyphen:
                line = _line(text_page, codes, start, i + hyphen, number)
                if line:
                    lines.append(line)
                start = i + 1
        return lines
    finally:
        text_page.close()


def _line(text_page: pypdfium2.PdfTextPage, codes: list[int], start: int, end: int, number: int) -> PdfLine | None:
    while start < end and chr(codes[start]).isspace():
        start += 1
    while end > start and chr(codes[end - 1]).isspace():
        end -= 1
    if start == end:
        return None
    rects = sorted(text_page.get_rect(i) for i in range(text_page.count_rects(start, end - start)))
    if not rects:
        return None
    size = pdfium.FPDFText_GetFontSize(text_page, start) * _scale(text_page, start)
    text = _text(text_page, codes, start, end, rects, size)
    word = next((i for i in range(start, end) if chr(codes[i]).isspace()), end) - 1
    y = ctypes.c_double()
    x = ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, start, x, y)
    return PdfLine(
        text=text,
        page=number,
        left=rects[0][0],
        right=max(rect[2] for rect in rects),
        baseline=y.value,
        size=round(size, 1),
        bold=all(pdfium.FPDFText_GetFontWeight(text_page, i) >= _BOLD for i in (start, end - 1)),
        first_word=text_page.get_charbox(word)[2] - rects[0][0],
    )


def _scale(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """How much the page's matrix enlarges a font set at size 1, as many producers do."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return 1.0
    return float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0


def _text(
    text_page: pypdfium2.PdfTextPage,
    codes: list[int],
    start: int,
    end: int,
    rects: list[tuple[float, float, float, float]],
    size: float,
) -> str:
    """The characters of a line, with " | " where a gap shows the cells of a table."""
    cells = [b[0] for a, b in itertools.pairwise(rects) if b[0] - a[2] > _CELL_GAP * size]
    parts: list[str] = []
    for i in range(start, end):
        char = "-" if codes[i] == 2 or chr(codes[i]) == _HYPHEN else chr(codes[i])
        if cells and not char.isspace() and text_page.get_charbox(i)[0] >= cells[0] - 0.5:
            cells.pop(0)
            while parts and parts[-1].isspace():
                parts.pop()
            parts.append(" | ")
        parts.append(char)
    return "".join(parts)
