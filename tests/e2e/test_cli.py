"""The command as a user runs it: a process, real files, its exit status and what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BULLETIN = """Sở Tài chính tỉnh Hưng Yên tổng kết công tác năm 2023

28/12/2023

Sáng 28/12, Sở Tài chính tổ chức Hội nghị tổng kết công tác năm 2023. Ông Lê Văn An, Phó Chủ tịch UBND tỉnh, dự và phát biểu chỉ đạo.
"""


def bantin(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the installed command; output decoded."""
    command = Path(sys.executable).with_name("bantin")
    done = subprocess.run(
        [str(command), *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=300,
        env={**os.environ, "COLUMNS": "200"},
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """One run over a folder where one file is good and every other is bad in its own way."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "good.txt").write_text(BULLETIN, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "broken-utf8.txt").write_bytes("Hội nghị".encode()[:-1] + b" \xff\xfe t\xe1\n" * 3)
    (folder / "cut.html").write_text(
        "<html><head><title>Tin</title></head><body><h1>Hội nghị</h1><p>Sáng 5/3, Sở T", "utf-8"
    )
    lines = [
        '{"id": "a", "text": "Tin thứ nhất\\n\\nNội dung."}',
        "not json",
        '{"id": "b"}',
        '{"id": "c", "text": "Tin thứ hai\\n\\nNội dung."}',
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    with (folder / "long.jsonl").open("wb") as stream:
        stream.write(b'{"text": "')
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n{"id": "after", "text": "Tin sau\\n\\nX."}\n')
    return folder, bantin("extract", folder, folder / "missing.txt")


def test_good_inputs_survive_bad_ones(mixed) -> None:
    _, done = mixed
    ids = [r["id"] for r in records(done.stdout)]
    assert done.returncode == 1
    assert {"a", "c", "after"} <= set(ids)
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("empty.txt", "empty"),
        ("binary.txt", "binary"),
        ("broken-utf8.txt", "UTF-8"),
        ("cut.html", "cut"),
        ("lines.jsonl:2", "JSON"),
        ("lines.jsonl:3", "text"),
        ("long.jsonl:1", "MB"),
        ("missing.txt", "no such"),
    ],
)
def test_each_bad_input_is_named(mixed, place: str, reason: str) -> None:
    folder, done = mixed
    said = [line for line in done.stderr.splitlines() if f"{folder / place}:" in line]
    assert len(said) == 1, done.stderr
    assert reason.lower() in said[0].lower()


def test_records_go_to_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text(BULLETIN, "utf-8")
    out = tmp_path / "out" / "records.jsonl"
    done = bantin("extract", tmp_path / "tin.txt", "-o", out)
    assert done.returncode == 0
    assert done.stdout == ""
    assert len(records(out.read_text("utf-8"))) == 1
    assert [p.name for p in out.parent.iterdir()] == ["records.jsonl"]


def test_standard_input_and_workers_give_the_same_bytes(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"id": f"d{n}", "text": BULLETIN.replace("28/12/2023\n\n", ""), "published": "2023-12-28"}) + "\n"
        for n in range(6)
    )
    (tmp_path / "in.jsonl").write_text(lines, "utf-8")
    one = bantin("extract", tmp_path / "in.jsonl")
    two = bantin("extract", tmp_path / "in.jsonl", "--workers", "2")
    piped = bantin("extract", "-", stdin=lines.encode())
    assert one.returncode == two.returncode == piped.returncode == 0
    assert one.stdout == two.stdout
    assert [r["events"] for r in records(piped.stdout)] == [r["events"] for r in records(one.stdout)]


def test_a_bulletin_come_before_is_left_out_and_a_revision_is_named(tmp_path: Path) -> None:
    rows = [("a", "Tin\n\nMột."), ("a", "Tin\n\nMột."), ("a", "Tin\n\nHai.")]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in rows), "utf-8")
    done = bantin("extract", tmp_path / "in.jsonl")
    assert done.returncode == 0
    assert [str(r["text"])[-4:] for r in records(done.stdout)] == ["Một.", "Hai."]
    assert "skipped:" in done.stderr and "revision:" in done.stderr


def test_no_progress_bar_and_no_colours_when_piped(mixed) -> None:
    _, done = mixed
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["extract"], "Missing argument"),
        (["extract", "x.txt", "--table"], "-o OUT.jsonl"),
        (["extract", "x.txt", "--workers", "0"], "--workers"),
        (["nonsense"], "No such command"),
        (["evaluate", "no-such-folder"], "does not exist"),
    ],
)
def test_wrong_use_exits_2_and_says_what_to_do(args: list[str], said: str) -> None:
    done = bantin(*args)
    assert done.returncode == 2
    assert said in done.stderr


def test_evaluate_scores_a_folder_of_gold(tmp_path: Path) -> None:
    gold = {
        "id": "g",
        "title": "Tin",
        "text": "Tin\n\nÔng Lê Văn An, Giám đốc Sở Tài chính, phát biểu.",
        "published": "2023-12-28",
        "publisher": None,
        "entities": [{"type": "PERSON", "start": 9, "end": 18, "text": "Lê Văn An"}],
        "officials": [{"name": "Lê Văn An", "positions": [{"title": "Giám đốc", "organisation": "Sở Tài chính"}]}],
        "events": [],
    }
    (tmp_path / "g.json").write_text(json.dumps(gold), "utf-8")
    done = bantin("evaluate", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["officials"]["f1"] == 100
    assert figures["entity.PERSON"]["r"] == 100


def test_a_gold_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    done = bantin("evaluate", tmp_path)
    assert done.returncode == 1
    assert "bad.json" in done.stderr


def test_the_schema_command_prints_the_schema() -> None:
    done = bantin("schema")
    assert json.loads(done.stdout) == json.loads((ROOT / "schemas" / "record.schema.json").read_text("utf-8"))


def test_help_needs_no_models() -> None:
    code = "import sys, cli\ntry: cli.main(['extract', '--help'])\nexcept SystemExit: pass\nprint({'spacy', 'underthesea', 'bs4'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("set()")
