"""Bytes to text: every encoding, alone and mixed, what pages claim, and what is right already."""

import codecs
import gzip
import itertools
import json
import unicodedata
from pathlib import Path

import pytest

from extract.document import RawDocument, iter_documents, read_bulletin
from extract.document.decoding import binary_reason, decode, decode_bytes
from extract.document.encodings import in_unicode
from extract.document.legacy_path import chances
from extract.errors import InputError
from tests.old_encodings import CODES, as_bytes, misread, tcvn3, vni

LINES = [
    "Sáng 14/5, Ban Quản lý Khu kinh tế Phú Cường tổ chức hội nghị sơ kết công tác quý I năm 2004.",
    "Đồng chí Trần Đăng Quang, Phó Chủ tịch UBND tỉnh, dự và phát biểu chỉ đạo hội nghị.",
    "Dự án nhà máy linh kiện có tổng vốn đầu tư 1.380 tỷ đồng, đã giải ngân được một nửa.",
    "Các đại biểu đề nghị đẩy nhanh tiến độ giải phóng mặt bằng và hỗ trợ người dân tái định cư.",
]
TEXT = "\n".join(LINES) + "\n"
PAGE = "<html><head><meta charset={}><title>{}</title></head><body>{}</body></html>"
RIGHT = {
    "French": "L'été dernier, le président a été reçu à Huế : « çà et là, la forêt brûlée ». Noël, cœur, œuvre, dû, né.",
    "German": "Für die Gäste aus Köln gab es süße Brötchen und heißen Glühwein. Größe, Maß, Öl, Tür, Bär, früh.",
    "Danish": "Så må vi nå på båd, få øl og gå på ø. Når går vi så? Søren så på båden; kø, dø, bø, sø, tø.",
    "Swedish": "Så må du nå på å gå få två, när är för här på ön där båten låg. Å, så, då, må, rå, blå, hö, sjö.",
    "Spanish": "El niño comió piña en España mañana. ¿Qué pasó? Él sí dio más té. Año, señor, tú, mí, dé, sé.",
    "Portuguese": "Não são só três irmãos; a mãe deu pão e maçã à avó. Coração, pé, pó, dó, nó, só, há, lá, cá.",
    "Finnish": "Tämä on hän ja minä; sää, mä, sä, jää, yö, työ, öljy, nyt, älä, äiti, pää, tänään, hyvää päivää.",
    "Turkish": "Türkiye'de gün öğle vakti çok güzel; köy, göl, söz, yüz, gül, kül, tüy, dün, ün, üç, öç, çöl.",
    "English": "The café’s naïve façade cost £5.50 at 30°C ± 2°C; Zürich, Møller & Sons® — 5 µm, 10 m², § 12, ¶ 3.",
    "Vietnamese": "Ông H'Lanh Niê nói: «Đầu tư 50 m² ở 30°C» – Công ty Müller & Söhne, São Paulo, Krông Búk, hoà, thuỷ.",
    "capitals": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM. ÔNG VŨ ĐÌNH Ý, HÀ NỘI, LÀ, VÀ, CÓ, HÀ",
    "eth": "Ðồng chí Bùi Văn Ðạt, Chủ tịch HÐND tỉnh, và Ðoàn Ðức Ðông đến dự.",
}


def read(data: bytes) -> tuple[str, str | None]:
    """Text and reason, where the encodings are of no interest."""
    return decode_bytes(data)[:2]


def test_files_of_other_people(shared: Path) -> None:
    folder = shared / "pages" / "encodings"
    if not folder.is_dir():
        pytest.skip("no ../shared/pages/encodings")
    right = (folder / "utf-8.txt").read_bytes().decode()
    demo = (folder / "demo1-utf8.txt").read_bytes().decode()
    for name, text, encodings in [
        ("utf-8.txt", right, ()),
        ("viscii.txt", right, ("viscii",)),
        ("windows-1258.txt", right, ("windows-1258",)),
        ("demo1-utf8.txt", demo, ()),
        ("demo1-tcvn.txt", demo, ("tcvn3",)),
        ("demo1-utf16le.txt", demo.replace("\n", "\r\n"), ("utf-16-le",)),
    ]:
        assert decode_bytes((folder / name).read_bytes()) == (text, None, encodings), name


