"""What a file is, by its first bytes and, where these leave it open, by its name."""

import re

from extract.document.decoding import wide_encoding, without_bom

HEAD = 1 << 16
SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
PACKED = (".gz", ".gzip")
_CONTAINERS = frozenset({".pdf", ".docx", ".zip", ".warc"})

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .xls) or an encrypted new one: save it as DOCX or PDF first"),
    (b"{\\rtf", "a document in RTF: save it as DOCX or PDF first"),
    (b"Rar!", "a RAR archive: unpack it, or pack it as zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it, or pack it as zip"),
    (b"BZh", "compressed with bzip2: unpack it, or use gzip"),
    (b"\xfd7zXZ\x00", "compressed with xz: unpack it, or use gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it, or use gzip"),
    (b"filedesc://", "an ARC archive: convert it first (warcio recompress IN.arc.gz OUT.warc.gz)"),
)
_TAR = (257, b"ustar", "a TAR archive: unpack it, or pack it as zip")
_MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|meta|div|p|h[1-6]|article|section|main|table)[\s>/-]", re.IGNORECASE
)
_PAGE = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)


def kind_of(head: bytes, name: str | None) -> str:
    """The kind of an input: gzip, zip, pdf, warc, html, jsonl, json or text.

    `head` is its first bytes, `name` its file name, if it has one. Content comes first; the name tells text from pages
    and records where the content does not.

    >>> kind_of(b"%PDF-1.4", "tin.html"), kind_of(b"<!DOCTYPE html><p>Tin", "tin.txt"), kind_of(b"Tin", "tin.txt")
    ('pdf', 'html', 'text')
    """
    magic = next((kind for start, kind in _MAGIC if head.startswith(start)), None)
    if magic:
        return magic
    if b"%PDF-" in head[:1024] and name and suffix_of(name) == ".pdf":
        return "pdf"  # readers let some bytes stand before a PDF's first line
    if is_page(head):
        return "html"
    start = _narrow(head)
    by_name = SUFFIXES.get(suffix_of(name)) if name else None
    if by_name:
        return by_name
    if start[:1] in (b"{", b"["):
        return "json"
    return "html" if _MARKUP.match(start) else "text"


def is_page(head: bytes) -> bool:
    """Whether bytes begin as a whole HTML page does.

    >>> is_page(b"<!-- saved --><html lang=vi>"), is_page(b"<rss>")
    (True, False)
    """
    return _PAGE.match(_narrow(head[:HEAD])) is not None


def _narrow(head: bytes) -> bytes:
    """The first bytes with a byte or less a letter, marks and white space before them left out."""
    wide = wide_encoding(head)
    if wide:
        head = head[: len(head) & ~1].decode(wide, "ignore").removeprefix("\ufeff").encode()
    return without_bom(head).lstrip()


def refused_reason(head: bytes, name: str | None = None) -> str | None:
    """Why an input that bantin does not read is refused, with what to do; None for one that it may read.

    >>> refused_reason(b"Rar!")
    'a RAR archive: unpack it, or pack it as zip'
    >>> refused_reason("Họp báo".encode(), "tin.pdf")
    'named .pdf, and is none: save it again, or name it by what it is'
    """
    offset, magic, tar = _TAR
    if head[offset : offset + len(magic)] == magic:
        return tar
    reason = next((reason for start, reason in _REFUSED if head.startswith(start)), None)
    ending = suffix_of(name) if name else ""
    if reason is None and ending in _CONTAINERS and kind_of(head, name) in ("text", "json"):
        return f"named {ending}, and is none: save it again, or name it by what it is"
    return reason


def suffix_of(name: str) -> str:
    """The ending of a file name in small letters; that of the packed file where the name ends in .gz.

    >>> suffix_of("tin.JSONL.gz"), suffix_of("tin.html"), suffix_of("tin")
    ('.jsonl', '.html', '')
    """
    base = re.split(r"[/\\]", name)[-1].lower()
    for packed in PACKED:
        base = base.removesuffix(packed)
    stem, dot, ending = base.rpartition(".")
    return f".{ending}" if dot and stem else ""


def is_read_from_folder(head: bytes, name: str) -> bool:
    """Whether a file that stands in a folder or zip among others is meant for bantin.

    A text without a text's ending is not: a folder holds notes, style sheets and programs too.

    >>> is_read_from_folder(b"<html><p>Tin", "tin.aspx"), is_read_from_folder(b"body { color: red }", "trang.css")
    (True, False)
    """
    if suffix_of(name) in SUFFIXES or suffix_of(name) in _CONTAINERS:
        return True
    return any(head.startswith(magic) for magic, _ in _MAGIC) or is_page(head)
