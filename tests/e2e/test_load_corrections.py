"""What people correct and withdraw: beside the record, through re-extraction, and in what is exported."""

import copy
import json
import subprocess
from typing import Any

import pytest
from sqlalchemy import text

from corpus.db.connection import existing
from tests.bench.records import record
from tests.e2e.test_load import asked, bantin, lines

BY = ("--by", "Nga", "--why", "Quyết định số 12/QĐ-UBND")


def extracted(**changes: Any) -> dict[str, Any]:
    """A record whose project is at another place than an earlier extraction read, and so on."""
    made = copy.deepcopy(record(3))
    project = next(e for e in made["events"] if e["type"] == "investment")
    project |= changes
    return made


PROJECT = next(e for e in record(3)["events"] if e["type"] == "investment")
STEP = PROJECT["id"].rsplit("#", 1)[1]
ID = record(3)["id"]


def correct(db: str, path: str, old: object, new: object) -> subprocess.CompletedProcess[str]:
    said = [v if isinstance(v, str) else json.dumps(v) for v in (old, new)]
    return bantin("correct", ID, path, "--old", said[0], "--new", said[1], *BY, "--db", db)


def location(db: str) -> list[tuple]:
    return asked(db, "SELECT location FROM investments WHERE scope = 'project'")


def test_a_correction_stands_beside_the_record_and_changes_the_rows(db: str) -> None:
    bantin("load", "-", "--db", db, stdin=lines(extracted()))
    number = record(3)["events"].index(PROJECT)
    done = correct(db, f"/events/{number}/location", PROJECT["location"], "KCN Đá Bạc, tỉnh Phú Thọ")
    assert (done.returncode, done.stderr) == (0, "")
    assert location(db) == [("KCN Đá Bạc, tỉnh Phú Thọ",)]
    assert ("Phú Thọ", "KCN Đá Bạc") in asked(db, "SELECT province, zone FROM places")
    held = json.loads(asked(db, "SELECT record FROM records")[0][0])
    assert held == record(3)  # as it was extracted
    (kept,) = map(json.loads, bantin("correct", "--list", "--db", db).stdout.splitlines())
    assert kept["path"] == f"/events/{STEP}/location"  # by the event's id: its place may change
    assert (kept["old"], kept["new"]) == (PROJECT["location"], "KCN Đá Bạc, tỉnh Phú Thọ")
    assert (kept["by"], kept["why"], kept["state"]) == ("Nga", "Quyết định số 12/QĐ-UBND", "applied")
    (exported,) = map(json.loads, bantin("records", "--db", db).stdout.splitlines())
    assert exported["events"][number]["location"] == "KCN Đá Bạc, tỉnh Phú Thọ"


def test_a_correction_survives_another_extraction(db: str) -> None:
    bantin("load", "-", "--db", db, stdin=lines(extracted()))
    correct(db, f"/events/{STEP}/location", PROJECT["location"], "KCN Đá Bạc")
    again = extracted(decision="Quyết định số 5")
    again["events"].reverse()  # another order of events
    done = bantin("load", "-", "--db", db, stdin=lines(again))
    assert (done.returncode, done.stderr) == (0, "1 record: 1 newer\n")
    assert location(db) == [("KCN Đá Bạc",)]
    assert asked(db, "SELECT state FROM corrections") == [("applied",)]


def test_an_extraction_that_agrees_or_conflicts_is_shown(db: str) -> None:
    bantin("load", "-", "--db", db, stdin=lines(extracted()))
    correct(db, f"/events/{STEP}/location", PROJECT["location"], "KCN Đá Bạc")
    bantin("load", "-", "--db", db, stdin=lines(extracted(location="KCN Đá Bạc")))
    assert asked(db, "SELECT state, found FROM corrections") == [("agrees", None)]
    done = bantin("load", "-", "--db", db, stdin=lines(extracted(location="KCN Suối Mơ")))
    assert done.returncode == 0
    assert "conflicts: the record now says" in done.stderr
    assert location(db) == [("KCN Suối Mơ",)]  # the record's value stands
    assert asked(db, "SELECT state, found FROM corrections") == [("conflicting", '"KCN Suối Mơ"')]
    gone = extracted()
    gone["events"] = [e for e in gone["events"] if e["id"] != PROJECT["id"]]
    done = bantin("load", "-", "--db", db, stdin=lines(gone))
    assert "has no such field now" in done.stderr
    assert asked(db, "SELECT state, found FROM corrections") == [("conflicting", None)]


