"""Ways to spoil a document. The same random generator makes the same spoilt bytes."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from random import Random

MOST = 40_000  # bytes of a spoilt document
_TEXT = (
    "\u0301", "\u0323", "\u031b", "\u0302\u0301", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00a0", "\u2003", "\u3000",
    "\u2028", "\u0085", "\x00", "\x1b[31m", "\x1b]0;x\x07", "\x9b2J", "\x08", "\x0c", "\r", "\t", "\ufffd", "\uffff", "\U0001f600", "\U000e0041",
    "Đ", "Ð", "ð", "İ", "ß", "ﬁ", "Ⅻ", "²", "１２", "٣", "½", "%s", "{0}", "\\u0000", "'; DROP TABLE bulletins; --", '"', "$(id)", "`id`",
)  # fmt: skip
_MARKUP = (
    "<p>", "</p>", "<div>", "</div></div>", "<h1>", "</h1>", "<table><tr><td>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[",
    "<title>", "</title>", "<base href='//x'>", "<meta charset=utf-16>", "<meta charset=tcvn>", "<meta property='article:published_time' content='2019-99-99'>",
    "<font face='.VnTime'>", "<font face='VNI-Times'>", "<img alt='Ảnh: ' src=data:;base64,AAAA>", "&#xd800;", "&#0;", "&amp;lt;", "&#99999999999;", "&#27;[2J",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":[1e999]}</script>", "<p " + "a=1 " * 50 + ">", "<time datetime='0000-00-00'>",
    "<template>", "<svg><title>", "<plaintext>", "<textarea>", "<noscript>", "<frameset>", "<body><body>", "<a href='javascript:x'>",
)  # fmt: skip
_NEWS = (
    "Chiều 31/12, ", "ngày 30/2/2019 ", "ngày 00/00/0000 ", "ngày 99/99/9999 ", "năm 0000 ", "quý IX/2019 ", "rằm tháng Giêng năm 99999 ", "mùng 2 Tết ", "thứ 9 ",
    "từ ngày 31 đến 30/2 ", "9" * 400 + " tỷ đồng ", "1." * 60 + "000 đồng", "1,2,3.4,5 triệu USD ", "0 đồng ", "-5 tỷ đồng ", "từ 300 - 5 tỷ đồng ", "1e309 tỷ đồng ",
    "gần hơn khoảng 5 tỷ đồng ", "tương đương tương đương 3 tỷ USD (tương đương 5 tỷ đồng) ", "Ông ", "đồng chí đồng chí ", "UBND tỉnh ", "Công ty " * 20, "Phó " * 40 + "Chủ tịch ",
    "Dự án ", "dự án này ", "trao Bằng khen cho ", "Hội nghị " * 15, "tổ chức ", "Chủ tịch nước tặng ", "999999999999999999999 tập thể ", "trong đó ", "Ảnh: ", "Quyết định số 1/QĐ-UBND ",
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1258", "cp1252", "latin-1", "utf-7", "utf-32")
_ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    1e300,
    "",
    " ",
    "\0",
    "x" * 3000,
    [],
    {},
    [[]],
    {"text": "a"},
    "2019-02-30",
    "9999-12-31",
    "0001-01-01",
    "file:///etc/passwd",
    "../../x",
)


def _at(random: Random, size: int) -> int:
    return random.randint(0, max(0, size))


def _some(random: Random, data: bytes, most: int = 600) -> bytes:
    start = _at(random, len(data))
    return data[start : start + random.randint(1, most)]


def flip(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Some bytes become others."""
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 60)) if spoilt else 0):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def cut(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The end, the beginning or a piece of the middle is missing."""
    a, b = sorted((_at(random, len(data)), _at(random, len(data))))
    return random.choice((data[:a], data[a:], data[:a] + data[b:]))


def put_in(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Marks, markup or words of the field in several places; between words more often than inside."""
    pieces = random.choice((_TEXT, _MARKUP, _NEWS, _NEWS))
    for _ in range(random.choice((1, 3, 12))):
        place = _at(random, len(data))
        if random.random() < 0.7:
            place = data.find(b" ", place) + 1 or place
        data = data[:place] + random.choice(pieces).encode("utf-8", "surrogatepass") + data[place:]
    return data


def splice(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Half of this document and half of another."""
    other = random.choice(others)
    return data[: _at(random, len(data))] + other[_at(random, len(other)) :]


def repeat(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A piece comes again and again."""
    piece = _some(random, data, random.choice((1, 4, 30, 600)))
    place = _at(random, len(data))
    return data[:place] + piece * random.choice((2, 10, min(2000, MOST // 2 // max(1, len(piece))))) + data[place:]


def nest(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Brackets, quotes or tags within one another, closed or not."""
    opened, closed = random.choice(
        (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("<div>", "</div>"), ("<b><i>", ""), ("((a,", ""), ("<table><tr><td>", ""), ("- ", ""), ('{"a":', "}"))
    )  # fmt: skip
    times = random.choice((3, 40, 1000))
    place = _at(random, len(data))
    end = (closed * times).encode() if random.random() < 0.5 else b""
    return data[:place] + (opened * times).encode() + _some(random, data) + end + data[place:]


def join(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Very long lines, or very long words, or no capitals, or all capitals."""
    text = data.decode("utf-8", "replace")
    change: Callable[[str], str] = random.choice(
        (
            lambda t: t.replace("\n", " "),
            lambda t: t.replace(" ", ""),
            lambda t: t.replace(" ", random.choice("\u00a0\u200b\t\u2003\n")),
            str.upper,
            str.lower,
            str.title,
            lambda t: t[::-1],
            lambda t: t.replace(".", ","),
            lambda t: t.replace(",", "").replace(".", ""),
        )
    )
    return change(text).encode()


def recode(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The same letters in another encoding or normal form, all of them or from some place on."""
    text = data.decode("utf-8", "replace")
    if random.random() < 0.4:
        return unicodedata.normalize(random.choice(("NFD", "NFKD", "NFKC")), text).encode()
    place = _at(random, len(text)) if random.random() < 0.3 else 0
    name = random.choice(_ENCODINGS)
    return text[:place].encode() + text[place:].encode(name, "replace")


def as_record(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A line of JSON, or several, with fields that are odd."""
    lines = []
    for n in range(random.choice((1, 1, 3))):
        text = (data if not n else random.choice(others)).decode("utf-8", "replace")
        record: dict[str, object] = {"id": f"x{n}", "title": text[:60], random.choice(("text", "text", "html")): text}
        record["published"] = random.choice(("2019-12-31", "2019-02-29", None, "0001-01-01", "9999-12-31"))
        record["publisher"] = random.choice(("UBND tỉnh Cà Mau", None, "\x1b[2J", "Sở " * 500))
        record["url"] = random.choice(
            (None, "https://tin.example/a", "http://[::1", "javascript:x", "https://tin.example/" + "a" * 3000)
        )
        for _ in range(random.choice((0, 0, 1, 2))):
            record[random.choice((*record, "html", "fetched"))] = random.choice(_ODD)
        lines.append(json.dumps(record, ensure_ascii=random.random() < 0.3).encode("utf-8", "surrogatepass"))
    if random.random() < 0.2:
        return b"[" + b",".join(lines) + b"]"
    return random.choice((b"\n", b"\r\n", b"\n\n", b"")).join(lines)


def as_page(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A page round the lines of the document."""
    title, *lines = data.split(b"\n")
    tag = random.choice((b"p", b"div", b"li", b"td", b"span"))
    body = b"".join(b"<%b>%b</%b>" % (tag, line, tag) for line in lines)
    return b"<!doctype html><html><title>%b</title><body><h1>%b</h1>%b" % (title, title, body)


_WAYS = (flip, cut, put_in, put_in, put_in, splice, repeat, nest, join, recode)
_FORMS = (None, None, None, None, as_record, as_page)


def mutated(base: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A spoilt document: up to four things done to `base`, perhaps put into a page or a record."""
    form = random.choice(_FORMS)
    late = random.random() < 0.5
    data = base if form is None or late else form(random, base, others)
    for _ in range(random.choice((1, 1, 2, 3, 4))):
        data = random.choice(_WAYS)(random, data, others)[:MOST]
    return (form(random, data, others) if form and late else data)[: MOST * 2]
