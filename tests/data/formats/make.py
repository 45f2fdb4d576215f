"""Makes the PDFs of this folder from bulletin.txt with two programs that set type in different ways.

    pip install typst fpdf2 && python tests/data/formats/make.py     (needs the DejaVu fonts)

The tests read the files that are kept here; this shows where they come from.
"""

import datetime
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
TITLE, *BODY = [line for line in (HERE / "bulletin.txt").read_text("utf-8").split("\n") if line]

PAGE = """#set page(paper: "a5", margin: (x: 1.8cm, y: 2.2cm),
  header: [#text(8pt)[Cổng thông tin điện tử tỉnh Quảng Phong #h(1fr) Bản tin số 42]],
  footer: context [#text(8pt)[Địa chỉ: 5 đường Bờ Kè, thành phố Tân Phước #h(1fr) Trang #counter(page).display("1/1", both: true)]])
#set text(font: "DejaVu Serif", size: 10.5pt, lang: "vi", hyphenate: false)
#set document(date: none)
"""
LAYOUTS = {
    "justified-indented": "#set par(justify: true, first-line-indent: (amount: 0.8cm, all: true), spacing: 0.65em)",
    "ragged-spaced": "#set par(justify: false, spacing: 1.3em)",
}


def escaped(text: str) -> str:
    return re.sub(r"([*_`$#<>@\\\[\]~/=+-])", r"\\\1", text)


def with_typst(name: str, layout: str) -> None:
    import typst  # here, because the tests run without it

    title = (
        f'#align(center)[#par(justify: false, first-line-indent: 0pt)[#text(14pt, weight: "bold")[{escaped(TITLE)}]]]'
    )
    source = "\n\n".join([PAGE + layout, title, *map(escaped, BODY)])
    typst.compile(source.encode(), output=str(HERE / f"{name}.pdf"))


def with_fpdf(name: str, form: str, password: str | None = None) -> None:
    from fpdf import FPDF

    pdf = FPDF(format=(148, 210))
    pdf.set_creation_date(datetime.datetime(2018, 10, 18, tzinfo=datetime.UTC))
    pdf.add_font("Serif", "", FONT)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    pdf.add_page()
    for line, size in [(TITLE, 14), *((line, 10.5) for line in BODY)]:
        pdf.set_font("Serif", size=size)
        text = unicodedata.normalize(form, line)
        pdf.multi_cell(0, size / 2, text, align="J", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.output(str(HERE / f"{name}.pdf"))


if __name__ == "__main__":
    for name, layout in LAYOUTS.items():
        with_typst(name, layout)
    with_fpdf("decomposed", "NFD")
    with_fpdf("encrypted", "NFC", password="bantin")
