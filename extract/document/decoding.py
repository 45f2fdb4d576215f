"""Bytes to text in whatever encoding they are, or the reason why they are none: empty, binary, broken, cut."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from extract.document.legacy import decode_runs
from extract.document.legacy_tables import WESTERN, as_western, encoding_named
from extract.document.legacy_words import reads_as_words

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP container (DOCX, XLSX …)"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
)
_BOM = b"\xef\xbb\xbf"
_OPENED = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_TAG_START = re.compile(r"<[a-zA-Z/!?]")
_WIDE_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# High bytes of UTF-16 in a Vietnamese text: Latin and its extensions, tones, punctuation.
_HIGH_BYTES = frozenset([0x00, 0x01, 0x03, 0x1E, 0x20])
_DECLARED = re.compile(rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|meta|p|div|span|font|table|br|h[1-6])\b[^<]*>", re.IGNORECASE)
_WIDE_LETTERS = re.compile(r"gb|big5|euc|shift|iso-2022", re.IGNORECASE)  # no byte of these fits everywhere
_OTHERS = re.compile(rf"(?:iso[-_]?8859|windows|cp|koi8|latin|us-ascii|{_WIDE_LETTERS.pattern}).*", re.IGNORECASE)
_TONES = b"\xcc"  # begins every tone that stands behind its vowel (U+0300 to U+033F), and no other letter
_HEAD = 1 << 16


class DecodedBytes(NamedTuple):
    """Text of bytes, or the `reason` why there is none (then the text is empty).

    `encodings` names what it was decoded from where that is not UTF-8 alone: UTF-16, or the encodings of its runs,
    that of most words first.
    """

    text: str
    reason: str | None = None
    encodings: tuple[str, ...] = ()


def wide_encoding(head: bytes) -> str | None:
    """utf-16-le or utf-16-be where `head` begins a text in it, with or without byte order mark; else None.

    >>> wide_encoding("Bản tin".encode("utf-16-be")), wide_encoding("Bản tin".encode())
    ('utf-16-be', None)
    """
    for bom, encoding in _WIDE_BOMS:
        if head.startswith(bom):
            return encoding
    head = head[: min(len(head), _HEAD) & ~1]
    if b"\x00" not in head:
        return None
    for encoding, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        # Low bytes are seldom 0, as in U+0300, the grave of decomposed text.
        known = sum(map(high.count, _HIGH_BYTES))
        if known >= 0.95 * len(high) and high.count(0) >= max(0.25 * len(high), 4 * low.count(0)):
            return encoding
    return None


def binary_reason(head: bytes) -> str | None:
    """Why the first bytes of an input show that it is no text, else None.

    >>> binary_reason(b"%PDF-1.7"), binary_reason("Bản tin".encode())
    ('a binary file (a PDF), not text', None)
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return f"a binary file ({name}), not text"
    if b"\x00" not in head or wide_encoding(head):
        return None
    return f"a binary file (a NUL byte at offset {head.find(0)}), not text"


def decode(data: bytes, *, offset: int = 0) -> tuple[str, str | None]:
    """JSON as text without its byte order mark, and the reason why it is none (then the text is empty).

    Strings in old encodings stay as they are, bytes that are no UTF-8 as windows-1252 shows them: they are decoded
    when the record is taken apart (`encodings.in_unicode`), for words begin and end differently amid JSON's escapes.
    What `decode_bytes` finds no encoding for is refused here as there. `offset` is where `data` begins in its file, so
    that the reason names the byte's place in the file.

    >>> decode("Bản tin".encode()), decode('{"text": "Héi nghÞ tæng kÕt"}'.encode("latin-1"))
    (('Bản tin', None), ('{"text": "Héi nghÞ tæng kÕt"}', None))
    >>> decode(b"B\\xe1n tin", offset=100)[1]
    'broken UTF-8: byte 0xE1 at offset 101'
    """
    if binary_reason(data) is None and wide_encoding(data) is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            decoded = decode_bytes(data, markup=False, offset=offset)
            if decoded.reason is None:
                return as_western(data.decode("utf-8", "surrogateescape")), None
            return "", decoded.reason
        text = text.removeprefix("\ufeff")
        return (text, None) if text.strip() else ("", "empty")
    decoded = decode_bytes(data, offset=offset)
    return decoded.text, decoded.reason


