"""Inputs: what is read, in which order, and what is named as an error with place and reason."""

import io
import json
import tracemalloc
from pathlib import Path
from typing import BinaryIO

import pytest

from extract.document import RawDocument, Skipped, iter_documents
from extract.errors import InputError


def run(*inputs: str | Path, stdin: BinaryIO | None = None) -> tuple[list[RawDocument], list[InputError]]:
    errors: list[InputError] = []
    documents = list(iter_documents([str(i) for i in inputs], on_error=errors.append, stdin=stdin))
    return documents, errors


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_folder_is_read_recursively_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.htm").write_text("<p>Hai</p>", "utf-8")
    (tmp_path / "c.txt").write_text("Ba", "utf-8")
    (tmp_path / "a.jsonl").write_text(line(text="Một") + "\n" + line(html="<p>Một rưỡi</p>"), "utf-8")
    (tmp_path / "anh.png").write_bytes(b"\x89PNG")
    (tmp_path / "d.json").write_text('[\n{"text": "Bốn"},\n{"text": 4}]', "utf-8")
    (tmp_path / "e.json").write_text('{\n "id": "e", "text": "Năm"\n}', "utf-8")
    documents, errors = run(tmp_path)
    assert [Path(d.place).name for d in documents] == [
        "a.jsonl:1",
        "a.jsonl:3",
        "c.txt",
        "d.json[1]",
        "e.json",
        "2.htm",
    ]
    assert [(type(e), Path(e.place).name) for e in errors] == [(Skipped, "anh.png"), (InputError, "d.json[2]")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.txt", b"tin\x00", "a binary file (a NUL byte at offset 3)"),
        ("a.html", b"\x89PNG\r\n", "a binary file (a PNG image)"),
        ("a.txt", b"B\xe1n tin", "broken UTF-8: byte 0xE1 at offset 1"),
        ("a.txt", "Bản tin 5 tỷ".encode()[:-1], "broken UTF-8"),
        ("a.html", b"<html><body><p>Tin", "HTML cut in the middle"),
        ("a.html", b"<p>Tin</p><img src='a", "it ends inside a tag"),
    ],
)
def test_files_that_give_no_document(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    bad, good = tmp_path / name, tmp_path / "z.txt"
    bad.write_bytes(data)
    good.write_text("Tin", "utf-8")
    documents, errors = run(bad, good)
    assert [d.text for d in documents] == ["Tin"]
    assert [e.place for e in errors] == [str(bad)]
    assert reason in errors[0].reason


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "rỗng").mkdir()
    _, errors = run(tmp_path / "không.txt", tmp_path / "rỗng", "a\0b")
    assert [e.reason for e in errors][:2] == ["no such file or folder", "an empty folder"]
    assert len(errors) == 3


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("{'text': 1}", "not JSON"),
        ('{"text": "Tin"', "not JSON"),
        ('["Tin"]', "not a JSON object but an array"),
        ('"Tin"', "not a JSON object but a string"),
        ("null", "not a JSON object but null"),
        ('{"title": "Tin"}', "`text` and `html` are both missing"),
        ('{"text": "  "}', "`text` and `html` are both empty"),
        ('{"text": ["Tin"]}', "`text` must be a string or null, not an array"),
        ('{"id": 7, "text": "Tin"}', "`id` must be a string or null, not a number"),
        ('{"text": "Tin", "published": "02/11/2020"}', "`published` is '02/11/2020', not an ISO date"),
        ('{"text": "Tin", "published": "2020-02-30"}', "not an ISO date"),
        ('{"text": "\\ud800"}', "not JSON"),
        ('{"html": "<html><p>Tin"}', "HTML cut in the middle"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_json_lines_that_give_no_document(tmp_path: Path, record: str, reason: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(line(text="Trước") + record + "\n" + line(text="Sau"), "utf-8")
    documents, errors = run(path)
    assert [d.text for d in documents] == ["Trước", "Sau"]
    assert [e.place for e in errors] == [f"{path}:2"]
    assert reason in errors[0].reason


def test_broken_utf8_names_the_byte_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "a"}\n{"text": "\xe1"}\n{"text": "b"}')
    documents, errors = run(path)
    assert [d.text for d in documents] == ["a", "b"]
    assert (errors[0].place, errors[0].reason) == (f"{path}:2", "broken UTF-8: byte 0xE1 at offset 24")


def test_a_line_of_50_mb_is_passed_over_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "a"}\n{"text": "')
        for _ in range(50):
            out.write(b"x" * (1 << 20))
        out.write(b'"}\n{"text": "b"}\n')
    tracemalloc.start()
    documents, errors = run(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [d.text for d in documents] == ["a", "b"]
    assert [(e.place, "longer than 10 MB" in e.reason) for e in errors] == [(f"{path}:2", True)]
    assert peak < 30 << 20


def test_a_long_line_or_file_of_text(tmp_path: Path) -> None:
    path, page = tmp_path / "a.txt", tmp_path / "a.html"
    path.write_bytes(b"Tin\n" + b"x" * (11 << 20))
    page.write_bytes(b"<p>" + b"x" * (33 << 20))
    _, errors = run(path, page)
    assert errors[0].reason == "line 2 is longer than 10 MB"
    assert "larger than 32 MB" in errors[1].reason


def test_published_is_a_day_and_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\ufeff" + line(text="Tin", published="2026-03-06T23:30:00Z", publisher="", url=None), "utf-8")
    [document], errors = run(path)
    assert (document.published, document.publisher, document.saved, errors) == ("2026-03-07", None, False, [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"text": "Tin"}\n{"text": "Hai"}', ["text", "text"]),
        ('{\n"text": "Tin"\n}', ["text"]),
        ('[{"text": "Tin"}]', ["text"]),
        ("<!DOCTYPE html><p>Tin</p>", ["html"]),
        ("  <div class='a'>Tin</div>", ["html"]),
        ("Tin < 5 tỷ\nHết", ["text"]),
        ("<5 tỷ đồng", ["text"]),
    ],
)
def test_standard_input_is_recognised_by_content(data: str, kind: list[str]) -> None:
    documents, errors = run("-", stdin=io.BytesIO(data.encode()))
    assert errors == []
    assert ["html" if d.html else "text" for d in documents] == kind


def test_standard_input_that_is_not_there() -> None:
    assert [e.place for e in run("-")[1]] == ["-"]
    [nothing] = run("-", stdin=io.BytesIO(b""))[1]
    assert isinstance(nothing, Skipped)  # the job before had nothing to hand over
