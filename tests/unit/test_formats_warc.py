"""Web archives: each page with its address and day, revisions kept, everything else passed over or named."""

import gzip
import io
import json
import zlib
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.document import RawDocument, Skipped, iter_documents, read_bulletin
from extract.document.containers import GzipMembers, Meter
from extract.document.warc import archived_pages
from extract.errors import InputError

URL = "https://quangphong.example/tin/hop-bao-quy-1"
FETCHED = "2019-03-06T02:30:00Z"


def page(text: str = "Sáng 5/3, UBND tỉnh Quảng Phong họp báo về thu hút đầu tư quý I năm 2019.") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><link rel="canonical" href="{URL}"></head><body><h1>Họp báo quý I</h1>'
        f"<p>{text}</p></body></html>"
    ).encode()


class Archive:
    """A WARC being written; `add` takes what a server answered."""

    def __init__(self, gzipped: bool = True) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=gzipped)
        self.writer.write_record(self.writer.create_warcinfo_record("x.warc.gz", {"software": "thử"}))

    def add(
        self,
        body: bytes,
        url: str = URL,
        status: str = "200 OK",
        media: str | None = "text/html; charset=utf-8",
        kind: str = "response",
        headers: tuple[tuple[str, str], ...] = (),
        warc: dict[str, str] | None = None,
        fetched: str = FETCHED,
    ) -> None:
        said = [("Content-Type", media)] if media is not None else []
        http = StatusAndHeaders(status, [*said, *headers], protocol="HTTP/1.1") if kind != "resource" else None
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_content_type=media or "" if kind == "resource" else "",
            warc_headers_dict={"WARC-Date": fetched, **(warc or {})},
        )
        self.writer.write_record(record)

    def saved(self, path: Path) -> Path:
        path.write_bytes(self.out.getvalue())
        return path


def read(path: Path) -> tuple[list[RawDocument], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_documents([str(path)], on_error=errors.append)), errors


