"""The nightly job as docs/nightly.md runs it, on a site of our own: night after night, with failures in each part, and killed."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from cli import main
from corpus.db.changes import records_with_corrections
from corpus.db.connection import existing
from corpus.export.write import write_export
from tests.conftest import ROOT
from tests.databases import contents
from tests.servers.loopback import Loopback, Request, ok

NAMES = {
    "lua-gao": ("nhà máy xay xát gạo Tân Lúa", "Công ty CP Lúa Vàng Tân Hiệp", "KCN Thạnh Lộc"),
    "ca-hop": ("nhà máy cá hộp Hòn Chông", "Công ty TNHH Thủy sản Hòn Chông", "KCN Xẻo Rô"),
    "may-mac": ("nhà máy may mặc Sóng Xanh", "Công ty CP May Sóng Xanh", "KCN Thuận Yên"),
    "bao-bi": ("nhà máy bao bì giấy Ba Hòn", "Công ty TNHH Giấy Ba Hòn", "KCN Kiên Lương"),
    "nuoc-sach": ("nhà máy nước sạch Giồng Riềng", "Công ty CP Nước Giồng Riềng", "KCN Tắc Cậu"),
}
AWARD = "Dịp này, Phó Chủ tịch UBND tỉnh Lê Thành Vọng trao Bằng khen của UBND tỉnh cho 5 tập thể."


def bulletin(name: str, billions: int) -> bytes:
    """The page of a bulletin on one project and what it costs (tỷ đồng)."""
    project, investor, zone = NAMES[name]
    said = (
        f"Sáng 5/3, tại Rạch Giá, UBND tỉnh Kiên Giang trao Giấy chứng nhận đăng ký đầu tư dự án {project} tại {zone}"
        f" cho {investor}, vốn đầu tư {billions} tỷ đồng."
    )
    head = f"<h1>Kiên Giang cấp phép dự án {project}</h1><span>06/03/2019 08:30</span>"
    body = f"<html><head><title>Tin</title></head><body>{head}<div><p>{said}</p><p>{AWARD}</p></div></body></html>"
    return body.encode()


def listing(*names: str) -> bytes:
    rows = (f"<li><a href='/{name}'>Kiên Giang cấp phép dự án {name}</a> (06/03/2019)</li>" for name in names)
    return f"<html><body><ul class='ds'>{''.join(rows)}</ul></body></html>".encode()


def put(site: Loopback, names: list[str], **pages: bytes) -> None:
    """Serve a listing of these bulletins, and these pages."""
    site.pages["/tin-tuc"] = ok(listing(*names))
    site.pages |= {f"/{name.replace('_', '-')}": ok(page) for name, page in pages.items()}


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as site:
        put(site, ["lua-gao", "ca-hop", "may-mac"])
        site.pages |= {f"/{name}": ok(bulletin(name, 100 + n)) for n, name in enumerate(NAMES) if n < 3}
        yield site


SCRIPT = re.search(r"```bash\n(.*?)```", (ROOT / "docs" / "nightly.md").read_text("utf-8"), re.DOTALL)


def job(site: Loopback, folder: Path, between: str = "") -> "subprocess.Popen[str]":
    """The script of docs/nightly.md at work; `between` stands in its pipeline between extract and load."""
    assert SCRIPT is not None
    load = "| bantin load"
    assert SCRIPT[1].count(load) == 1
    (folder / "nightly.sh").write_text(SCRIPT[1].replace(load, f"{between} {load}"), "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", "nightly.sh", str(folder), site.url("/tin-tuc"), "--by", "listing", "--allow-private", "--delay", "0"],
        env={**os.environ, "PATH": path, "COLUMNS": "200"}, cwd=folder, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def night(site: Loopback, folder: Path, between: str = "") -> tuple[int, str, str]:
    """A whole night: the exit status, what a person is told, and the log."""
    process = job(site, folder, between)
    _, told = process.communicate(timeout=300)
    return process.returncode, told, log(folder)


def log(folder: Path) -> str:
    """The newest log, which goes away: two nights of a test may fall into one second."""
    (file,) = (folder / "log").iterdir()
    text = file.read_text("utf-8")
    file.unlink()
    return text


def asked(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with existing(f"sqlite:///{folder}/bantin.db") as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def capital(folder: Path) -> dict[str, int]:
    """What each bulletin's project costs, by the address of its page."""
    query = "SELECT b.url, SUM(c.low) FROM bulletins b JOIN capital c ON c.bulletin_id = b.id GROUP BY b.url"
    return {url.rsplit("/", 1)[1]: int(low) // 10**9 for url, low in asked(folder, query)}


def test_three_nights(site: Loopback, tmp_path: Path) -> None:
    assert night(site, tmp_path) == (0, "", "3 records: 3 new\n")
    assert capital(tmp_path) == {"lua-gao": 100, "ca-hop": 101, "may-mac": 102}
    held = contents(f"sqlite:///{tmp_path}/bantin.db")

    assert night(site, tmp_path) == (0, "", "3 records: 3 same\n")
    assert contents(f"sqlite:///{tmp_path}/bantin.db") == held

    put(site, ["lua-gao", "ca-hop", "may-mac", "bao-bi", "lien-he", "nuoc-sach"], lua_gao=bulletin("lua-gao", 150))
    site.pages["/ca-hop"] = ok(b"<html><body>404</body></html>", status="404 Not Found")
    site.pages["/may-mac"] = ok(bulletin("may-mac", 199)[:-300].rpartition(b"<")[0] + b"<p class='no")  # cut off
    site.pages["/bao-bi"] = ok(b"<html><body>500</body></html>", status="500 Internal Server Error")
    site.pages["/lien-he"] = ok(b"<html><body><form><input name=q></form></body></html>")
    site.pages["/nuoc-sach"] = ok(bulletin("nuoc-sach", 80))
    (tmp_path / "hong.jsonl").write_text('{"schema_version": "1", "id": \n{"schema_version": "1", "id": "thiếu"}\n')

    killed_in_the_middle(site, tmp_path, asked_last="/nuoc-sach")
    assert contents(f"sqlite:///{tmp_path}/bantin.db") == held

    before = records(tmp_path)
    asked_before = len(site.asked)
    status, told, logged = night(site, tmp_path, between="| cat hong.jsonl -")
    assert status == 1
    first, *named = told.splitlines()
    assert "ended with 1 1 0 1;" in first  # fetch, extract, cat, load
    assert len(named) == 6
    for place, reason in [
        ("/ca-hop", "404"), ("/may-mac", "cut in the middle"), ("/bao-bi", "500"),
        ("(standard input):2", "no running text"), ("(standard input):1", "not JSON"), ("(standard input):2", "not a record"),
    ]:  # fmt: skip
        assert any(f"{place}: " in line and reason in line for line in named), (place, named)
    assert "4 records: 1 new, 1 newer, 2 put aside" in logged

    # what failed is as it was, what changed is replaced, what is new is there, and nothing stands twice
    assert capital(tmp_path) == {"lua-gao": 150, "ca-hop": 101, "may-mac": 102, "nuoc-sach": 80}
    after = records(tmp_path)
    assert len(after) == 4
    assert {i: after[i] for i in before if "lua-gao" not in i} == {i: before[i] for i in before if "lua-gao" not in i}
    assert asked(tmp_path, "SELECT type, COUNT(*) FROM events GROUP BY type") == [("award", 4), ("investment", 4)]
    assert asked(tmp_path, "SELECT state, COUNT(*) FROM revisions GROUP BY state") == [("current", 4), ("replaced", 1)]
    kept = {line for (line,) in asked(tmp_path, "SELECT line FROM rejected")}
    assert kept == {line.strip() for line in (tmp_path / "hong.jsonl").read_bytes().splitlines()}
    # the killed run had asked for these: the next one read them from the archive
    assert not {"/lua-gao", "/lien-he"} & {request.path for request in site.asked[asked_before:]}


def records(folder: Path) -> dict[str, str]:
    query = "SELECT b.id, r.record FROM bulletins b JOIN records r ON r.bulletin = b.bulletin"
    return dict(asked(folder, query))


def killed_in_the_middle(site: Loopback, folder: Path, asked_last: str) -> None:
    """A night whose `extract` is killed (-9) while the last page is under way."""
    under_way, go_on = threading.Event(), threading.Event()
    page = site.pages[asked_last]

    def slow(_: Request) -> Any:
        under_way.set()
        go_on.wait(60)
        return page

    site.pages[asked_last] = slow
    process = job(site, folder)
    try:
        assert under_way.wait(120)
        again = job(site, folder)  # while it is running
        assert again.communicate(timeout=60)[1] == "nightly.sh: the job before is still running\n"
        assert again.returncode == 75
        extract = child(process.pid, "extract")
        os.kill(extract, signal.SIGKILL)
        while is_alive(extract):
            time.sleep(0.01)
    finally:
        go_on.set()
        site.pages[asked_last] = page
    _, told = process.communicate(timeout=120)
    assert process.returncode == 137
    assert "ended with 1 137 0;" in told  # fetch, whose pipe broke; extract; load, which had nothing
    log(folder)


def child(parent: int, verb: str) -> int:
    """The process of a pipeline's shell that runs `verb`."""
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if verb in Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0"):
            return int(number)
    raise AssertionError(f"no {verb} is running")


def is_alive(process: int) -> bool:
    """Is a process there, with its pipes? A killed one may take a while to be gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def extracted(**pages: bytes) -> str:
    """Records of pages of one site, as `bantin extract -` gives them."""
    documents = (
        {"url": f"https://kiengiang.example/{n.replace('_', '-')}", "html": p.decode()} for n, p in pages.items()
    )
    done = run("extract", "-", given="".join(json.dumps(d) + "\n" for d in documents))
    assert done.exit_code == 0, done.stderr
    return done.stdout


ID = "kiengiang-example-lua-gao"
SAID = ("--by", "Nga", "--why", "Quyết định số 31/QĐ-BQL")


def test_corrections_and_tombstones_through_the_nights(tmp_path: Path) -> None:
    db = ("--db", f"sqlite:///{tmp_path}/bantin.db")
    first = extracted(lua_gao=bulletin("lua-gao", 100), ca_hop=bulletin("ca-hop", 101))
    assert run("load", "-", *db, given=first).exit_code == 0
    (event,) = (e for e in json.loads(first.splitlines()[0])["events"] if e["type"] == "investment")
    path = f"/events/{event['id'].rsplit('#', 1)[1]}/location"
    assert run("correct", ID, path, "--old", "KCN Thạnh Lộc", "--new", "KCN Thạnh Lộc II", *SAID, *db).exit_code == 0
    made = run("withdraw", "kiengiang-example-ca-hop", "--by", "Bình", "--why", "=đăng nhầm", *db)
    assert made.exit_code == 0, made.stderr

    # the next nights: the page has changed and is extracted anew, the withdrawn one still stands in the portal
    second = extracted(lua_gao=bulletin("lua-gao", 150), ca_hop=bulletin("ca-hop", 101))
    for told in ("1 newer, 1 withdrawn", "1 same, 1 withdrawn"):
        loaded = run("load", "-", *db, given=second)
        assert (loaded.exit_code, loaded.stderr.splitlines()[-1]) == (0, f"2 records: {told}")
    assert asked(tmp_path, "SELECT location FROM investments") == [("KCN Thạnh Lộc II",)]
    assert capital(tmp_path) == {"lua-gao": 150}
    assert "KCN Thạnh Lộc II" not in records(tmp_path)[ID]  # the record stays as it was extracted

    # what is exported has the corrected value, not the withdrawn bulletin
    given = run("records", *db).stdout
    assert [json.loads(line)["id"] for line in given.splitlines()] == [ID]
    for form, name in [("csv", "bang"), ("ftm", "ftm.jsonl"), ("jsonld", "ld.json")]:
        assert run("export", "-", "--format", form, "-o", str(tmp_path / name), given=given).exit_code == 0
        file = tmp_path / name
        whole = "".join(f.read_text("utf-8") for f in (sorted(file.iterdir()) if file.is_dir() else [file]))
        assert "KCN Thạnh Lộc II" in whole
        assert "Hòn Chông" not in whole

    # and beside it stands who said what
    changes = [json.loads(line) for line in run("changes", *db).stdout.splitlines()]
    correction, tomb = changes
    assert correction["at"] < tomb["at"]
    kept = {"change": "correction", "bulletin_id": ID, "path": path, "old": "KCN Thạnh Lộc", "new": "KCN Thạnh Lộc II"}
    assert correction.items() >= (kept | {"by": "Nga", "why": SAID[3], "state": "applied"}).items()
    url = "https://kiengiang.example/ca-hop"
    kept = {"change": "withdrawal", "bulletin_id": "kiengiang-example-ca-hop", "url": url, "by": "Bình", "path": None}
    assert tomb.items() >= (kept | {"why": "=đăng nhầm"}).items()
    out = tmp_path / "thay-doi.csv"
    assert run("changes", *db, "--format", "csv", "-o", str(out)).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["change"], row["new"], row["why"]) for row in rows] == [
        ("correction", "KCN Thạnh Lộc II", SAID[3]), ("withdrawal", "", "'=đăng nhầm")
    ]  # fmt: skip


def test_an_export_of_a_database_says_what_was_corrected(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bantin.db"
    run("load", "-", "--db", url, given=extracted(lua_gao=bulletin("lua-gao", 100), ca_hop=bulletin("ca-hop", 101)))
    run("correct", ID, "/bulletin/published", "--old", "2019-03-06", "--new", "2019-03-05", *SAID, "--db", url)
    with existing(url) as engine, engine.connect() as connection:
        write_export(records_with_corrections(connection), "csv", str(tmp_path / "bang"))
    with (tmp_path / "bang" / "bulletins.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows[ID]["published"] == "2019-03-05"
    (said,) = json.loads(rows[ID]["corrections"])
    assert (said["path"], said["old"], said["new"]) == ("/bulletin/published", "2019-03-06", "2019-03-05")
    assert (said["by"], said["why"]) == ("Nga", SAID[3])
    assert rows["kiengiang-example-ca-hop"]["corrections"] == ""


def test_a_night_without_bulletins_is_no_failure() -> None:
    assert run("extract", "-", given="").exit_code == 0


def test_changes_of_no_database(tmp_path: Path) -> None:
    done = run("changes", "--db", f"sqlite:///{tmp_path}/mat.db")
    assert done.exit_code == 1
    assert "no such database" in done.stderr
