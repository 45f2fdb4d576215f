"""The old Vietnamese encodings: codes to letters, one word at a time.

A word comes as *codes*: a string with one character for each byte (U+0000–U+00FF), whatever it was read as before.
The tables are data: `schemas/encodings/*.tsv`, each naming its source.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from importlib import resources

_CP1252 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_NO_CP1252 = {code for code, letter in _CP1252.items() if letter == "\ufffd"}
# what a reader of windows-1252 made of each byte, back to the byte; latin-1 and its control characters stay
_BYTES = {ord(letter): code for code, letter in _CP1252.items() if code not in _NO_CP1252}
_BYTES |= {0xDC00 + code: code for code in range(0x80, 0x100)}  # a byte that was no UTF-8 (surrogateescape)
_WESTERN = {0xDC00 + code: _CP1252.get(code, chr(code)) for code in range(0x80, 0x100) if code not in _NO_CP1252}
_WESTERN |= {0xDC00 + code: chr(0xF700 + code) for code in _NO_CP1252}
_WIDE = re.compile("[^\x00-\xff]")
# A code that the encoding gives no letter stands in the private area until somebody asks what it looked like.
STRAY = re.compile("[\uf780-\uf7ff]")
_TO_STRAY = {code: 0xF700 + code for code in range(0x80, 0x100)}
_SHOWN = {0xF700 + code: _CP1252.get(code, chr(code)) for code in range(0x80, 0x100)}

# The order decides between readings that are alike in every word: the plainer encoding is named.
TABLES = ("tcvn3", "vni-windows", "viscii", "tcvn-5712-1")
TWICE = "utf-8 read as windows-1252"
WESTERN = "windows-1252"
ENCODINGS = (WESTERN, "tcvn3", "vni-windows", "windows-1258", "viscii", TWICE, "tcvn-5712-1")
NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni-windows": "VNI-Windows",
    "viscii": "VISCII",
    "tcvn-5712-1": "TCVN 5712",
    TWICE: "UTF-8 read as windows-1252",
}
_LABELS = (
    (re.compile(r"(?:x-)?viscii.*"), "viscii"),
    (re.compile(r"(?:windows-?|cp|x-cp)1258"), "windows-1258"),
    (re.compile(r"(?:x-)?(?:viet-)?(?:tcvn|abc).*"), "tcvn3"),
    (re.compile(r"(?:x-)?(?:viet-)?vni.*"), "vni-windows"),
    (re.compile(r"(?:windows-?|cp|x-cp)1252|iso[-_]?8859-?1|latin-?1|us-ascii|ascii"), WESTERN),
)


def encoding_named(label: str | None) -> str | None:
    """Which of `ENCODINGS` a charset label of a page or a server means; None for any other.

    >>> encoding_named("x-viet-tcvn"), encoding_named("ISO-8859-1"), encoding_named("utf-8")
    ('tcvn3', 'windows-1252', None)
    """
    label = (label or "").strip().lower()
    return next((name for pattern, name in _LABELS if pattern.fullmatch(label)), None)


def codes_of(word: str, *, raw: bool) -> str:
    """The codes of a word of text: from windows-1252 or latin-1 back to bytes, undecoded bytes as they are.

    `raw` says that the text came as bytes that are no UTF-8: then what looks like a letter beyond windows-1252 was
    two bytes. Otherwise such a letter stays, for it belongs to no old encoding.

    >>> codes_of("TiÕng", raw=False), codes_of("đ", raw=False), codes_of("ử", raw=True)
    ('TiÕng', 'đ', 'á»\\xad')
    """
    codes = word.translate(_BYTES)
    if raw and _WIDE.search(codes):
        return _WIDE.sub(lambda wide: wide[0].encode("utf-8", "surrogatepass").decode("latin-1"), codes)
    return codes


def letters_of(codes: str, encoding: str) -> str:
    """Codes read in one of `ENCODINGS`, in NFC; a code without a letter or sign gives a `STRAY`.

    >>> letters_of("TiÕng ViÖt", "tcvn3"), letters_of("Tieáng Vieät", "vni-windows"), letters_of("Ti\\xaang", "viscii")
    ('Tiếng Việt', 'Tiếng Việt', 'Tiếng')
    """
    return _reader(encoding)(codes)


def read_word(word: str, encoding: str, *, raw: bool) -> str:
    """A word of text read in one of `ENCODINGS`; `raw` as in `codes_of`.

    >>> read_word("TiÕng", "tcvn3", raw=False), read_word("\\udcc0n", WESTERN, raw=True)
    ('Tiếng', 'Àn')
    """
    return _read(word, encoding, raw) if len(word) < 40 else _read.__wrapped__(word, encoding, raw)


@functools.lru_cache(maxsize=50_000)
def _read(word: str, encoding: str, raw: bool) -> str:
    if encoding == WESTERN:
        return unicodedata.normalize("NFC", word.translate(_WESTERN))
    return letters_of(codes_of(word, raw=raw), encoding)


def as_western(text: str) -> str:
    """`text` with undecoded bytes as windows-1252 shows them; what is decoded already stays.

    >>> as_western("ngh\\udcde")
    'nghÞ'
    """
    return shown(text.translate(_WESTERN))


def shown(letters: str) -> str:
    """`letters` with every stray as windows-1252 shows it: what the reader of such a page saw there.

    >>> shown(letters_of("Hµ Néi \xc0", "tcvn3"))
    'Hà Nội À'
    """
    return letters.translate(_SHOWN) if STRAY.search(letters) else letters


@functools.cache
def _reader(encoding: str) -> Callable[[str], str]:
    if encoding == TWICE:
        return _twice
    if encoding in TABLES:
        return _of_table(encoding)
    codec = encoding.replace("windows-", "cp")
    table: dict[int, str | int] = {}
    for code in range(0x80, 0x100):
        letter = bytes([code]).decode(codec, "replace")
        table[code] = letter if letter != "\ufffd" else _TO_STRAY[code]
    return lambda codes: unicodedata.normalize("NFC", codes.translate(table))


def _of_table(encoding: str) -> Callable[[str], str]:
    letters = _table(encoding)
    signs = _signs(encoding)
    if all(len(codes) == 1 for codes in letters):
        table = {code: signs(chr(code)) for code in range(0x80, 0x100)} | {ord(c): to for c, to in letters.items()}
        return lambda codes: unicodedata.normalize("NFC", codes.translate(table))
    # Longest first, so that a vowel is read together with the mark behind it.
    found = re.compile("|".join(sorted(letters, key=len, reverse=True)) + "|[\x80-\xff]")
    return lambda codes: found.sub(lambda m: letters.get(m[0]) or signs(m[0]), codes)


def _signs(encoding: str) -> Callable[[str], str]:
    """What codes outside the table are: the quotes and dashes of windows-1252, for fonts left those where they were."""
    last = 0xBF if encoding == "vni-windows" else 0xA0

    def sign(code: str) -> str:
        return _CP1252.get(ord(code), code) if ord(code) <= last else chr(_TO_STRAY[ord(code)])

    return sign


def _table(encoding: str) -> dict[str, str]:
    letters: dict[str, str] = {}
    source = resources.files("schemas").joinpath("encodings", f"{encoding}.tsv").read_text("utf-8")
    for line in source.splitlines():
        if line.startswith(("#", "codes\t")):
            continue
        codes, letter = line.split("\t")
        letters["".join(chr(int(code, 16)) for code in codes.split())] = letter
    if encoding == "vni-windows":
        # A capital's marks are often typed small: "HOïP".
        small = {c[0] + c[1].lower(): to for c, to in letters.items() if len(c) == 2 and c[0].isupper()}
        letters |= {codes: to for codes, to in small.items() if codes not in letters}
    return letters


def _twice(codes: str) -> str:
    try:
        return unicodedata.normalize("NFC", codes.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return codes.translate(_TO_STRAY)
