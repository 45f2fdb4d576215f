"""Vietnamese text written in the old encodings, by rules of its own: what the decoder under test must read back."""

import unicodedata

TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢§£¤¥¦",
        strict=True,
    )
)
_VISCII = dict(
    zip(
        "ẲẴẪỶỸỴẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷ"
        "ừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        bytes([2, 5, 6, 0x14, 0x19, 0x1E, *range(0x80, 0x100)]).decode("latin-1"),
        strict=True,
    )
)
# VNI: tone marks, marks over a circumflex and over a breve, in the order of TONES; then letters with codes of their own.
_VNI_TONE, _VNI_CIRCUMFLEX, _VNI_BREVE = "øùûõï", "àáåãä", "èéúüë"
_VNI_HORN = {"o": "ô", "u": "ö"}
_VNI_OWN = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def tcvn3(text: str) -> str:
    """Codes of TCVN3; a capital with a tone gets the small letter's code, as there is no other."""
    return "".join(_TCVN3.get(c) or _TCVN3.get(c.lower(), c) for c in text)


def viscii(text: str) -> str:
    """Codes of VISCII."""
    return "".join(_VISCII.get(c, c) for c in text)


def vni(text: str) -> str:
    """Codes of VNI-Windows."""
    return "".join(_vni_letter(c) for c in text)


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_OWN:
        codes = _VNI_OWN[small]
    else:
        base, *marks = list(unicodedata.normalize("NFD", small))
        tones = [TONES[m] for m in marks if m in TONES]
        if "\u0302" in marks:
            codes = base + (_VNI_CIRCUMFLEX[tones[0]] if tones else "â")
        elif "\u0306" in marks:
            codes = base + (_VNI_BREVE[tones[0]] if tones else "ê")
        elif tones:
            codes = (_VNI_HORN[base] if "\u031b" in marks else base) + _VNI_TONE[tones[0]]
        else:
            codes = small
    return codes.upper() if letter != small else codes


def windows_1258(text: str) -> str:
    """Codes of windows-1258: letters, each followed by its tone."""
    letters = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
        letters.append(base + "".join(c for c in marks if c in TONES))
    return "".join(letters).encode("cp1258").decode("latin-1")


CODES = {"tcvn3": tcvn3, "vni-windows": vni, "viscii": viscii, "windows-1258": windows_1258}


def as_bytes(text: str, encoding: str) -> bytes:
    """`text` as a file in `encoding`."""
    return CODES[encoding](text).encode("latin-1")


def misread(text: str, encoding: str) -> str:
    """`text` in `encoding` as a program shows it that takes it for windows-1252; control characters as in latin-1."""
    return "".join(
        bytes([code]).decode("cp1252") if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(code)
        for code in as_bytes(text, encoding)
    )
