"""Killed with -9 at many random moments and run again: the archive is that of a run which nobody killed."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from extract.acquire.archive import Archive
from tests.conftest import ROOT
from tests.servers.loopback import Answer, Handler, Loopback, Reset, moved, ok

KILLS = 16


def run(directory: Path, kills: int, urls: list[str], seed: int = 4) -> int:
    command = [sys.executable, "-m", "tests.e2e.killed", str(directory), str(seed), str(kills), *urls]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def contents(directory: Path) -> list[tuple[str, str, str, str | None]]:
    """Every record but for those of the processes themselves: type, address, payload digest, problem."""
    found = []
    for file in sorted(directory.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()
                head = record.rec_headers.get_header
                if record.rec_type != "warcinfo":
                    found.append(
                        (record.rec_type, head("WARC-Target-URI"), head("WARC-Payload-Digest"), head("Bantin-Problem"))
                    )
    return found


def test_killed_and_gone_on_with(tmp_path: Path) -> None:
    noise = random.Random(1)
    pages: dict[str, Answer | Reset | Handler] = {
        f"/tin-{n}": ok(f"<p>Bản tin {n}</p>".encode() + noise.randbytes(noise.randrange(120_000))) for n in range(30)
    }
    pages |= {
        "/tin-5": moved("/tin-6"),
        "/tin-9": ok(b"", status="404 No"),
        "/tin-11": ok("<title>Không tìm thấy</title>".encode()),
    }
    with Loopback(pages) as server:
        urls = [server.url(path) for path in pages]
        run(tmp_path / "một mạch", 0, urls)
        asked = len(server.asked)
        killed = run(tmp_path / "giết", KILLS, urls)
        again = len(server.asked) - asked
        whole, torn = contents(tmp_path / "một mạch"), contents(tmp_path / "giết")
        assert killed >= KILLS // 4
        assert torn == whole  # nothing lost, nothing doubled, in the same order
        assert again <= asked + 2 * killed  # what was under way when a process was killed, and robots.txt, no more
        with Archive(tmp_path / "một mạch") as one, Archive(tmp_path / "giết") as other:
            assert [page.body for page in one.pages(None)] == [page.body for page in other.pages(None)]
    database = sqlite3.connect(tmp_path / "giết" / "index.sqlite")
    assert database.execute("SELECT count(*) FROM captures").fetchone()[0] == sum(
        kind == "response" for kind, *_ in torn
    )
    database.close()
