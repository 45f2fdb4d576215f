"""One bulletin in many formats: PDF and Word give the text of the plain file, and what cannot be read says why."""

import io
import unicodedata
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from extract.document import RawDocument, iter_documents, read_bulletin
from extract.errors import InputError
from extract.types import Bulletin
from tests.conftest import ROOT

FORMATS = ROOT / "tests" / "data" / "formats"
PLAIN = FORMATS / "bulletin.txt"
PARAGRAPHS = [line for line in PLAIN.read_text("utf-8").split("\n") if line]


def bulletins(*paths: Path) -> tuple[list[Bulletin], list[InputError]]:
    """Bulletins of files and what kept the others out."""
    errors: list[InputError] = []
    found = []
    for raw in iter_documents([str(path) for path in paths], on_error=errors.append):
        try:
            found.append(read_bulletin(raw))
        except InputError as error:
            errors.append(error)
    return found, errors


def only(path: Path) -> Bulletin:
    [bulletin], errors = bulletins(path)
    assert errors == []
    return bulletin


def reason(path: Path) -> str:
    found, errors = bulletins(path)
    assert found == []
    [error] = errors
    assert error.place == str(path)
    return error.reason


def word(*paragraphs: str) -> Document:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def saved(document: Document, path: Path) -> Path:
    document.save(str(path))
    return path


@pytest.mark.parametrize("name", ["justified-indented", "ragged-spaced", "decomposed"])
def test_a_pdf_gives_the_text_of_the_plain_file(name: str) -> None:
    bulletin = only(FORMATS / f"{name}.pdf")
    assert bulletin.text == only(PLAIN).text
    assert bulletin.title == PARAGRAPHS[0]
    assert bulletin.captions == only(PLAIN).captions


def test_an_encrypted_and_a_damaged_pdf_say_so(tmp_path: Path) -> None:
    assert reason(FORMATS / "encrypted.pdf").startswith("an encrypted PDF")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes((FORMATS / "decomposed.pdf").read_bytes()[:300])
    assert "damaged PDF" in reason(cut)


def scan(pages: int) -> pypdfium2.PdfDocument:
    """A PDF whose pages are pictures only."""
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        page = pdf.new_page(400, 600)
        image = pypdfium2.PdfImage.new(pdf)
        image.set_bitmap(pypdfium2.PdfBitmap.new_native(40, 60, pypdfium2.raw.FPDFBitmap_BGR))
        image.set_matrix(pypdfium2.PdfMatrix().scale(400, 600))
        page.insert_obj(image)
        page.gen_content()
    return pdf


def test_a_scan_says_that_it_has_no_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    scan(2).save(str(path))
    assert reason(path) == (
        "a scan without a text layer (2 pages of images): recognise its text first (ocrmypdf -l vie IN.pdf OUT.pdf)"
    )


def test_scanned_pages_among_others_are_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    pdf = pypdfium2.PdfDocument(FORMATS / "decomposed.pdf")
    pages = len(pdf)
    pdf.import_pages(scan(1))
    pdf.save(str(path))
    bulletin = only(path)
    assert bulletin.text == only(PLAIN).text
    [issue] = [i for i in bulletin.issues if i.code == "pages-without-text"]
    assert issue.message == f"no text layer on page {pages + 1}: images only"


