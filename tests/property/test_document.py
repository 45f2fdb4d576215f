"""Whatever comes in: no crash, NFC, the title once and a blank line, and reading again changes nothing."""

import io
import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import RawDocument, documents_of_bytes, iter_documents, read_bulletin
from extract.errors import InputError
from extract.types import Bulletin

# Letters that normalise, invisible marks, spaces and line ends of all kinds, and what the readers look for.
_WORDS = ["Sáng 5/3, ", "UBND tỉnh ", "02/11/2020", "Chia sẻ bải viết :", "Ảnh: Hà", "Các tin khác", "Ð"]
_SPACES = ["\n", "\n\n", "\r\n", "\u2028", "\u00a0", "\u200b", "\ufeff", " ", "\t", "\u2000", "\x1c", "\x00"]
_MARKS = ["o\u0301", "\u0301", "\u1ea5", "ạ\u0323"]
_MARKUP = [
    "<p>",
    "</p>",
    "<img>",
    "<div class=share>",
    "<h1>",
    "</h1>",
    "<!--",
    "<script>",
    "&amp;",
    "&#xd800;",
    "<",
    ">",
]
PIECES = st.sampled_from([*_WORDS, *_SPACES, *_MARKS, *_MARKUP])
TEXT = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


def read(raw: RawDocument) -> Bulletin | None:
    try:
        return read_bulletin(raw)
    except InputError as error:
        assert error.place == raw.place
        return None


def check(bulletin: Bulletin) -> None:
    text = bulletin.text
    assert unicodedata.is_normalized("NFC", text)
    assert text.startswith(f"{bulletin.title}\n\n")
    assert bulletin.title
    assert all(0 < start < end <= len(text) for start, end in bulletin.captions)
    text.encode("utf-8")
    record = {"id": bulletin.id, "title": bulletin.title, "text": text, "publisher": "P", "published": "2020-01-01"}
    data = json.dumps(record, ensure_ascii=False).encode()
    [again] = documents_of_bytes(data, "lại", on_error=lambda e: None)
    reread = read_bulletin(again)
    assert reread.text == text or any(i.code == "encoding-decoded" for i in reread.issues)  # one word may be two things


@given(TEXT)
def test_saved_text(text: str) -> None:
    bulletin = read(RawDocument(place="a", text=text))
    if bulletin:
        check(bulletin)
        lines = bulletin.text.split("\n")
        assert bulletin.title.casefold() not in map(str.casefold, lines[1:])
        assert all(line == " ".join(line.split()) for line in lines)


@given(TEXT, TEXT)
def test_record_text(title: str, text: str) -> None:
    bulletin = read(RawDocument(place="a", title=title or None, text=f"{title}\n\n{text}", saved=False))
    if bulletin and "\r" not in bulletin.text:
        check(bulletin)


@given(TEXT)
def test_pages(html: str) -> None:
    bulletin = read(RawDocument(place="a", html=f"<h1>Họp báo</h1><p>Sáng 5/3, UBND tỉnh họp báo quý I.</p>{html}"))
    if bulletin:
        check(bulletin)


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=300), TEXT.map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes(data: bytes) -> None:
    errors: list[InputError] = []
    documents = list(iter_documents(["-"], on_error=errors.append, stdin=io.BytesIO(data)))
    assert documents or errors
    for document in documents:
        read(document)


@given(TEXT)
def test_same_input_same_bulletin(text: str) -> None:
    raw = RawDocument(place="a", text=text)
    assert read(raw) == read(raw)
