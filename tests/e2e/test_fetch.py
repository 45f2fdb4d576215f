"""`bantin fetch` and `bantin sources` as they are run: on sites of our own on loopback, killed and gone on with."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from tests.conftest import ROOT
from tests.unit.served import Site, serving

TEXT = "Sáng 5/3, tại Rạch Giá, Ban Quản lý Khu kinh tế tỉnh Kiên Giang trao giấy chứng nhận đầu tư cho {n} doanh nghiệp, tổng vốn {n}00 tỷ đồng."
QUIET = ("--allow-private", "--delay", "0")


def bulletin(number: int, day: str) -> bytes:
    page = (
        f"<h1>Trao giấy chứng nhận đầu tư đợt {number}</h1><span>{day}</span><div><p>{TEXT.format(n=number)}</p></div>"
    )
    return f"<html><head><title>Tin</title></head><body>{page}</body></html>".encode()


def listing(first: int, last: int, more: str = "") -> bytes:
    rows = (
        f"<li><a href='/tin-{n}'>Trao giấy chứng nhận đầu tư đợt {n}</a> ({9 - n:02}/03/2019)</li>"
        for n in range(first, last + 1)
    )
    return f"<html><body><ul class='ds'>{''.join(rows)}</ul>{more}</body></html>".encode()


def pages(count: int = 8) -> dict[str, bytes | int]:
    more = "<a rel='next' href='/tin-tuc?trang=2'>2</a>"
    found: dict[str, bytes | int] = {"/tin-tuc": listing(1, 5, more), "/tin-tuc?trang=2": listing(6, count)}
    return found | {f"/tin-{n}": bulletin(n, f"0{9 - n}/03/2019") for n in range(1, count + 1)}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def fetched(result: Result, site: Site) -> list[str]:
    return [json.loads(line)["url"].removeprefix(site.base) for line in result.stdout.splitlines()]


def test_documents_in_order() -> None:
    with serving(pages()) as site:
        result = run("fetch", f"{site.base}/tin-tuc", *QUIET)
        assert result.exit_code == 0, result.output
        assert fetched(result, site) == [f"/tin-{n}" for n in range(1, 9)]
        first = json.loads(result.stdout.splitlines()[0])
        assert first.keys() == {"url", "fetched", "html"}
        assert "đợt 1</h1>" in first["html"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--max", "2"], [1, 2]),
        (["--since", "2019-03-06"], [1, 2, 3]),
        (["--until", "2019-03-03", "--max", "2"], [6, 7]),
        (["--since", "2019-03-02", "--until", "2019-03-03"], [6, 7]),
        (["--since", "2020-01-01"], []),
    ],
)
def test_limits(options: list[str], numbers: list[int]) -> None:
    with serving(pages()) as site:
        result = run("fetch", f"{site.base}/tin-tuc", *QUIET, *options)
        assert fetched(result, site) == [f"/tin-{n}" for n in numbers]
        assert result.exit_code == 0


def test_a_day_that_only_the_page_has() -> None:
    rows = "".join(f"<li><a href='/tin-{n}'>Trao giấy chứng nhận đầu tư đợt {n}</a></li>" for n in range(1, 9))
    with serving(pages() | {"/tin-tuc": f"<ul class='ds'>{rows}</ul>".encode()}) as site:
        result = run("fetch", f"{site.base}/tin-tuc", *QUIET, "--since", "2019-03-07")
        assert fetched(result, site) == ["/tin-1", "/tin-2"]


def test_what_fails_is_named_and_the_rest_comes(tmp_path: Path) -> None:
    with serving(pages() | {"/tin-2": 404, "/robots.txt": b"User-agent: *\nDisallow: /tin-3\n"}) as site:
        out = tmp_path / "tin.jsonl"
        result = run("fetch", f"{site.base}/tin-tuc", "khong-co", f"{site.base}/mat", *QUIET, "-o", str(out))
        assert result.exit_code == 1
        assert len(out.read_text("utf-8").splitlines()) == 6
        errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
        assert len(errors) == 4
        for place in ("/tin-2", "/tin-3", "khong-co", "/mat"):
            assert any(f"{place}:" in error for error in errors)
        assert "6 bulletins in" in result.stderr


def test_loopback_is_refused_unless_it_is_allowed() -> None:
    with serving(pages()) as site:
        result = run("fetch", f"{site.base}/tin-tuc", "--delay", "0")
        assert result.exit_code == 1
        assert "--allow-private" in result.stderr
        assert site.asked == []


@pytest.mark.parametrize("arguments", [[], ["x", "--since", "5/3/2019"], ["x", "--max", "0"], ["x", "--by", "gì"]])
def test_wrong_use(arguments: list[str]) -> None:
    assert run("fetch", *arguments).exit_code == 2


def test_the_archive_asks_again_only_for_what_changes(tmp_path: Path) -> None:
    archive = ("--archive", str(tmp_path / "luu"))
    with serving(pages()) as site:
        assert len(fetched(run("fetch", f"{site.base}/tin-tuc", *QUIET, *archive), site)) == 8
        site.pages["/tin-4"] = bulletin(4, "05/03/2019").replace(b"400", b"450")
        result = run("fetch", f"{site.base}/tin-tuc", *QUIET, *archive, "--changed")
        assert fetched(result, site) == ["/tin-4"]


def command(site: Site, *options: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "fetch", f"{site.base}/tin-tuc", "--allow-private", *options]


def test_killed_and_run_again(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with serving(pages()) as site:
        whole = subprocess.run(
            command(site, "--delay", "0", "--archive", str(tmp_path / "a")),
            env=environment,
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        site.asked.clear()
        killed = subprocess.Popen(
            command(site, "--delay", "0.15", "--archive", str(tmp_path / "b")), env=environment, stdout=subprocess.PIPE
        )
        assert killed.stdout is not None
        begun = [killed.stdout.readline() for _ in range(3)]
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=60)
        again = subprocess.run(
            command(site, "--delay", "0", "--archive", str(tmp_path / "b")),
            env=environment,
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout

    def known(lines: list[bytes]) -> list[tuple[str, str]]:
        return [(document["url"], document["html"]) for document in map(json.loads, lines)]

    assert known(again.splitlines()) == known(whole.splitlines())
    assert known(begun) == known(whole.splitlines())[:3]
    assert len(site.asked) == len(set(site.asked)), "nothing was asked for twice"


def test_fetched_documents_and_their_archive_give_the_same_records(tmp_path: Path) -> None:
    with serving(pages()) as site:
        result = run("fetch", f"{site.base}/tin-tuc", *QUIET, "--max", "3", "--archive", str(tmp_path / "luu"))
        runner = CliRunner()
        piped = runner.invoke(main, ["extract", "-"], input=result.stdout_bytes)
        archived = runner.invoke(main, ["extract", *map(str, (tmp_path / "luu").glob("*.warc.gz"))])
    first, second = ([json.loads(line) for line in one.stdout.splitlines()] for one in (piped, archived))
    for record in [*first, *second]:
        record["bulletin"].pop("source")  # the file it was read from
    assert first == second
    assert [record["bulletin"]["published"] for record in first] == ["2019-03-08", "2019-03-07", "2019-03-06"]


def test_sources_are_listed_shown_and_checked() -> None:
    listed = run("sources", "list")
    assert "sgtvt-dak-nong" in listed.stdout
    assert "unverified" in listed.stdout
    assert "Đắk Nông" in run("sources", "show", "stp-dak-nong").stdout
    assert run("sources", "show", "khong-co").exit_code == 2
    rows = "".join(
        f"<article class='item-news'><h3 class='title-news'><a href='/tin-{n}-400000{n:02}.html'>Tin {n}</a></h3></article>"
        for n in range(20)
    )
    page = "<h1 class='title-detail'>Tin 0</h1><article class='fck_detail'><p>Sáng nay.</p></article>"
    with serving({"/kinh-doanh": rows.encode(), "/tin-0-40000000.html": page.encode()}) as site:
        options = ["--base", site.base, *QUIET]
        good = run("sources", "check", "vnexpress", *options)
        assert (good.exit_code, good.stdout.count("holds")) == (0, 2)
        site.pages["/kinh-doanh"] = b"<p>Trang dang bao tri trong it phut, moi ban quay lai sau.</p>"
        bad = run("sources", "check", "vnexpress", *options)
        assert (bad.exit_code, bad.stdout.count("FAILS")) == (1, 1)
