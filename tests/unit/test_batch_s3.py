"""Inputs and outputs behind URLs, on an S3 that runs here."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from corpus.batch import Batch, Failure, Outcome, run
from corpus.batch.output import work_folder
from corpus.batch.reading import read_items
from corpus.batch.remote import upload
from extract.document import RawDocument
from extract.errors import InputError
from tests.conftest import ROOT
from tests.unit.test_batch_resume import engine, lines, run_until

s3fs = pytest.importorskip("s3fs")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "khoa")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "bi-mat")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    name = f"kho-{tmp_path.name.replace('_', '-').lower()}"[:60].rstrip("-")
    store.mkdir(name)
    store.pipe(f"{name}/tin/b.txt", "Tin hai\n\nNội dung.".encode())
    store.pipe(f"{name}/tin/a.html", "<html><body><h1>Tin một</h1><p>Nội dung.</p></body></html>".encode())
    store.pipe(f"{name}/tin/2019/c.jsonl", "\n".join(lines(30)).encode())
    store.pipe(f"{name}/tin/.git/x.txt", b"hidden")
    store.pipe(f"{name}/tin/anh.jpg", b"\xff\xd8\xff\xe0")
    yield f"s3://{name}"


def folder_here(tmp_path: Path) -> Path:
    """The same files on disk."""
    here = tmp_path / "tin"
    (here / "2019").mkdir(parents=True)
    (here / ".git").mkdir()
    (here / "b.txt").write_text("Tin hai\n\nNội dung.", "utf-8")
    (here / "a.html").write_text("<html><body><h1>Tin một</h1><p>Nội dung.</p></body></html>", "utf-8")
    (here / "2019" / "c.jsonl").write_text("\n".join(lines(30)), "utf-8")
    (here / ".git" / "x.txt").write_text("hidden")
    (here / "anh.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return here


def test_a_folder_behind_a_url_gives_what_the_same_folder_on_disk_gives(bucket: str, tmp_path: Path) -> None:
    here = folder_here(tmp_path)
    local = [repr(item).replace(str(here), "X") for item in read_items([str(here)])]
    remote = [repr(item).replace(f"{bucket}/tin", "X") for item in read_items([f"{bucket}/tin"])]
    assert len(local) > 30
    assert remote == local


def test_a_file_behind_a_url_is_read_by_its_contents(bucket: str) -> None:
    documents = [item for item in read_items([f"{bucket}/tin/2019/c.jsonl"]) if isinstance(item, RawDocument)]
    assert documents[0].place == f"{bucket}/tin/2019/c.jsonl:1"
    assert documents[0].source == f"{bucket}/tin/2019/c.jsonl"


def test_what_is_not_there_is_named_and_the_rest_goes_on(bucket: str) -> None:
    items = list(read_items([f"{bucket}/none.txt", "s3://no-such-bucket/", f"{bucket}/tin/b.txt", "https://tin.vn/"]))
    assert [isinstance(item, Failure) for item in items] == [True, True, False, True]
    assert str(items[0]) == f"{bucket}/none.txt: no such file or folder"
    assert "bantin fetch" in str(items[3])


def test_records_errors_and_manifest_go_to_a_url_and_a_killed_run_is_gone_on_with(bucket: str, tmp_path: Path) -> None:
    store = s3fs.S3FileSystem(use_listings_cache=False)
    store.pipe(f"{bucket}/in.jsonl", "\n".join(lines(700)).encode())

    def batch(name: str) -> Batch:
        return Batch(inputs=(f"{bucket}/in.jsonl",), output=f"{bucket}/{name}.jsonl", resume=True, documented=True)

    run(batch("unbroken"), nullcontext(engine))
    run_until(batch("out"), 400)
    assert not [name for name in store.ls(bucket, detail=False) if "/out" in name]
    run(batch("out"), nullcontext(engine))
    for ending in (".jsonl", ".errors.jsonl", ".manifest.json"):
        assert store.cat(f"{bucket}/out{ending}") == store.cat(f"{bucket}/unbroken{ending}")
    assert not work_folder(f"{bucket}/out.jsonl").exists()


def test_an_object_changed_since_is_refused_by_name(bucket: str) -> None:
    store = s3fs.S3FileSystem()
    store.pipe(f"{bucket}/in.jsonl", "\n".join(lines(700)).encode())
    batch = Batch(inputs=(f"{bucket}/in.jsonl",), output=f"{bucket}/out.jsonl", resume=True)
    run_until(batch, 400)
    store.pipe(f"{bucket}/in.jsonl", "\n".join(lines(701)).encode())
    with pytest.raises(InputError, match="changed since") as refusal:
        run(batch, nullcontext(engine))
    assert refusal.value.place == f"{bucket}/in.jsonl"


def test_an_upload_that_fails_shows_nothing_and_is_done_again(bucket: str) -> None:
    name = bucket.removeprefix("s3://")
    batch = Batch(inputs=(f"{bucket}/tin/2019/c.jsonl",), output=f"s3://{name}-none/out.jsonl", resume=True)
    with pytest.raises(InputError, match="no such file or folder"):
        run(batch, nullcontext(engine))
    s3fs.S3FileSystem().mkdir(f"{name}-none")

    def nothing(items: object) -> Iterator[Outcome]:
        raise AssertionError("all was done")

    run(batch, nullcontext(nothing))
    ids = [json.loads(line)["id"] for line in s3fs.S3FileSystem().cat(f"{name}-none/out.jsonl").splitlines()]
    assert ids[0] == "d0"


def test_an_upload_killed_between_its_parts_shows_nothing(bucket: str, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(120 << 20))
    code = "import sys, pathlib; from corpus.batch.remote import upload; upload(pathlib.Path(sys.argv[1]), sys.argv[2])"
    child = subprocess.Popen([sys.executable, "-c", code, tmp_path / "large", f"{bucket}/large.jsonl"], cwd=ROOT)
    store = s3fs.S3FileSystem(use_listings_cache=False)
    while child.poll() is None and not store.list_multipart_uploads(bucket.removeprefix("s3://")):
        time.sleep(0.02)
    child.kill()
    assert child.wait() != 0, "uploaded before it could be killed"
    assert store.list_multipart_uploads(bucket.removeprefix("s3://"))
    assert not store.exists(f"{bucket}/large.jsonl")
    upload(tmp_path / "large", f"{bucket}/large.jsonl")
    assert store.info(f"{bucket}/large.jsonl")["size"] == 120 << 20


def test_without_s3fs_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (failure,) = read_items(["s3://kho/tin.txt"])
    assert "pip install 'bantin[s3]'" in str(failure)
