"""The archive: whole records or none, revisits, revisions, runs, one process; the index follows the files."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from extract.acquire.archive import Archive
from extract.acquire.errors import ArchiveDamaged, ArchiveError, ArchiveInUse, TooLarge
from extract.acquire.exchange import Exchange
from tests.conftest import ROOT
from tests.servers.answers import A, B, got


def records(path: Path) -> list[tuple[str, str | None]]:
    """Type and address of every record, as another tool reads them."""
    found = []
    for file in sorted(path.glob("*.warc.gz")):
        with file.open("rb") as stream:
            found += [
                (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"))
                for r in ArchiveIterator(stream, check_digests="raise")
            ]
    return found


def test_page_comes_back(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.keep(got(A, "Bản tin một", 200, 'ETag: "1"', coding="gzip"))
        page = archive.latest(A)
        assert page and page.body.decode() == "Bản tin một" and page.charset == "utf-8"
        assert (page.final_url, page.status, page.revision, page.unchanged, page.from_archive) == (
            A,
            200,
            1,
            False,
            True,
        )
        assert archive.latest(B) is None
    assert records(tmp_path) == [("warcinfo", None), ("request", A), ("response", A)]


def test_revisions_and_revisits(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for exchange in (
            got(A, "một"),
            got(A, "một"),
            got(A, "hai"),
            got(A, "", 304, 'ETag: "2"'),
            got(A, "một"),
            got(B, "một"),
        ):
            archive.keep(exchange)
        kinds = [kind for kind, _ in records(tmp_path) if kind in ("response", "revisit")]
        assert kinds == ["response", "revisit", "response", "revisit", "revisit", "response"]
        captures = archive.captures_of_run()
        assert [(c.revision, bool(c.unchanged)) for c in captures] == [
            (1, False),
            (1, True),
            (2, False),
            (2, True),
            (3, False),
            (1, False),
        ]
        assert [page.body.decode() for page in archive.revisions(A)] == ["một", "hai", "một"]
        assert [page.url for page in archive.pages()] == [A, A, A, B]
        assert captures[3].etag == '"2"' and archive.page(captures[3]).body.decode() == "hai"


def test_redirects_and_problems(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.keep(got(A, "", 302, "Location: /tin-2"), "redirect")
        archive.keep(got(B, "hai"))
        archive.keep(got(B, "không có", 404), problem="http-status")
        page = archive.latest(A)
        assert page and (page.url, page.final_url, page.body.decode()) == (A, B, "hai")
        assert archive.fetched_in_run(A) and not archive.fetched_in_run("http://so-vi-du.example/khac")


def test_what_is_no_http_is_kept_and_no_page(tmp_path: Path) -> None:
    broken = Exchange(A, b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-vi-du\r\n", "2026-11-23T05:00:00Z")
    cut = got(B, "dài")
    with Archive(tmp_path) as archive:
        archive.keep(broken, problem="bad-response")
        archive.keep(
            Exchange(
                *(getattr(cut, n) for n in ("url", "sent", "received", "fetched", "status", "headers")),
                None,
                TooLarge(B, ""),
            ),
            problem="too-large",
        )
        assert archive.latest(A) is None and archive.latest(B) is None and not list(archive.pages())
    assert records(tmp_path) == [("warcinfo", None), ("request", A), ("metadata", A), ("request", B), ("response", B)]
    with next(tmp_path.glob("*.warc.gz")).open("rb") as stream:
        assert [r.rec_headers.get_header("WARC-Truncated") for r in ArchiveIterator(stream)][-1] == "length"


def test_cut_anywhere(tmp_path: Path) -> None:
    """A file that ends at any byte loses at most its last, unfinished answer, and takes what comes next."""
    with Archive(tmp_path / "whole") as archive:
        ends = [0]
        for url, text in ((A, "một"), (B, "hai"), (A, "ba")):
            archive.keep(got(url, text))
            file = next((tmp_path / "whole").glob("*.warc.gz"))
            ends.append(file.stat().st_size)
    data = file.read_bytes()
    for number in sorted(
        {
            *range(0, len(data), 149),
            *(end + step for end in ends for step in (-1, 0, 1, 9) if 0 <= end + step <= len(data)),
        }
    ):
        torn = tmp_path / f"{number}"
        torn.mkdir()
        (torn / file.name).write_bytes(data[:number])
        whole = sum(end <= number for end in ends) - 1
        with Archive(torn) as archive:
            assert (torn / file.name).stat().st_size == ends[whole], number
            assert sum(kind == "response" for kind, _ in records(torn)) == whole
            for url, text in ((A, "một"), (B, "hai"), (A, "ba"))[whole:]:
                archive.keep(got(url, text))
            assert [page.body.decode() for page in archive.pages()] == ["một", "hai", "ba"]


def test_index_is_behind_or_ahead_or_gone(tmp_path: Path) -> None:
    def now() -> list[str]:
        with Archive(tmp_path) as archive:
            return [f"{page.url} {page.body.decode()} {page.revision}" for page in archive.pages()]

    with Archive(tmp_path) as archive:
        archive.keep(got(A, "một"))
        archive.keep(got(A, "hai"))
    file = next(tmp_path.glob("*.warc.gz"))
    first = now()
    assert len(first) == 2
    (tmp_path / "index.sqlite").unlink()
    assert now() == first
    (tmp_path / "index.sqlite").write_bytes(b"no database at all" * 100)
    assert now() == first
    data = file.read_bytes()
    file.write_bytes(data[:-10])  # a copy that is older than the index
    assert now() == first[:1]
    file.write_bytes(data)  # the index is behind
    assert now() == first


def test_zeros_after_a_loss_of_power(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.keep(got(A, "một"))
    file = next(tmp_path.glob("*.warc.gz"))
    size = file.stat().st_size
    file.write_bytes(file.read_bytes() + bytes(5000))
    with Archive(tmp_path) as archive:
        assert file.stat().st_size == size and len(list(archive.pages())) == 1


def test_damage_in_the_middle_is_named_and_left(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.keep(got(A, "một"))
        end = next(tmp_path.glob("*.warc.gz")).stat().st_size
        archive.keep(got(B, "hai"))
    file = next(tmp_path.glob("*.warc.gz"))
    data = bytearray(file.read_bytes())
    data[end : end + 30] = b"x" * 30
    file.write_bytes(data)
    (tmp_path / "index.sqlite").unlink()
    with pytest.raises(ArchiveDamaged, match=f"record at byte {end}"):
        Archive(tmp_path)
    assert file.read_bytes() == data


def test_runs(tmp_path: Path) -> None:
    with Archive(tmp_path, "nguồn a") as archive:
        first = archive.run
        archive.keep(got(A, "một"))
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path, "nguồn a") as archive:
        assert archive.run == first and archive.fetched_in_run(A)
    with Archive(tmp_path, "nguồn b") as archive:
        assert archive.run != first and not archive.fetched_in_run(A)
    with Archive(tmp_path, "nguồn a", resume_within_s=0) as archive:
        assert archive.run != first
    with Archive(tmp_path, "nguồn a") as archive:
        archive.finish()
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path, "nguồn a") as archive:
        assert archive.run != first and not archive.fetched_in_run(A)


def test_files_of_limited_size(tmp_path: Path) -> None:
    with Archive(tmp_path, max_file_bytes=1000) as archive:
        for number in range(4):
            archive.keep(got(f"{A}/{number}", f"bản tin {number}"))
        assert len(list(tmp_path.glob("*.warc.gz"))) > 1
        assert len(list(archive.pages())) == 4
    for file in tmp_path.glob("*.warc.gz"):
        with file.open("rb") as stream:
            assert next(iter(ArchiveIterator(stream))).rec_type == "warcinfo"


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
from extract.acquire.archive import Archive
from extract.acquire.errors import ArchiveError
from tests.servers.answers import A, B, got
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Archive({str(tmp_path)!r}) as archive:
    archive.keep(got(A, "một"))
    file = next(archive.path.glob("*.warc.gz"))
    size = file.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, resource.RLIM_INFINITY))
    try:
        archive.keep(got(B, "hai"))
    except ArchiveError as error:
        print(error.reason, file.stat().st_size == size)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "cannot be written: File too large; the page was not kept True\n", done.stderr
    with Archive(tmp_path) as archive:
        archive.keep(got(B, "hai"))
        assert len(list(archive.pages())) == 2


def test_one_process_at_a_time(tmp_path: Path) -> None:
    code = f"from extract.acquire.archive import Archive\nheld = Archive({str(tmp_path)!r})\nprint('open', flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout and other.stdout.readline() == "open\n"
        with pytest.raises(ArchiveInUse, match="another process"):
            Archive(tmp_path)
        other.kill()
    Archive(tmp_path).close()  # the lock died with its process


def test_not_a_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot be used"):
        Archive(tmp_path / "file")


def test_index_says_what_the_files_say(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for exchange in (got(A, "một"), got(A, "hai", coding="gzip"), got(B, "ba"), got(A, "hai")):
            archive.keep(exchange)

    def rows() -> list[tuple[object, ...]]:
        database = sqlite3.connect(tmp_path / "index.sqlite")
        try:
            return [*database.execute("SELECT * FROM captures"), *database.execute("SELECT * FROM files")]
        finally:
            database.close()

    before = rows()
    (tmp_path / "index.sqlite").unlink()
    Archive(tmp_path).close()
    assert rows() == before
