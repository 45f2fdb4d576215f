"""Gzip and zip: what is in them is read in order and named by its place; what tricks or overflows is refused by name."""

import gzip
import io
import json
import os
import random
import stat
import threading
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.document import RawDocument, Skipped, containers, iter_documents, read_bulletin
from extract.errors import InputError
from tests.conftest import ROOT

PAGE = "<!DOCTYPE html><html><body><h1>Họp báo quý I</h1><p>Sáng 5/3, tỉnh họp báo.</p></body></html>"


def read(*inputs: Path) -> tuple[list[RawDocument], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_documents([str(i) for i in inputs], on_error=errors.append)), errors


def zipped(path: Path, files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def zip_bytes(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def jsonl(*texts: str) -> bytes:
    return b"".join(json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n" for text in texts)


def reasons(errors: list[InputError], start: Path) -> dict[str, str]:
    return {e.place.removeprefix(str(start)): e.reason for e in errors}


def test_places_and_order(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "kho.zip",
        {
            "b/tin.html": PAGE,
            "a.txt": "Tin a",
            "tin.jsonl.gz": gzip.compress(jsonl("một", "hai")),
            "trong.zip": zip_bytes({"sâu.txt": "Tin sâu", "tin.html.gz": gzip.compress(PAGE.encode())}),
            "anh.png": b"\x89PNG\r\n",
            "trang.css": "p { color: red }",
            "__MACOSX/._a.txt": "rác",
            "trang.aspx": PAGE,
        },
    )
    documents, errors = read(path)
    assert [d.place.removeprefix(str(path)) for d in documents] == [
        "!b/tin.html",
        "!a.txt",
        "!tin.jsonl.gz:1",
        "!tin.jsonl.gz:2",
        "!trong.zip!sâu.txt",
        "!trong.zip!tin.html.gz",
        "!trang.aspx",
    ]
    assert [d.source for d in documents[:3]] == [f"{path}!b/tin.html", f"{path}!a.txt", f"{path}!tin.jsonl.gz"]
    assert {type(e) for e in errors} == {Skipped}
    assert [e.place.removeprefix(str(path)) for e in errors] == ["!anh.png", "!trang.css", "!__MACOSX/._a.txt"]
    assert [d.place for d in read(path)[0]] == [d.place for d in documents]


def test_the_same_page_in_any_container_is_the_same_bulletin(tmp_path: Path) -> None:
    page = ROOT / "corpus" / "samples" / "hai-cong-ty-an-phu-binh-thuan.html"
    packed = tmp_path / "tin.html.gz"
    packed.write_bytes(gzip.compress(page.read_bytes()))
    inside = zipped(tmp_path / "tin.zip", {"tin.html": page.read_bytes()})
    documents, errors = read(page, packed, inside)
    assert errors == []
    first, *others = [read_bulletin(raw) for raw in documents]
    assert {b.source for b in others} == {str(packed), f"{inside}!tin.html"}
    for other in others:
        assert (other.id, other.sha256, other.text, other.captions) == (
            first.id,
            first.sha256,
            first.text,
            first.captions,
        )
        assert (other.published, other.publisher, other.issues) == (first.published, first.publisher, first.issues)


def test_members_of_a_gzip_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "m') + gzip.compress('ột"}\n'.encode()) + bytes(512))
    documents, errors = read(path)
    assert ([d.text for d in documents], errors) == (["một"], [])


def test_a_zip_from_a_pipe() -> None:
    reading, writing = os.pipe()
    data = zip_bytes({"tin.txt": "Tin", "to.bin": random.Random(1).randbytes(300_000)})

    def write() -> None:
        with open(writing, "wb") as out:  # noqa: PTH123 (a descriptor)
            out.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    errors: list[InputError] = []
    with open(reading, "rb") as stream:  # noqa: PTH123
        documents = list(iter_documents(["-"], on_error=errors.append, stdin=stream))
    writer.join()
    assert [(d.place, d.text) for d in documents] == [("(standard input)!tin.txt", "Tin")]
    assert [type(e) for e in errors] == [Skipped]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../tin.txt", "leads out of the zip"),
        ("a/../../tin.txt", "leads out of the zip"),
        ("..\\tin.txt", "leads out of the zip"),
        ("/etc/tin.txt", "an absolute path"),
        ("\\\\may\\tin.txt", "an absolute path"),
        ("C:\\tin.txt", "an absolute path"),
        ("tin\x1b[31m.txt", "control characters"),
    ],
)
def test_path_tricks_are_refused_by_name(tmp_path: Path, name: str, reason: str) -> None:
    path = zipped(tmp_path / "a.zip", {name: "Tin", "tốt.txt": "Tin tốt"})
    documents, [error] = read(path)
    assert [d.text for d in documents] == ["Tin tốt"]
    assert reason in error.reason
    assert error.place.startswith(f"{path}!")
    assert error.place.isprintable()


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("tin.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr(link, "/etc/passwd")
    documents, [error] = read(tmp_path / "a.zip")
    assert documents == []
    assert "a link" in error.reason


def patched(path: Path, change: Callable[[bytearray, int], None]) -> None:
    """Change the entries of a zip's directory in place."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        change(data, at)
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)


def test_an_encrypted_file_is_refused_and_the_others_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"kín.txt": "Tin kín", "hở.txt": "Tin hở"})

    def lock(data: bytearray, at: int) -> None:
        if "kín".encode() in data[at : at + 60] and "hở".encode() not in data[at : at + 60]:
            data[at + 8] |= 1

    patched(path, lock)
    documents, [error] = read(path)
    assert [d.text for d in documents] == ["Tin hở"]
    assert (error.place, error.reason) == (f"{path}!kín.txt", "encrypted: unpack it with its password first")


def test_overlapping_files_are_refused(tmp_path: Path) -> None:
    """Many names for one piece of data: the zip bomb that no ratio of a single file shows."""
    path = zipped(tmp_path / "a.zip", {"a.txt": "Tin " * 100, "b.txt": "Tin " * 100, "c.txt": "Tin"})

    def to_the_first(data: bytearray, at: int) -> None:
        if data[at + 46 : at + 47] == b"b":
            data[at + 42 : at + 46] = bytes(4)

    patched(path, to_the_first)
    documents, errors = read(path)
    assert [d.text for d in documents] == ["Tin"]
    assert [("overlaps" in e.reason) for e in errors] == [True, True]


def test_a_damaged_file_of_a_zip_and_a_damaged_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": "Tin một", "b.txt": "Tin hai"}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace("Tin một".encode(), "Tin mốt".encode(), 1))
    documents, [error] = read(path)
    assert [d.text for d in documents] == ["Tin hai"]
    assert (error.place, "damaged in its zip" in error.reason) == (f"{path}!a.txt", True)
    path.write_bytes(data[: len(data) // 2])
    documents, [error] = read(path)
    assert (documents, "a damaged zip" in error.reason) == ([], True)


def test_a_cut_or_damaged_gzip_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl.gz"
    texts = [f"Tin {random.Random(n).random()}" for n in range(20_000)]
    data = gzip.compress(jsonl(*texts))
    path.write_bytes(data[: len(data) // 2])
    documents, [error] = read(path)
    assert texts[: len(documents)] == [d.text for d in documents]
    assert len(documents) > 5_000
    assert "gzip data cut off at byte" in error.reason
    path.write_bytes(data[:-6] + b"\0\0" + data[-4:])
    assert "damaged gzip data" in read(path)[1][-1].reason


def test_depth_is_limited(tmp_path: Path) -> None:
    data: bytes = b"Tin"
    for _ in range(4):
        data = gzip.compress(data)
    path = tmp_path / "tin.txt.gz"
    path.write_bytes(data)
    documents, [error] = read(path)
    assert (documents, error.reason) == ([], "more than 3 archives in one another: unpack the outer ones first")
    path.write_bytes(gzip.decompress(data))
    assert [d.text for d in read(path)[0]] == ["Tin"]


def test_bombs_are_refused_by_name_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "FREE", 1 << 20)
    zeros = b" " * (8 << 20)
    path = zipped(
        tmp_path / "a.zip",
        {
            "to.txt": zeros,
            "to.jsonl.gz": gzip.compress(zeros),
            "trong.zip": zip_bytes({"to.html": zeros, "tin.txt": "Tin trong"}),
            "tin.txt": "Tin",
        },
    )
    documents, errors = read(path)
    assert [d.text for d in documents] == ["Tin trong", "Tin"]
    assert [e.place.removeprefix(str(path)) for e in errors] == ["!to.txt", "!to.jsonl.gz", "!trong.zip!to.html"]
    assert all("expands more than 200 times: a compression bomb" in e.reason for e in errors)


def test_many_small_expansions_together_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each layer stays within its measure; all of them together do not, and the input ends there."""
    monkeypatch.setattr(containers, "FREE", 1 << 16)
    noise = random.Random(7).randbytes(400)
    lines = b'{"text": "a"}\n' + (noise.hex().encode() + b"\n") * 800
    inner = zip_bytes({"a.jsonl": lines})
    path = zipped(tmp_path / "a.zip", {f"{n}.zip": inner for n in range(400)}, zipfile.ZIP_DEFLATED)
    once = zlib.compress(path.read_bytes())
    packed = tmp_path / "b.zip"
    zipped(packed, {"a.zip": path.read_bytes()})
    assert len(once) < 400 * len(inner)
    last = tmp_path / "sau.txt"
    last.write_text("Tin sau", "utf-8")
    documents, errors = read(packed, last)
    assert errors[-1].place == str(packed)
    assert "a compression bomb, the rest of it is refused" in errors[-1].reason
    assert documents[-1].text == "Tin sau"


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl.gz"
    noise = random.Random(3)
    with gzip.open(path, "wb", compresslevel=1) as out:
        for _ in range(30):
            out.write(jsonl(noise.randbytes(500_000).hex()))
    tracemalloc.start()
    count = sum(1 for _ in iter_documents([str(path)], on_error=print))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30
    assert peak < 12 << 20
