"""Text with runs in old encodings to Unicode: what is right stays, and is seen to be right at next to no cost."""

import re
from html import entities
from typing import NamedTuple

from extract.document.legacy_markup import words_of_page
from extract.document.legacy_path import UNDECODED, Word, words_of
from extract.document.legacy_runs import find_runs, improbable
from extract.document.legacy_tables import WESTERN, read_word, shown

_VIETNAMESE = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"
# What TCVN3, VNI and VISCII look like in windows-1252 and Vietnamese does not; no text in them goes without.
_ODD = "".join(c for c in map(chr, range(0xA1, 0x100)) if c not in _VIETNAMESE)
_COMMON = "©®°«»·×§±²³¼½¾Ðð"  # stands on many a right page
_NEAR = 24  # letters to either side of one that looks odd, more than any word has
_ASCII = bytes(range(0x80))
_ODD_UTF8 = re.compile(b"\xc2[\xa1-\xbf]|\xc3[" + bytes(ord(c) - 0x40 for c in _ODD if c >= "À") + b"]")
# windows-1258 writes tones behind their vowels: "oì", "iò". Next to no right word has them so ("giò").
_ODD_TONE = re.compile(
    b"\xc3[\x8c\x92\xac\xb2](?<=[aeiouyAEIOUY\x82\x83\x8a\x94\xa0-\xa2\xaa\xaf\xb0\xb4\xb5\xbd]\xc3.)", re.DOTALL
)
_ODD_IN_WORD = re.compile(rf"[A-Za-z\x80-\xff][{_ODD}]|[{_ODD}][A-Za-z\x80-\xff]")
_RARE = [c for c in _ODD if c not in _COMMON]
_NAMES = [name for name in (entities.codepoint2name.get(ord(c)) for c in _RARE) if name]
_ODD_ENTITY = re.compile(
    f"&(?:{'|'.join(_NAMES)}"
    f"|#(?:{'|'.join(str(ord(c)) for c in _RARE)})"
    f"|#[xX](?i:{'|'.join(f'{ord(c):x}' for c in _RARE)}));"
)


class Decoded(NamedTuple):
    """Text with its runs decoded, and the encodings they were in, that of most words first.

    `undecodable` is the place in the text given of the first byte that is left unread; then the text is that given.
    """

    text: str
    encodings: tuple[str, ...] = ()
    undecodable: int | None = None


def decode_runs(text: str, *, markup: bool, raw: bool = False, declared: str | None = None) -> Decoded:
    """Decode the runs of `text` that stand in old encodings; what is right already stays as it is.

    `markup` says that it is HTML, `raw` that it came as bytes that are no UTF-8: these are lone surrogates in `text`
    (surrogateescape). `declared` is the encoding that the page claims, one of `legacy_tables.ENCODINGS`.

    >>> decode_runs("Hội nghị. Héi nghÞ tæng kÕt n¨m 2003.", markup=False)
    Decoded(text='Hội nghị. Hội nghị tổng kết năm 2003.', encodings=('tcvn3',), undecodable=None)
    >>> decode_runs("Le président reçu à Hội An, für Gäste", markup=False).encodings
    ()
    """
    if not raw and not _looks_odd(text, markup):
        return Decoded(text)
    words = words_of_page(text) if markup else words_of(text)
    runs = find_runs(text, words, raw=raw, declared=declared)
    if runs.undecodable is not None:
        return Decoded(text, (), runs.undecodable)
    parts: list[str] = []
    start = 0
    for word, letters in runs.replaced:
        parts += [text[start : word.start], letters]
        start = word.end
    parts.append(text[start:])
    decoded = "".join(parts)
    if raw:
        # What is left stands in scripts, comments and attributes.
        encoding = runs.encodings[0] if runs.encodings else WESTERN
        decoded = UNDECODED.sub(lambda byte: shown(read_word(byte[0], encoding, raw=True)), decoded)
    return Decoded(decoded, runs.encodings)


def _looks_odd(text: str, markup: bool) -> bool:
    """Whether some word of a text would be likelier in an old encoding, or a font or an entity calls for a look."""
    if not text.isascii():
        data = text.encode("utf-8", "surrogatepass")
        if _ODD_UTF8.search(data.translate(None, _ASCII)):
            for found in _ODD_IN_WORD.finditer(text):
                if improbable(_words_with(_ODD, text[max(0, found.start() - _NEAR) : found.end() + _NEAR])):
                    return True
        for tone in _ODD_TONE.finditer(data):
            near = data[max(0, tone.start() - _NEAR) : tone.end() + _NEAR].decode("utf-8", "ignore")
            if improbable(_words_with("ÌÒìò", near)):
                return True
        if markup and (b".Vn" in data or b"VNI-" in data):
            return True  # a page may be set in an old font though its few letters look like any others
    return markup and "&" in text and _ODD_ENTITY.search(text) is not None


def _words_with(letters: str, near: str) -> list[Word]:
    return [word for word in words_of(near) if any(letter in letters for letter in word.text)]
