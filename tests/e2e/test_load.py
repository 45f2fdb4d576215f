"""`bantin load` as a user runs it: processes, files and databases as they are; what holds on SQLite holds on PostgreSQL."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cli import main
from corpus.db.connection import DatabaseError, existing
from tests.bench.records import json_lines, record
from tests.databases import contents

# a process of its own that loads a file in small batches
LOADER = """
import sys
from corpus.db.connection import database
from corpus.db.loading import load
from corpus.db.registry import refresh
from corpus.records import records_and_broken
with database(sys.argv[2]) as engine:
    load(engine, records_and_broken(sys.argv[1], on_error=print), on_error=print, batch_records=20)
    refresh(engine)
"""


def bantin(*args: object, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """The command line, in this process."""
    done = CliRunner().invoke(main, list(map(str, args)), input=stdin, catch_exceptions=False)
    return subprocess.CompletedProcess(args, done.exit_code, done.stdout, done.stderr)


def loader(path: Path, url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", LOADER, str(path), url], stderr=subprocess.PIPE)


def lines(*records: dict) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "records.jsonl"
    with path.open("wb") as stream:
        stream.writelines(json_lines(300))
    return path


def asked(url: str, query: str) -> list[tuple]:
    with existing(url) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_loading_twice_changes_nothing(db: str, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(b"".join(json_lines(40)))
    first = bantin("load", tmp_path / "r.jsonl", "--db", db)
    before = contents(db)
    second = bantin("load", tmp_path / "r.jsonl", "--db", db)
    assert (first.returncode, first.stderr.splitlines()[-1]) == (0, "40 records: 40 new")
    assert (second.returncode, second.stderr.splitlines()[-1]) == (0, "40 records: 40 same")
    assert contents(db) == before
    assert len(before["bulletins"]) == 40
    assert len(before["events"]) > 80


def test_both_databases_hold_the_same(postgresql_url: str, tmp_path: Path) -> None:
    broken = b'{"schema_version": "1"}\n'
    data = b"".join(json_lines(60)) + broken + lines(record(3, revision=1))
    urls = [f"sqlite:///{tmp_path / 'a.db'}", postgresql_url]
    for url in urls:
        assert bantin("load", "-", "--db", url, stdin=data).returncode == 1
    one, other = map(contents, urls)
    assert one == other
    assert len(one["rejected"]) == 1


def test_gzip_and_standard_input_are_read_alike(tmp_path: Path) -> None:
    data = b"".join(json_lines(5))
    packed = tmp_path / "records.jsonl.gz"
    packed.write_bytes(gzip.compress(data))
    urls = [f"sqlite:///{tmp_path / name}.db" for name in "abc"]
    assert bantin("load", packed, "--db", urls[0]).returncode == 0
    assert bantin("load", "-", "--db", urls[1], stdin=data).returncode == 0
    assert bantin("load", "-", "--db", urls[2], stdin=packed.read_bytes()).returncode == 0
    assert [len(contents(u)["bulletins"]) for u in urls] == [5, 5, 5]
    packed.write_bytes(gzip.compress(data)[:-20])
    cut = bantin("load", packed, "--db", urls[0])
    assert cut.returncode == 1
    assert "cut off or damaged" in cut.stderr


def test_a_newer_record_replaces_the_older(db: str) -> None:
    old, new = record(8), record(8, revision=1)
    assert new["id"] == old["id"]
    assert bantin("load", "-", "--db", db, stdin=lines(old, record(9))).returncode == 0
    alone = bantin("load", "-", "--db", db, stdin=lines(new))
    assert alone.stderr.splitlines()[-1] == "1 record: 1 newer"
    said = asked(db, f"SELECT title, published FROM bulletins WHERE id = '{new['id']}'")
    assert [(t, str(day)) for t, day in said] == [(new["bulletin"]["title"], new["bulletin"]["published"])]
    assert asked(db, "SELECT COUNT(*) FROM bulletins") == [(2,)]
    held = contents(db)
    # neither the record that was replaced nor the same one again changes a thing
    assert bantin("load", "-", "--db", db, stdin=lines(old, new)).stderr.splitlines()[-1] == "2 records: 2 same"
    assert contents(db) == held
    # ... unless a person asks for it
    assert bantin("load", "-", "--again", "--db", db, stdin=lines(old)).stderr.splitlines()[-1] == "1 record: 1 newer"
    assert asked(db, "SELECT title FROM bulletins ORDER BY 1") == sorted(
        [(r["bulletin"]["title"],) for r in (old, record(9))]
    )


def test_an_older_text_that_comes_later_is_left_out(db: str) -> None:
    old, new = record(8), record(8, revision=1)
    bantin("load", "-", "--db", db, stdin=lines(new))
    late = bantin("load", "-", "--db", db, stdin=lines(old))
    assert late.returncode == 0
    assert late.stderr.splitlines()[-1] == "1 record: 1 older"
    assert "older than the record" in late.stderr
    assert asked(db, "SELECT title FROM bulletins") == [(new["bulletin"]["title"],)]
    assert sorted(asked(db, "SELECT state FROM revisions")) == [("current",), ("older",)]


def test_another_extraction_of_the_same_text_is_newer(db: str) -> None:
    one = record(8)
    other = record(8)
    other["events"] = other["events"][:1]
    both = bantin("load", "-", "--db", db, stdin=lines(one, other))
    assert both.stderr.splitlines()[-1] == "2 records: 1 new, 1 newer"
    assert asked(db, "SELECT COUNT(*) FROM events") == [(1,)]
    assert asked(db, "SELECT state FROM revisions ORDER BY 1") == [("current",), ("replaced",)]


def _altered(**changes: object) -> dict:
    return record(2) | changes


BROKEN = {
    "not JSON": b'{"id": ',
    "no JSON object": b"[1, 2]",
    "UTF-8": b'{"id": "\xff"}',
    "nested too deep": b'{"a":' * 5000,
    "bantin upgrade": lines(_altered(schema_version="0")),
    "no schema_version": b'{"id": "a"}',
    "/bulletin": lines(_altered(bulletin={})),
    "U+0000": lines(_altered(issues=[{"code": "a", "stage": "b", "message": "c\0"}])),
    "not what the text says": lines(_altered(entities=[record(2)["entities"][0] | {"text": "khác"}])),
    "two events have the id": lines(_altered(events=record(2)["events"] * 2)),
    "no day": lines(_altered(bulletin=record(2)["bulletin"] | {"published": "2019-02-30"})),
    "is not in the text": lines(_altered(bulletin=record(2)["bulletin"] | {"captions": [[0, 10**6]]})),
}


def test_broken_records_are_put_aside_with_their_reason_and_the_rest_goes_in(db: str, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(
        b"\n".join([lines(record(0)).strip(), *(b.strip() for b in BROKEN.values()), lines(record(1)).strip()])
    )
    done = bantin("load", path, "--db", db)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{len(BROKEN) + 2} records: 2 new, {len(BROKEN)} put aside"
    aside = asked(db, "SELECT place, reason, line FROM rejected")
    assert len(aside) == len(BROKEN)
    by_place = {place: (reason, bytes(line)) for place, reason, line in aside}
    for number, (reason, line) in enumerate(BROKEN.items(), 2):
        said, kept = by_place[f"{path}:{number}"]
        assert reason in said
        assert kept == line.strip()
        assert f"error: {path}:{number}: " in done.stderr
    before = contents(db)
    assert bantin("load", path, "--db", db).returncode == 1
    assert contents(db) == before


def test_two_loaders_at_once_are_safe(db: str, many: Path, tmp_path: Path) -> None:
    alone = f"sqlite:///{tmp_path / 'alone.db'}"
    own = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for n, path in enumerate(own):
        revised = lines(*(record(k, revision=1) for k in range(0, 50, 7)))
        path.write_bytes(many.read_bytes() + revised + lines(*(record(5000 + n * 50 + k) for k in range(50))))
    at_once = [loader(path, db) for path in own]
    said = [p.communicate(timeout=300)[1].decode() for p in at_once]
    assert [p.returncode for p in at_once] == [0, 0], said
    for path in own:
        bantin("load", path, "--db", alone)
    assert contents(db) == contents(alone)


def test_kill_9_in_the_middle_and_a_second_load(db: str, many: Path, tmp_path: Path) -> None:
    whole = f"sqlite:///{tmp_path / 'whole.db'}"
    assert bantin("load", many, "--db", whole).returncode == 0
    with loader(many, db) as process:
        held = 0
        while not 0 < held < 300 and process.poll() is None:
            time.sleep(0.02)
            try:
                held = asked(db, "SELECT COUNT(*) FROM bulletins")[0][0]
            except DatabaseError:  # not made yet
                continue
        os.kill(process.pid, signal.SIGKILL)
    held = asked(db, "SELECT COUNT(*) FROM bulletins")[0][0]
    assert 0 < held < 300
    assert held % 20 == 0  # whole batches
    assert bantin("load", many, "--db", db).returncode == 0
    assert contents(db) == contents(whole)


def test_what_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"this is no database" * 1000)
    for url, reason in [
        (f"sqlite:///{tmp_path / 'no.db'}", "not a database"),
        (f"sqlite:///{tmp_path / 'no' / 'folder.db'}", "unable to open"),
        ("postgresql://nga:mat-khau@127.0.0.1:1/bantin", "refused"),
        ("mysql://nga:mat-khau@localhost/bantin", "sqlite:///FILE"),
        ("bantin.db", "sqlite:///FILE"),
    ]:
        done = bantin("load", "-", "--db", url, stdin=b"")
        assert done.returncode == 1
        assert reason in done.stderr, done.stderr
        assert "mat-khau" not in done.stderr
        assert "Traceback" not in done.stderr


def test_a_slow_pipe_is_kept_as_it_comes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    done = bantin("load", "-", "--db", url, stdin=b"")
    assert (done.returncode, done.stderr) == (0, "0 records: nothing to load\n")
