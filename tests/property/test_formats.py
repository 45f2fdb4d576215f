"""Damage anywhere in a file of any format ends in a named error or in text, never in a crash, and the rest is read."""

import gzip
import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.document import documents_of_bytes, iter_documents, read_bulletin
from extract.errors import InputError
from tests.conftest import ROOT

FORMATS = ROOT / "tests" / "data" / "formats"
PAGE = b"<!DOCTYPE html><html><body><h1>Tin</h1><p>S\xc3\xa1ng 5/3, t\xe1\xbb\x89nh h\xe1\xbb\x8dp.</p></body></html>"


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.html", PAGE)
        file.writestr("a.jsonl.gz", gzip.compress(b'{"text": "Tin"}\n' * 3))
    return out.getvalue()


def _warc() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number in range(3):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://a.example/{number}", "response", payload=io.BytesIO(PAGE), http_headers=http
            )
        )
    return out.getvalue()


def _docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Họp báo quý I")
    document.add_paragraph("Sáng 5/3, tỉnh họp báo.")
    document.save(out)
    return out.getvalue()


VALID = {
    "zip": _zip(),
    "warc.gz": _warc(),
    "warc": gzip.decompress(_warc()),
    "jsonl.gz": gzip.compress(b'{"text": "Tin"}\n' * 50),
    "docx": _docx(),
    "pdf": (FORMATS / "decomposed.pdf").read_bytes(),
}
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=6), st.integers(0, 6)), min_size=1, max_size=6
)


def texts(data: bytes) -> tuple[list[str], list[InputError]]:
    errors: list[InputError] = []
    found = []
    for raw in documents_of_bytes(data, "thử", on_error=errors.append):
        try:
            found.append(read_bulletin(raw).text)
        except InputError as error:
            errors.append(error)
    return found, errors


@pytest.mark.parametrize("kind", VALID)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE)
def test_damage_is_named(kind: str, damage: list[tuple[float, bytes, int]]) -> None:
    data = VALID[kind]
    for where, put, taken in damage:
        at = int(where * len(data))
        data = data[:at] + put + data[at + taken :]
    found, errors = texts(data)
    assert found or errors
    assert all(e.place.startswith("thử") and e.reason for e in errors)


@pytest.mark.parametrize("kind", VALID)
@settings(max_examples=20, deadline=None)
@given(share=st.floats(0, 1))
def test_a_cut_file_is_named(kind: str, share: float) -> None:
    data = VALID[kind]
    whole, none = texts(data)
    assert none == []
    found, errors = texts(data[: 10 + int(share * (len(data) - 11))])
    assert errors or found == whole or (kind in ("warc", "warc.gz") and found == whole[: len(found)])
    assert all(text in whole for text in found) or kind in ("pdf", "warc")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 40), max_size=8))
def test_a_pipe_in_pieces_gives_what_a_file_gives(tmp_path: Path, cuts: list[int]) -> None:
    """A stream hands over as few bytes as it likes."""

    class Pieces(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data, self.cuts = data, list(cuts)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            take = min(size, self.cuts.pop()) if self.cuts else size
            part, self.data = self.data[:take], self.data[take:]
            return part

    for kind in ("zip", "warc.gz", "jsonl.gz"):
        errors: list[InputError] = []
        found = [
            raw.html or raw.text
            for raw in iter_documents(["-"], on_error=errors.append, stdin=Pieces(VALID[kind]))  # type: ignore[arg-type]
        ]
        direct = [raw.html or raw.text for raw in documents_of_bytes(VALID[kind], "thử", on_error=print)]
        assert (found, errors) == (direct, [])