@pytest.mark.parametrize("packing", ["records", "whole", "none"])
def test_pages_are_read_and_the_rest_is_passed_over(tmp_path: Path, packing: str) -> None:
    archive = Archive(gzipped=packing == "records")
    archive.add(page())
    archive.add(b"", url=f"{URL}-cu", status="301 Moved Permanently", headers=(("Location", URL),))
    archive.add(page(), url=f"{URL}-mat", status="404 Not Found")
    archive.add(b"\x89PNG", url=f"{URL}.png", media="image/png")
    archive.add(b"User-agent: *", url="https://quangphong.example/robots.txt", media="text/plain")
    archive.add(
        b"", kind="revisit", warc={"WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"}
    )
    archive.add(page("Tệp lưu trên máy."), url="file:///kho/tin.html", kind="resource", media="text/html")
    archive.add(page("Máy chủ không nói loại tệp."), url=f"{URL}-2", media=None)
    data = archive.out.getvalue()
    path = tmp_path / ("x.warc" if packing == "none" else "x.warc.gz")
    path.write_bytes(gzip.compress(data) if packing == "whole" else data)
    documents, errors = read(path)
    assert [(d.place, d.url, d.fetched) for d in documents] == [
        (f"{path}!{URL}", URL, FETCHED),
        (f"{path}!file:///kho/tin.html", None, FETCHED),
        (f"{path}!{URL}-2", f"{URL}-2", FETCHED),
    ]
    assert documents[0].html == page().decode()
    assert [(type(e), e.place.removeprefix(f"{path}!")) for e in errors] == [
        (Skipped, f"{URL}.png"),
        (Skipped, "https://quangphong.example/robots.txt"),
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page()), (("Content-Encoding", "gzip"),)),
        (zlib.compress(page()), (("Content-Encoding", "deflate"),)),
        (zlib.compress(page())[2:-4], (("Content-Encoding", "deflate"),)),
        (brotli.compress(page()), (("Content-Encoding", "br"),)),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page()), (("Transfer-Encoding", "chunked"),)),
        (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(page(), mtime=0)), gzip.compress(page(), mtime=0)),
            (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
        ),
        (page(), (("Content-Encoding", "gzip"),)),
        (page(), (("Transfer-Encoding", "chunked"),)),
    ],
)
def test_what_the_server_packed_is_unpacked(tmp_path: Path, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    """The last two: crawlers that undo the packing and keep the header."""
    archive = Archive()
    archive.add(body, headers=headers)
    [document], errors = read(archive.saved(tmp_path / "x.warc.gz"))
    assert (document.html, errors) == (page().decode(), [])


def test_the_charset_that_the_server_says_is_used(tmp_path: Path) -> None:
    archive = Archive()
    text = "<html><body><h1>Họp báo</h1><p>Sáng 5/3, tỉnh họp báo.</p></body></html>"
    archive.add(text.encode("utf-16-le"), media="text/html; charset=UTF-16LE")
    [document], _ = read(archive.saved(tmp_path / "x.warc.gz"))
    assert document.html == text


def test_bombs_and_cut_pages_are_named(tmp_path: Path) -> None:
    archive = Archive()
    bomb = gzip.compress(b" " * (40 << 20))
    archive.add(bomb, url=f"{URL}-bom", headers=(("Content-Encoding", "gzip"),))
    archive.add(b"%x\r\n%s\r\n0\r\n\r\n" % (len(bomb), bomb), url=f"{URL}-khuc", headers=(("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")))  # fmt: skip
    archive.add(b"\0\0\0", url=f"{URL}-la", headers=(("Content-Encoding", "zstd"),))
    archive.add(page()[:-20], url=f"{URL}-cut", warc={"WARC-Truncated": "time"})
    archive.add(b"", url=f"{URL}-rong")
    archive.add(page())
    path = archive.saved(tmp_path / "x.warc.gz")
    documents, errors = read(path)
    assert [d.url for d in documents] == [URL]
    assert {e.place.rsplit("-", 1)[1]: e.reason for e in errors} == {
        "bom": "larger than 32 MB, no bulletin",
        "khuc": "larger than 32 MB, no bulletin",
        "la": "compressed with zstd, which is not read",
        "cut": "cut off while it was fetched (time): fetch it again",
        "rong": "empty",
    }


def test_a_damaged_record_costs_only_itself(tmp_path: Path) -> None:
    """A crawler killed in mid-record and started again leaves half a member before the next one."""
    halves = []
    for number in range(3):
        archive = Archive()
        archive.add(page(f"Tin số {number}, tỉnh họp báo về thu hút đầu tư."), url=f"{URL}-{number}")
        halves.append(archive.out.getvalue())
    torn = halves[1][: len(halves[1]) - 200]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(halves[0] + torn + halves[2] + torn)
    documents, errors = read(path)
    assert [d.url for d in documents] == [f"{URL}-0", f"{URL}-2"]
    assert len(errors) == 2
    assert all(e.place.startswith(str(path)) for e in errors)
    assert "cut off" in errors[-1].reason


def test_a_record_whose_first_byte_comes_alone_is_read() -> None:
    """As happens where a block of the file ends after it: warcio took such a byte for gzip and lost it."""

    class OneByOne(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(1)

    plain = Archive(gzipped=False)
    plain.add(page())
    record = plain.out.getvalue()[plain.out.getvalue().index(b"WARC/1.0", 8) :]
    packer = zlib.compressobj(wbits=31)
    split = packer.compress(record[:1]) + packer.flush(zlib.Z_SYNC_FLUSH) + packer.compress(record[1:]) + packer.flush()
    members = GzipMembers(OneByOne(split + split), "x.warc.gz", Meter())
    errors: list[InputError] = []
    pages = list(archived_pages(members, "x.warc.gz", errors.append))
    assert ([p.body for p in pages], errors) == ([page(), page()], [])


def test_a_cut_uncompressed_archive_names_its_last_page(tmp_path: Path) -> None:
    archive = Archive(gzipped=False)
    archive.add(page(), url=f"{URL}-1")
    archive.add(page(), url=f"{URL}-2")
    path = tmp_path / "x.warc"
    path.write_bytes(archive.out.getvalue()[:-60])
    documents, [error] = read(path)
    assert [d.url for d in documents] == [f"{URL}-1"]
    assert error.place == f"{path}!{URL}-2"
    assert "cut off in the archive" in error.reason


def test_noise_in_an_archive_is_an_error_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(b"WARC/1.0\r\nnothing\r\n\r\n\xff\xfe\x00")
    documents, errors = read(path)
    assert documents == []
    assert errors
    path.write_bytes(b"WARC/1.0" + b"x" * (17 << 20))
    assert "16 MB without the end of a line" in read(path)[1][0].reason


def test_lists_of_an_archive_are_no_failures(tmp_path: Path) -> None:
    archive = Archive()
    links = "".join(f"<li><a href='/tin/{n}'>Tỉnh họp báo về thu hút đầu tư lần thứ {n}</a></li>" for n in range(30))
    archive.add(
        f"<!DOCTYPE html><html><body><ul>{links}</ul></body></html>".encode(), url="https://quangphong.example/"
    )
    [raw], _ = read(archive.saved(tmp_path / "x.warc.gz"))
    with pytest.raises(Skipped):
        read_bulletin(raw)


def test_a_changed_page_is_a_revision(tmp_path: Path) -> None:
    """It has the id of the first and another text, by which a run names it; the same page again has the same text."""
    archive = Archive()
    archive.add(page())
    archive.add(page(), fetched="2019-03-07T02:30:00Z")
    archive.add(page("Sáng 5/3, UBND tỉnh Quảng Phong họp báo; tin đã sửa."), fetched="2019-03-08T02:30:00Z")
    documents, errors = read(archive.saved(tmp_path / "x.warc.gz"))
    assert ([d.fetched for d in documents], errors) == ([f"2019-03-0{day}T02:30:00Z" for day in (6, 7, 8)], [])
    first, again, changed = map(read_bulletin, documents)
    assert {b.id for b in (first, again, changed)} == {"quangphong-example-tin-hop-bao-quy-1"}
    assert first.sha256 == again.sha256 != changed.sha256


def test_a_page_is_the_same_from_an_archive_a_file_and_a_line(tmp_path: Path) -> None:
    archive = Archive()
    archive.add(page())
    file, lines = tmp_path / "tin.html", tmp_path / "tin.jsonl"
    file.write_bytes(page())
    lines.write_text(json.dumps({"url": URL, "html": page().decode(), "fetched": FETCHED}), "utf-8")
    read_from = [archive.saved(tmp_path / "x.warc.gz"), file, lines]
    documents = list(iter_documents([str(path) for path in read_from], on_error=print))
    assert [d.fetched for d in documents] == [FETCHED, None, FETCHED]
    bulletins = [read_bulletin(raw) for raw in documents]
    assert [b.source for b in bulletins] == [f"{read_from[0]}!{URL}", str(file), str(lines)]
    assert {(b.id, b.title, b.text, b.url, b.published, b.publisher, b.sha256, b.captions) for b in bulletins} == {
        (
            "quangphong-example-tin-hop-bao-quy-1",
            "Họp báo quý I",
            bulletins[0].text,
            URL,
            None,
            bulletins[0].publisher,
            bulletins[0].sha256,
            (),
        )
    }