def test_corrections_of_one_field_follow_one_another(db: str) -> None:
    bantin("load", "-", "--db", db, stdin=lines(extracted()))
    value = PROJECT["amounts"][0]["value"]
    path = f"/events/{STEP}/amounts/0/value"
    assert correct(db, path, value, 2 * value).returncode == 0
    assert correct(db, path, 2 * value, 1_234_000_000_000_000_000_000).returncode == 0
    # SQLite and PostgreSQL keep what no 64 bits hold
    assert [int(v) for (v,) in asked(db, "SELECT low FROM amounts WHERE n = 0 AND event = 1")] == [1_234 * 10**18]
    bantin("load", "-", "--db", db, stdin=lines(extracted(decision="Quyết định số 5")))
    assert asked(db, "SELECT state FROM corrections") == [("applied",), ("applied",)]
    assert [int(v) for (v,) in asked(db, "SELECT low FROM capital WHERE scope = 'project'")] == [1_234 * 10**18]


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        (f"/events/{STEP}/location", "KCN Khác", "KCN Đá Bạc", "not KCN Khác"),
        (f"/events/{STEP}/status", PROJECT["status"], "xong", "would not hold"),
        (f"/events/{STEP}/date", PROJECT["date"], "hôm qua", "would not hold"),
        (f"/events/{STEP}/id", PROJECT["id"], "x", "not of ids"),
        ("/events/award-00000000/award", "Bằng khen", "Giấy khen", "there are conference-"),
        ("/text", "a", "b", "corrections are of"),
        (f"/events/{STEP}/color", "đỏ", "xanh", "has no color"),
        ("location", "a", "b", "begins with /"),
    ],
)
def test_what_cannot_be_corrected_is_said(tmp_path, path: str, old: str, new: str, reason: str) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    bantin("load", "-", "--no-registry", "--db", url, stdin=lines(extracted()))
    done = correct(url, path, old, new)
    assert done.returncode == 1
    assert reason in done.stderr
    assert asked(url, "SELECT COUNT(*) FROM corrections") == [(0,)]


def test_null_and_text_that_looks_like_a_number(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    bantin("load", "-", "--no-registry", "--db", url, stdin=lines(extracted()))
    assert correct(url, f"/events/{STEP}/date", PROJECT["date"], "2019").returncode == 0
    assert asked(url, "SELECT date, year FROM events WHERE type = 'investment'") == [("2019", 2019)]
    assert correct(url, f"/events/{STEP}/date", "2019", "null").returncode == 0
    assert asked(url, "SELECT date, year FROM events WHERE type = 'investment'") == [(None, None)]
    assert correct(url, "/officials/0/name", record(3)["officials"][0]["name"], "Lò Thị Én").returncode == 0
    assert asked(url, "SELECT path FROM corrections WHERE correction = 3") == [
        (f"/officials/{record(3)['officials'][0]['name']}/name",)
    ]


def test_a_withdrawn_bulletin_is_a_tombstone(db: str) -> None:
    bantin("load", "-", "--db", db, stdin=lines(record(3), record(4)))
    done = bantin("withdraw", ID, "--by", "Nga", "--why", "đăng nhầm", "--db", db)
    assert (done.returncode, done.stdout) == (0, f"{ID}: withdrawn\n")
    assert asked(db, "SELECT id FROM bulletins") == [(record(4)["id"],)]
    tomb = asked(db, "SELECT bulletin_id, url, withdrawn_by, why FROM withdrawn")
    assert tomb == [(ID, record(3)["bulletin"]["url"], "Nga", "đăng nhầm")]
    for view in ("capital", "project_steps", "awards_given", "event_evidence"):
        assert asked(db, f"SELECT COUNT(*) FROM {view} WHERE bulletin_id = '{ID}'") == [(0,)]
    with existing(db) as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM evidence")).scalar() == sum(
            max(1, len(e["spans"]))
            for part in (*record(4)["events"], *(p for o in record(4)["officials"] for p in o["positions"]))
            for e in part["evidence"]
        )
    again = bantin("load", "-", "--db", db, stdin=lines(record(3), record(4)))
    assert again.returncode == 0
    assert again.stderr.splitlines()[-1] == "2 records: 1 same, 1 withdrawn"
    assert bantin("withdraw", ID, "--by", "Nga", "--why", "x", "--db", db).returncode == 1
    assert bantin("correct", ID, "/bulletin/title", "--old", "a", "--new", "b", *BY, "--db", db).returncode == 1
    assert bantin("withdraw", ID, "--undo", "--db", db).returncode == 0
    assert bantin("load", "-", "--db", db, stdin=lines(record(3))).stderr == "1 record: 1 new\n"
