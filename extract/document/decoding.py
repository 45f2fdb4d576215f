"""Bytes to text, or the reason why they are none: empty, binary, broken UTF-8, a page cut in the middle."""

import re

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


def binary_reason(head: bytes) -> str | None:
    """Why the first bytes of an input show that it is no text, else None.

    >>> binary_reason(b"%PDF-1.7"), binary_reason("Bản tin".encode())
    ('a binary file (a PDF), not text', None)
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return f"a binary file ({name}), not text"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16, not UTF-8: convert it first (iconv -f UTF-16 -t UTF-8)"
    nul = head.find(b"\x00")
    return f"a binary file (a NUL byte at offset {nul}), not text" if nul >= 0 else None


def decode(data: bytes, *, offset: int = 0) -> tuple[str, str | None]:
    """`data` as text without its byte order mark, and the reason why it is none (then the text is empty).

    `offset` is where `data` begins in its file, so that the reason names the byte's place in the file.

    >>> decode("Bản tin".encode())
    ('Bản tin', None)
    >>> decode(b"B\\xe1n tin", offset=100)[1]
    'broken UTF-8: byte 0xE1 at offset 101'
    """
    reason = binary_reason(data)
    if reason:
        return "", reason
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", f"broken UTF-8: byte 0x{data[error.start]:02X} at offset {offset + error.start}"
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return "", "empty"
    return text, None


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
