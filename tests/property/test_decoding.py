"""Our own texts, written in the old encodings and read back, alone, misread, and mixed with what is right."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document.decoding import decode_bytes
from tests.conftest import ROOT
from tests.old_encodings import CODES, as_bytes, misread

_TONED = "ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"


def sentences(folder: Path) -> list[str]:
    """Sentences of the samples with letters enough to be told apart, in what every old encoding can say."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    lines = [line for text in texts for line in re.split(r"\n|(?<=\w{3}\.) ", text)]
    plain = (
        line.translate({0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2019: "'", 0xA0: " ", 0xD0: "Đ"}) for line in lines
    )
    return [line for line in plain if len(line.split()) >= 8 and sum(c > "~" for c in line) >= 8]


SENTENCES = sentences(ROOT / "corpus" / "samples")
sentence = st.sampled_from(SENTENCES)
encoding = st.sampled_from(sorted(CODES))


def read(data: bytes) -> tuple[str, str | None]:
    """Text and reason, where the encodings are of no interest."""
    return decode_bytes(data)[:2]


def writable(line: str, name: str) -> str:
    """`line` without what TCVN3 has no code for: capitals with a tone, unless the whole line is in capitals."""
    if name != "tcvn3" or line.isupper():
        return line
    return line.translate({ord(c): c.lower() for c in _TONED}).replace("TỉNH", "TỈNH")


def written(text: str, name: str, stood: bool) -> bytes:
    """`text` in bytes of the encoding `name`, or (`stood`) in UTF-8 as a program left it that took them for others.

    Misread VISCII is left out: its capitals become dashes and dots, which are right as they stand, too.
    """
    return misread(text, name).encode() if stood and name != "viscii" else as_bytes(text, name)


def test_there_are_sentences_enough() -> None:
    assert len(SENTENCES) > 40


@settings(max_examples=150, deadline=None)
@given(st.lists(sentence, min_size=1, max_size=4), encoding, st.booleans(), st.booleans())
def test_a_text_in_one_encoding(lines: list[str], name: str, shout: bool, stood: bool) -> None:
    text = "\n".join(line.upper() if shout else writable(line, name) for line in lines)
    data = written(text, name, stood)
    found = decode_bytes(data)
    if name == "tcvn3":  # what begins a sentence gets the capital that the encoding could not write
        assert (found.text.lower(), found.reason) == (text.lower(), None)
    else:
        assert (found.text, found.reason) == (text, None)
    assert found.encodings == (name,)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(sentence, st.one_of(st.none(), encoding), st.booleans()), min_size=2, max_size=6))
def test_a_text_that_mixes_encodings(lines: list[tuple[str, str | None, bool]]) -> None:
    data = b"\n".join(line.encode() if name is None else written(line, name, stood) for line, name, stood in lines)
    text, reason = read(data)
    assert (text.lower(), reason) == ("\n".join(line for line, _, _ in lines).lower(), None)


@settings(max_examples=100, deadline=None)
@given(st.lists(sentence, min_size=1, max_size=5))
def test_what_is_right_stays(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert decode_bytes(text.encode()) == (text, None, ())
    assert decode_bytes(f"<p>{text}</p>".encode()) == (f"<p>{text}</p>", None, ())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode), st.booleans())
def test_any_bytes_are_text_or_named(data: bytes, markup: bool) -> None:
    text, reason, _ = decode_bytes(data, markup=markup)
    assert (reason is None) == bool(text.strip())
    assert not any("\udc80" <= c <= "\udcff" for c in text)


@settings(max_examples=100, deadline=None)
@given(st.lists(sentence, min_size=1, max_size=3), encoding)
def test_decoding_twice_changes_nothing(lines: list[str], name: str) -> None:
    once, _ = read(as_bytes("\n".join(lines), name))
    assert decode_bytes(once.encode()) == (once, None, ())


@pytest.mark.parametrize("name", sorted(CODES))
def test_every_letter_has_its_code(name: str) -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    assert len(as_bytes(letters, name)) >= len(letters)
    words = SENTENCES[0] + "\n" + "\n".join(f"{SENTENCES[1]} {letter}" for letter in letters)
    assert read(as_bytes(words, name))[0].lower() == words.lower()