def test_a_thousand_right_documents_pass_unchanged(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, 1000):
            text = unicodedata.normalize("NFC", json.loads(line)["text"])
            assert decode_bytes(text.encode()) == (text, None, ())


@pytest.mark.parametrize("language", RIGHT)
def test_right_text_of_any_language_passes_unchanged(language: str) -> None:
    text = RIGHT[language]
    for piece in [text, *text.split(), f"{TEXT}{text}\n{TEXT}"]:
        assert decode_bytes(piece.encode()) == (piece, None, ())
        page = f"<p>{piece.replace('&', '&amp;')}</p>"
        assert decode_bytes(page.encode(), markup=True) == (page, None, ())


def test_right_text_is_not_even_measured() -> None:
    before = chances.__globals__["_chances"].cache_info()
    assert read(TEXT.encode()) == (TEXT, None)
    assert chances.__globals__["_chances"].cache_info() == before


@pytest.mark.parametrize("encoding", CODES)
def test_old_encodings(encoding: str) -> None:
    assert decode_bytes(as_bytes(TEXT, encoding)) == (TEXT, None, (encoding,))
    assert decode_bytes(misread(TEXT, encoding).encode()) == (TEXT, None, (encoding,))


@pytest.mark.parametrize("encoding", CODES)
def test_runs_of_a_mixed_text(encoding: str) -> None:
    raw = b"\n".join(as_bytes(line, encoding) if n % 2 else line.encode() for n, line in enumerate(LINES))
    assert decode_bytes(raw) == ("\n".join(LINES), None, (encoding,))
    stood = "\n".join(misread(line, encoding) if n % 2 else line for n, line in enumerate(LINES))
    assert decode_bytes(stood.encode()) == ("\n".join(LINES), None, (encoding,))
    amid = f"{LINES[0]} {misread(LINES[1], encoding)} {LINES[2]}"
    assert read(amid.encode()) == (" ".join(LINES[:3]), None)


