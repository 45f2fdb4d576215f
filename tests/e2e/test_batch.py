"""`bantin extract` over many bulletins with the real models: killed, gone on with, in processes and on Dask, the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.test_cli import BULLETIN, bantin

ENDINGS = (".jsonl", ".errors.jsonl", ".manifest.json")
COMMAND = Path(sys.executable).with_name("bantin")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 400 bulletins, some of them broken."""
    folder = tmp_path_factory.mktemp("many")
    samples = [p.read_text("utf-8") for p in sorted((ROOT / "corpus" / "samples").glob("*.txt"))]
    lines = []
    for n in range(400):
        text = f"{samples[n % len(samples)] if n % 8 == 0 else BULLETIN}\n\nTin số {n}."
        lines.append("not json" if n % 100 == 50 else json.dumps({"id": f"t{n // 2 * 2}", "text": text}))
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "b.txt").write_text(BULLETIN, "utf-8")
    (folder / "c.txt").write_bytes(b"")
    return folder


def written(out: Path) -> list[bytes]:
    return [out.with_name(out.stem + ending).read_bytes() for ending in ENDINGS]


@pytest.fixture(scope="module")
def unbroken(many: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    out = tmp_path_factory.mktemp("unbroken") / "out.jsonl"
    done = bantin("extract", many, "-o", out, "--workers", "2")
    assert done.returncode == 1  # some inputs failed, each named
    assert "397 records in" in done.stderr and "5 inputs failed" in done.stderr
    return written(out)


def children(pid: int) -> list[int]:
    """The processes of ours that `pid` started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue
    return found


def alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_killed_run_is_gone_on_with_and_gives_the_bytes_of_an_unbroken_one(
    many: Path, unbroken: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    command = [COMMAND, "extract", many, "-o", out, "--workers", "1"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    journaled = tmp_path / ".out.jsonl.unfinished" / "records"
    while not (journaled.exists() and journaled.stat().st_size > 0.75 * len(unbroken[0])):  # past the first commit
        assert run.poll() is None
        time.sleep(0.02)
    workers = children(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert workers
    assert not out.exists()

    again = bantin("extract", many, "-o", out, "--workers", "1")
    assert again.returncode == 1
    assert "--resume" in again.stderr

    run = subprocess.Popen([*command[:-1], "2", "--resume"], stderr=subprocess.PIPE)
    while len(children(run.pid)) < 2:
        assert run.poll() is None
        time.sleep(0.02)
    os.kill(children(run.pid)[0], signal.SIGKILL)  # and a worker, while it loads or reads
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1, said.decode()
    assert written(out) == unbroken
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.errors.jsonl", "out.jsonl", "out.manifest.json"]
    assert not any(alive(pid) for pid in workers), "workers outlived the run that started them"


def test_dask_gives_the_same_bytes(many: Path, unbroken: list[bytes], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    out = tmp_path / "out.jsonl"
    done = bantin("extract", many, "-o", out, "--engine", "dask", "--workers", "2")
    assert done.returncode == 1, done.stderr
    assert written(out) == unbroken


def test_the_bytes_do_not_depend_on_the_order_in_which_sets_are_walked() -> None:
    """Python walks a set of words in another order in every process."""
    text = (
        "Sở Tài nguyên và Môi trường họp báo\n\nSáng 5/3/2019, Sở Tài nguyên và Môi trường tổ chức họp báo tại TP. HCM. "
        "Ông Lê Văn An, Giám đốc Sở Tài nguyên và Môi trường, cho biết HĐND TP. HCM đã thông qua đề án."
    )
    data = json.dumps({"text": text}).encode()
    outputs = set()
    for seed in ("1", "4"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([COMMAND, "extract", "-"], input=data, capture_output=True, env=env)
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["extract", "x.txt", "--resume"], "-o OUT.jsonl"),
        (["extract", "x.txt", "--scheduler", "tcp://127.0.0.1:1"], "--engine dask"),
        (["extract", "x.txt", "--timeout", "0"], "--timeout"),
    ],
)
def test_wrong_use_says_what_to_do(args: list[str], said: str) -> None:
    done = bantin(*args)
    assert done.returncode == 2
    assert said in done.stderr