def test_a_pdf_is_known_by_content(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes((FORMATS / "decomposed.pdf").read_bytes())
    assert only(path).title == PARAGRAPHS[0]


def test_a_word_document_gives_the_text_of_the_plain_file(tmp_path: Path) -> None:
    assert only(saved(word(*PARAGRAPHS), tmp_path / "a.docx")).text == only(PLAIN).text
    decomposed = word(*(unicodedata.normalize("NFD", p) for p in PARAGRAPHS))
    bulletin = only(saved(decomposed, tmp_path / "b.docx"))
    assert bulletin.text == only(PLAIN).text


def test_words_set_in_a_font_of_before_unicode(tmp_path: Path) -> None:
    """A file in .VnTime holds that font's codes, the title's among them."""
    document = word("S¸ng 5/3, UBND tØnh tæ chøc héi nghÞ tæng kÕt c«ng t¸c n¨m 2004.")
    document.add_paragraph("Héi nghÞ tæng kÕt c«ng t¸c", style="Title")
    bulletin = only(saved(document, tmp_path / "a.docx"))
    assert bulletin.text == (
        "Hội nghị tổng kết công tác\n\nSáng 5/3, UBND tỉnh tổ chức hội nghị tổng kết công tác năm 2004."
    )


def test_title_tables_and_captions_of_a_word_document(tmp_path: Path) -> None:
    document = word("Số: 15/TB")
    document.add_paragraph("Họp báo về\nthu hút đầu tư", style="Title")
    document.add_paragraph("Sáng 5/3, UBND tỉnh họp báo.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("Huyện", "Vốn (tỷ đồng)"), ("An Khê", "1.200")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("Quang cảnh họp báo", style="Caption")
    document.add_paragraph("Hết.")
    bulletin = only(saved(document, tmp_path / "a.docx"))
    assert bulletin.title == "Họp báo về thu hút đầu tư"
    assert bulletin.text.split("\n")[2:] == [
        "Số: 15/TB",
        "Sáng 5/3, UBND tỉnh họp báo.",
        "Huyện | Vốn (tỷ đồng)",
        "An Khê | 1.200",
        "Quang cảnh họp báo",
        "Hết.",
    ]
    assert [bulletin.text[s:e] for s, e in bulletin.captions] == ["Quang cảnh họp báo"]


def test_words_that_word_hides_or_wraps(tmp_path: Path) -> None:
    """Tracked changes, hidden runs, content controls, links and text boxes: what a reader of the printed page sees."""
    document = word("Họp báo")
    paragraph = document.add_paragraph("Vốn ")
    for tag, text in (("w:ins", "1.200 "), ("w:del", "900 "), ("w:moveFrom", "xưa "), ("w:hyperlink", "tỷ đồng")):
        wrapper = OxmlElement(tag)
        run = paragraph.add_run(text)._r
        if tag == "w:del":
            run.find(qn("w:t")).tag = qn("w:delText")
        paragraph._p.append(wrapper)
        wrapper.append(run)
    paragraph.add_run(" ẩn").font.hidden = True
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(content)
    content.append(document.add_paragraph("Trong khung nội dung.")._p)
    document.element.body.insert(2, control)
    anchor = document.add_paragraph("Bên cạnh hộp.")
    box = OxmlElement("w:txbxContent")
    box.append(document.add_paragraph("Trong hộp chữ.")._p)
    picture = OxmlElement("w:pict")
    picture.append(box)
    anchor.add_run()._r.append(picture)
    assert only(saved(document, tmp_path / "a.docx")).text.split("\n")[2:] == [
        "Vốn 1.200 tỷ đồng",
        "Trong khung nội dung.",
        "Bên cạnh hộp.",
        "Trong hộp chữ.",
    ]


def test_word_documents_that_give_no_text(tmp_path: Path) -> None:
    assert reason(saved(word(""), tmp_path / "empty.docx")) == "empty: no line of text"
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(broken, "w") as out:
        out.writestr("word/document.xml", "<w:document>")
    assert reason(broken).startswith("a damaged Word document")
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(saved(word("Tin"), tmp_path / "a.docx")) as good, zipfile.ZipFile(bomb, "w") as out:
        for name in good.namelist():
            out.writestr(name, good.read(name))
        out.writestr("word/media/a.bin", b"\0" * (40 << 20), zipfile.ZIP_DEFLATED)
    assert "compression bomb" in reason(bomb)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(512), "an old Office document"),
        ("a.rtf", rb"{\rtf1 Tin}", "RTF"),
        ("a.rar", b"Rar!\x1a\x07", "a RAR archive"),
        ("a.tar", b"tin.txt".ljust(257, b"\0") + b"ustar\x00", "a TAR archive"),
        ("a.pdf", "Họp báo".encode(), "named .pdf, and is none"),
        ("a.docx", "Họp báo".encode(), "named .docx, and is none"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert expected in reason(path)


def test_other_office_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "so-lieu.xlsx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
    assert reason(path).startswith("a spreadsheet (XLSX)")


def test_documents_stay_cheap_until_they_are_read() -> None:
    """The process that hands out work does not open a PDF: its worker does."""
    [raw] = iter_documents([str(FORMATS / "decomposed.pdf")], on_error=print)
    assert (raw.kind, raw.text, raw.html) == ("pdf", None, None)
    assert raw.data == (FORMATS / "decomposed.pdf").read_bytes()


def test_a_pdf_or_word_document_from_standard_input() -> None:
    for data in ((FORMATS / "decomposed.pdf").read_bytes(), docx_bytes()):
        [raw] = iter_documents(["-"], on_error=print, stdin=io.BytesIO(data))
        assert read_bulletin(raw).text == only(PLAIN).text
        assert isinstance(raw, RawDocument)


def docx_bytes() -> bytes:
    out = io.BytesIO()
    word(*PARAGRAPHS).save(out)
    return out.getvalue()