def test_two_old_encodings_in_one_text() -> None:
    mixed = "\n".join([misread(LINES[0], "tcvn3"), LINES[1], vni(LINES[2]), misread(LINES[3], "viscii")])
    text, reason, encodings = decode_bytes(mixed.encode())
    assert (text, reason) == ("\n".join(LINES), None)
    assert set(encodings) == {"tcvn3", "vni-windows", "viscii"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == (TEXT, None)
    assert binary_reason(TEXT.encode(encoding)) is None
    assert read(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == (TEXT, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_decomposed_unicode(encoding: str) -> None:
    assert read(unicodedata.normalize("NFD", TEXT).encode(encoding)) == (TEXT, None)


def test_misread_text_behind_a_byte_order_mark() -> None:
    assert decode_bytes(misread(TEXT, "tcvn3").encode("utf-8-sig")) == (TEXT, None, ("tcvn3",))
    assert read(codecs.BOM_UTF8 + b"B\xe1n") == ("", "broken UTF-8: byte 0xE1 at offset 4")
    assert decode_bytes(misread(TEXT, "tcvn3").encode("utf-16")) == (TEXT, None, ("utf-16-le", "tcvn3"))


def test_utf8_that_was_read_as_windows_1252() -> None:
    twice = "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in TEXT.encode()
    )
    assert decode_bytes(twice.encode()) == (TEXT, None, ("utf-8 read as windows-1252",))


def test_tone_placement_stays_as_written() -> None:
    text = "Uỷ ban nhân dân tỉnh Thanh Hoá và thành phố Khánh Hòa ủy quyền, thuỷ lợi, hòa giải."
    for encoding in CODES:
        assert read(as_bytes(text.replace("Uỷ", "uỷ"), encoding))[0] == text.replace("Uỷ", "uỷ")


@pytest.mark.parametrize("claim", ["utf-8", "windows-1252", "x-user-defined", "windows-1258", "viscii", "big5"])
@pytest.mark.parametrize("encoding", [*CODES, "utf-8"])
def test_a_wrong_charset_is_survived(encoding: str, claim: str) -> None:
    page = PAGE.format(claim, LINES[0], "".join(f"<p>{line}</p>" for line in LINES))
    data = page.encode() if encoding == "utf-8" else as_bytes(page, encoding)
    assert read(data) == (page, None)
    assert decode_bytes(data, charset=claim).text == page


def test_a_claim_decides_where_the_text_does_not() -> None:
    data = as_bytes("Tỉnh Hà Nam", "tcvn3")[:9] + b"m"
    assert read(b"B\xe1n tin")[1] == "broken UTF-8: byte 0xE1 at offset 1"
    assert decode_bytes(b"<p>B\xe1n tin", charset="viscii").text == "<p>Bán tin"
    assert decode_bytes(b"<p>B\xe1n tin", charset="x-viet-tcvn").reason is not None, "no syllable of Vietnamese"
    assert decode_bytes(data, charset="x-viet-tcvn").encodings == ("tcvn3",)


def test_pages_of_other_languages_in_the_charset_they_claim() -> None:
    page = PAGE.format("iso-8859-1", "Accueil", "<p>Le président a été reçu à Hanoï.</p>")
    assert decode_bytes(page.encode("latin-1")) == (page, None, ("iso-8859-1",))
    broken = page.encode("latin-1") + "<p>Huế</p>".encode()
    assert read(broken)[1] == f"broken UTF-8: byte 0xE9 at offset {page.index('é')}"


def test_fonts_are_evidence() -> None:
    page = (
        f'<p>Số liệu <font face=".VnTime">{tcvn3("số")}</font> liệu, <span style="font-family: VNI-Times">{vni("tỉnh")}'
    )
    assert read(page.encode())[0] == (
        '<p>Số liệu <font face=".VnTime">số</font> liệu, <span style="font-family: VNI-Times">tỉnh'
    )
    sheet = '<style>p.MsoNormal {margin: 0; font-family: ".VnTime"}</style>'
    assert read(f"{sheet}<p class=MsoNormal>{tcvn3('có số')}</p>".encode())[0].endswith("<p class=MsoNormal>có số</p>")


def test_a_font_left_over_on_right_text_changes_nothing() -> None:
    page = '<p><font face=".VnTime">Hội nghị có ý kiến</font> <font face=".VnTime">có</font> <font face="VNI-Times">bò</font>'
    assert decode_bytes(page.encode()) == (page, None, ())


def test_entities_stand_for_codes() -> None:
    codes = "".join(f"&#{ord(c)};" if c > "~" else c for c in tcvn3(LINES[1]))
    assert read(f"<p>{codes}</p>".encode())[0] == f"<p>{LINES[1]}</p>"
    named = (
        tcvn3(LINES[1]).replace("\xad", "&shy;").replace("µ", "&micro;").replace("¸", "&cedil;").replace("®", "&reg;")
    )
    assert read(f"<p>UBND&nbsp;{named} &lt;a&gt;</p>".encode())[0] == f"<p>UBND&nbsp;{LINES[1]} &lt;a&gt;</p>"
    # As word processors wrote Vietnamese into pages of Western Europe, right already but for single bytes.
    western = "<p>H&#7897;i ngh&#7883; c\xf4ng t\xe1c c\xe1c ban ng\xe0nh, &#273;&#7891;ng ch\xed V\xf5 V&#259;n L&acirc;m</p>"
    assert decode_bytes(western.encode("latin-1")) == (western, None, ("windows-1252",))


def test_scripts_comments_and_attributes_come_along() -> None:
    page = f'<meta name=description content="{LINES[0]}"><p>{LINES[1]}</p><!-- {LINES[2]} --><img alt="{LINES[3]}">'
    assert read(as_bytes(page, "tcvn3"))[0] == page


def test_capitals_of_tcvn3() -> None:
    for written, meant in [
        ("HéI NGHÞ TæNG KÕT C¤NG T¸C N¡M 2003", "HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM 2003"),
        ("TØNH Hµ NAM", "TỈNH HÀ NAM"),
        ("UBND tØnh Hµ Nam häp b¸o quý III n¨m nay", "UBND tỉnh Hà Nam họp báo quý III năm nay"),
        ("Héi nghÞ kÕt thóc. ñy ban häp ë ®©y.", "Hội nghị kết thúc. Ủy ban họp ở đây."),
        ("§ång chÝ ¸nh cïng ñy ban häp ë TP. ë n¬i nµy", "Đồng chí ánh cùng ủy ban họp ở TP. ở nơi này"),
        ('<p><font face=".VnTimeH">héi nghÞ ®Çu n¨m</font>', '<p><font face=".VnTimeH">HỘI NGHỊ ĐẦU NĂM</font>'),
    ]:
        assert read(written.encode()) == (meant, None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Hội nghị".encode()[:-1] + b" \xff\xfe t\xe1\n" * 3, "broken UTF-8: byte 0xE1 at offset 9"),
        (TEXT.encode()[:-20] + b"\xe1\xbb", "broken UTF-8: byte 0xE1"),
        ("für die Gäste aus Köln und für Bären".encode("latin-1"), "broken UTF-8: byte 0xFC at offset 1"),
        (bytes(range(0x80, 0x100)), "broken UTF-8: byte 0x80 at offset 0"),
        ("Bản tin".encode("utf-16-le") * 9 + b"\x01\xd8", "broken UTF-16: byte 0x01 at offset 126"),
        (b"tin\x00", "a binary file (a NUL byte at offset 3), not text"),
        (b"\xff\xfe", "empty"),
    ],
)
def test_what_no_encoding_explains_is_named(data: bytes, reason: str) -> None:
    text, said = read(data)
    assert text == ""
    assert said is not None
    assert said.startswith(reason)


@pytest.mark.parametrize("encoding", CODES)
def test_strings_of_records_are_decoded_as_one_text(tmp_path: Path, encoding: str) -> None:
    fields = {"title": "Họp báo quý I", "publisher": "Sở Y tế tỉnh Cà Mau", "text": TEXT}
    stood = json.dumps({name: misread(value, encoding) for name, value in fields.items()})
    lines = [stood.encode()]
    if encoding != "viscii":  # VISCII has letters on control codes, which JSON does not allow
        lines.append(as_bytes(json.dumps(fields, ensure_ascii=False), encoding))
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(lines))
    errors: list[InputError] = []
    documents = list(iter_documents([str(path)], on_error=errors.append))
    assert (len(documents), errors) == (len(lines), [])
    for document in documents:
        bulletin = read_bulletin(document)
        assert bulletin.title == fields["title"]
        assert bulletin.publisher == fields["publisher"]
        assert bulletin.text == f"{fields['title']}\n\n{TEXT.strip()}"
        assert [issue.code for issue in bulletin.issues] == ["encoding-decoded", "published-unknown"]


def test_records_in_right_unicode_carry_no_issue() -> None:
    raw = RawDocument(place="a:1", title="Họp báo", text=TEXT, published="2004-05-14", publisher="Sở Y tế", saved=False)
    assert in_unicode(raw) is raw
    assert read_bulletin(raw).issues == ()


def test_json_with_what_no_encoding_explains() -> None:
    assert decode(b'{"text": "\xe1"}', offset=10) == ("", "broken UTF-8: byte 0xE1 at offset 20")
    assert decode('{"a": "Hội"}'.encode("utf-16")) == ('{"a": "Hội"}', None)