def decode_bytes(
    data: bytes, *, markup: bool | None = None, charset: str | None = None, offset: int = 0
) -> DecodedBytes:
    """`data` as text without its byte order mark, whatever encoding it is in or mixes; tones composed with vowels.

    UTF-8, UTF-16, windows-1258, VISCII, TCVN3, VNI-Windows, UTF-8 or any of these read as windows-1252 and saved.
    What is right UTF-8 stays as it is. `markup` says whether it is HTML (None: it is looked at), `charset` what its
    server said of it. That and the page's own word decide only where the text does not. `offset` is where `data`
    begins in its file, so that the reason names the byte's place in the file.

    >>> decode_bytes("Sáng 5/3, Héi nghÞ tæng kÕt".encode())
    DecodedBytes(text='Sáng 5/3, Hội nghị tổng kết', reason=None, encodings=('tcvn3',))
    >>> decode_bytes("Hội nghị tổng kết".encode("utf-16")).encodings
    ('utf-16-le',)
    """
    reason = binary_reason(data)
    if reason:
        return DecodedBytes("", reason)
    wide = wide_encoding(data)
    if wide:
        return _decode_wide(data, wide, markup, offset)
    if data.startswith(_BOM):
        data, offset = data[len(_BOM) :], offset + len(_BOM)
    if data.isascii():
        markup = markup if markup is not None or b"&" not in data else _is_markup(data)
    elif markup is None:
        markup = _is_markup(data)
    declared = charset or (_declared(data) if markup else None)
    try:
        text, raw = data.decode("utf-8"), False
    except UnicodeDecodeError:
        text, raw = data.decode("utf-8", "surrogateescape"), True
    decoded = decode_runs(text, markup=bool(markup), raw=raw, declared=encoding_named(declared))
    if decoded.undecodable is not None:
        foreign = _as_declared(data, declared, text)
        if foreign is None:
            place = len(text[: decoded.undecodable].encode("utf-8", "surrogateescape"))
            return DecodedBytes("", f"broken UTF-8: byte 0x{data[place]:02X} at offset {offset + place}")
        decoded = decoded._replace(text=foreign, encodings=(str(declared).lower(),))
    return _finished(decoded.text, decoded.encodings, decomposed=_TONES in data)


def _finished(text: str, encodings: tuple[str, ...], *, decomposed: bool) -> DecodedBytes:
    if not text or text.isspace():
        return DecodedBytes("", "empty")
    return DecodedBytes(unicodedata.normalize("NFC", text) if decomposed else text, None, encodings)


def _decode_wide(data: bytes, encoding: str, markup: bool | None, offset: int) -> DecodedBytes:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = encoding[:6].upper()
        return DecodedBytes("", f"broken {name}: byte 0x{data[error.start]:02X} at offset {offset + error.start}")
    markup = markup if markup is not None else _is_markup(text[:_HEAD].encode())
    decoded = decode_runs(text, markup=markup)
    return _finished(decoded.text, (encoding, *decoded.encodings), decomposed=True)


def _is_markup(data: bytes) -> bool:
    return _MARKUP.search(data, 0, _HEAD) is not None


def _declared(data: bytes) -> str | None:
    named = _DECLARED.search(data, 0, 4096)
    return named[1].decode("ascii", "replace") if named else None


def _as_declared(data: bytes, declared: str | None, text: str) -> str | None:
    """Text of another language in the encoding that it claims; None where the claim does not hold."""
    if declared is None or not _OTHERS.fullmatch(declared) or any("\x7f" < c < "\udc80" or c > "\udcff" for c in text):
        return None
    try:
        # Every byte is a letter of latin-1; it is windows-1252 that says where it cannot be.
        decoded = data.decode("cp1252" if encoding_named(declared) == WESTERN else declared)
    except (LookupError, UnicodeDecodeError):
        return None
    return decoded if _WIDE_LETTERS.match(declared) or reads_as_words(decoded) else None


def without_bom(line: bytes) -> bytes:
    """`line` without a UTF-8 byte order mark.

    >>> without_bom(b"\\xef\\xbb\\xbf{}")
    b'{}'
    """
    return line.removeprefix(_BOM)


def cut_reason(html: str) -> str | None:
    """Why a page must have been cut in the middle, else None; fragments without <html> are let through.

    >>> cut_reason("<html><body><p>Sáng 5/3, UBND tỉnh")
    'HTML cut in the middle: <html> or <body> is opened and never closed'
    >>> cut_reason("<p>Sáng 5/3</p><img src='x")
    'HTML cut in the middle: it ends inside a tag'
    >>> cut_reason("<p>Sáng 5/3, UBND tỉnh họp.</p>") is None
    True
    """
    last = html.rfind("<")
    if last > html.rfind(">") and _TAG_START.match(html, last):
        return "HTML cut in the middle: it ends inside a tag"
    # The closing tags stand at the very end of nearly every page; only others are searched whole.
    if _OPENED.search(html) and not (_CLOSED.search(html, max(0, len(html) - 2000)) or _CLOSED.search(html)):
        return "HTML cut in the middle: <html> or <body> is opened and never closed"
    return None
