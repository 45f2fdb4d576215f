"""Runs that are killed at any moment and gone on with give the bytes of an unbroken run, or are refused by name."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from corpus.batch import Batch, Counts, Failure, Item, Outcome, run
from corpus.batch.output import work_folder
from corpus.batch.pool import Pool
from extract.errors import InputError
from tests.conftest import ROOT
from tests.unit import batch_work

ENDINGS = (".jsonl", ".errors.jsonl", ".manifest.json")


class Killed(BaseException):
    """The run ends here, as if the power had gone."""


def engine(items: Iterable[Item]) -> Iterator[Outcome]:
    for item in items:
        yield item if isinstance(item, Failure) else batch_work.work(item)


def lines(number: int) -> Iterator[str]:
    """Bulletins with all that a run has to tell apart: come before, revised, broken."""
    for n in range(number):
        if n % 50 == 7:
            yield "not json"
        elif n % 50 == 9:
            yield json.dumps({"id": f"d{n - 9}", "text": f"Tin {n - 9}"})
        elif n % 50 == 11:
            yield json.dumps({"id": f"d{n - 11}", "text": f"Tin {n} đã sửa"})
        else:
            yield json.dumps({"id": f"d{n}", "text": f"Tin {n}"}, ensure_ascii=False)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines(700)), "utf-8")
    return path


def batch(given: Path, out: Path, *, resume: bool = False) -> Batch:
    return Batch(inputs=(str(given),), output=str(out), resume=resume, documented=True)


def written(out: Path) -> list[bytes]:
    return [out.with_name(out.stem + ending).read_bytes() for ending in ENDINGS]


def run_until(batch: Batch, number: int) -> None:
    """A run that ends without a word after `number` outcomes, its last bytes half written."""
    seen = 0

    def stop(outcome: Outcome, counts: Counts) -> None:
        nonlocal seen
        seen += 1
        if seen > number:
            raise Killed

    with pytest.raises(Killed):
        run(batch, nullcontext(engine), on_outcome=stop)


@pytest.fixture
def unbroken(given: Path, tmp_path: Path) -> list[bytes]:
    run(batch(given, tmp_path / "unbroken.jsonl"), nullcontext(engine))
    return written(tmp_path / "unbroken.jsonl")


@pytest.mark.parametrize("stops", [[0], [300], [256, 0, 255], [511, 30], [699], [260, 260, 100]])
def test_a_run_gone_on_with_gives_the_bytes_of_an_unbroken_one(
    given: Path, unbroken: list[bytes], tmp_path: Path, stops: list[int]
) -> None:
    out = tmp_path / "out.jsonl"
    for number in stops:
        run_until(batch(given, out, resume=True), number)
        assert not out.exists()
        records = work_folder(str(out)) / "records"
        if records.exists():  # what a killed run wrote without having committed it
            with records.open("ab") as stream:
                stream.write(b'{"id": "half a rec')
    counts = run(batch(given, out, resume=True), nullcontext(engine))
    assert written(out) == unbroken
    assert counts.inputs == 700
    assert (counts.records, counts.failed) == (672, 14)
    assert not work_folder(str(out)).exists()


def test_what_was_done_is_not_done_again(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_until(batch(given, out), 600)
    done = []

    def counting(items: Iterable[Item]) -> Iterator[Outcome]:
        for outcome in engine(items):
            done.append(outcome)
            yield outcome

    run(batch(given, out, resume=True), nullcontext(counting))
    assert len(done) == 700 - 512


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_killed_at_random_moments_and_gone_on_with(given: Path, tmp_path: Path, workers: int) -> None:
    given.write_text("\n".join(lines(4000)), "utf-8")
    run(batch(given, tmp_path / "unbroken.jsonl"), nullcontext(engine))
    out = tmp_path / "out.jsonl"
    chance = random.Random(workers)
    command = [sys.executable, "-m", "tests.unit.batch_work", str(given), str(out), str(workers)]
    killed = 0
    while not out.exists():
        child = subprocess.Popen(command, cwd=ROOT)
        try:
            child.wait(chance.uniform(0.1, 0.6) + killed * 0.2)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            killed += 1
    if work_folder(str(out)).exists():  # killed between giving out and cleaning up
        run(batch(given, out, resume=True), nullcontext(engine))
    assert killed
    assert written(out) == written(tmp_path / "unbroken.jsonl")


def test_any_number_of_processes_gives_the_same_bytes(given: Path, unbroken: list[bytes], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(batch(given, out), Pool(3, start=batch_work.start))
    assert written(out) == unbroken


def test_the_errors_file_says_what_gave_no_record_and_the_manifest_counts_it(
    unbroken: list[bytes], given: Path
) -> None:
    errors = [json.loads(line) for line in unbroken[1].splitlines()]
    assert {e["label"] for e in errors} == {"error", "skipped", "revision"}
    assert errors[0] == {"label": "error", "place": f"{given}:8", "reason": errors[0]["reason"]}
    manifest = json.loads(unbroken[2])
    assert manifest["counts"]["errors"] == {"not JSON: …": 14}
    assert sum(manifest["counts"]["notices"].values()) == 28
    assert manifest["counts"]["records"] == len(unbroken[0].splitlines())
    assert manifest["versions"]["models"]


def changed_line(given: Path) -> str:
    """Another text of the same length, and the time of the file as it was."""
    status = given.stat()
    given.write_text(given.read_text("utf-8").replace("Tin 100", "Tin 1OO"), "utf-8")
    os.utime(given, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{given}:101"


def longer(given: Path) -> str:
    with given.open("a") as stream:
        stream.write('\n{"text": "Tin mới"}')
    return str(given)


def gone(given: Path) -> str:
    given.unlink()
    return str(given)


@pytest.mark.parametrize("change", [changed_line, longer, gone])
def test_a_changed_input_is_refused_by_name(given: Path, tmp_path: Path, change) -> None:
    out = tmp_path / "out.jsonl"
    run_until(batch(given, out), 600)
    kept = given.read_bytes(), given.stat().st_mtime_ns
    place = change(given)
    for _ in range(2):  # refused, and refused again
        with pytest.raises(InputError, match="changed since the run began") as refusal:
            run(batch(given, out, resume=True), nullcontext(engine))
        assert refusal.value.place == place
    given.write_bytes(kept[0])  # put back, it goes on
    os.utime(given, ns=(kept[1], kept[1]))
    assert run(batch(given, out, resume=True), nullcontext(engine)).inputs == 700


def test_a_file_that_came_into_a_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "tin"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n:03}.txt").write_text(f"Tin {n}", "utf-8")
    run_until(batch(folder, tmp_path / "out.jsonl"), 290)
    (folder / "150a.txt").write_text("Tin mới", "utf-8")
    with pytest.raises(InputError) as refusal:
        run(batch(folder, tmp_path / "out.jsonl", resume=True), nullcontext(engine))
    assert refusal.value.place == str(folder / "150a.txt")


def test_an_unfinished_run_is_not_thrown_away_unasked(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_until(batch(given, out), 600)
    with pytest.raises(InputError, match="--resume"):
        run(batch(given, out), nullcontext(engine))
    with pytest.raises(InputError, match="other inputs"):
        run(Batch(inputs=("other.jsonl",), output=str(out), resume=True), nullcontext(engine))


def test_an_unfinished_run_of_another_bantin_is_refused(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_until(batch(given, tmp_path / "out.jsonl"), 600)
    monkeypatch.setattr("corpus.batch.runs.fingerprint", lambda: "another")
    with pytest.raises(InputError, match="another bantin"):
        run(batch(given, tmp_path / "out.jsonl", resume=True), nullcontext(engine))


def test_two_runs_do_not_write_the_same_output(given: Path, tmp_path: Path) -> None:
    folder = work_folder(str(tmp_path / "out.jsonl"))
    folder.mkdir()
    code = "import sys, time, pathlib; from corpus.batch.journal import Journal; j = Journal(pathlib.Path(sys.argv[1])); print('here', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", code, folder], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert other.stdout and other.stdout.readline()
        with pytest.raises(InputError, match="another run"):
            run(batch(given, tmp_path / "out.jsonl"), nullcontext(engine))
    finally:
        other.kill()
        other.wait()


def test_a_finished_run_that_could_not_be_given_out_is_given_out_later(
    given: Path, unbroken: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "out.manifest.json").mkdir()  # in the way; errors and records are moved before
    with pytest.raises(InputError, match="cannot be written"):
        run(batch(given, out), nullcontext(engine))
    (tmp_path / "out.manifest.json").rmdir()

    def nothing(items: Iterable[Item]) -> Iterator[Outcome]:
        raise AssertionError("all was done")

    counts = run(batch(given, out, resume=True), nullcontext(nothing))
    assert counts.records == 672
    assert written(out) == unbroken


def test_a_damaged_journal_is_named(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_until(batch(given, out), 600)
    records = work_folder(str(out)) / "records"
    records.write_bytes(records.read_bytes()[:100])
    with pytest.raises(InputError, match="shorter than its journal says"):
        run(batch(given, out, resume=True), nullcontext(engine))
    (work_folder(str(out)) / "journal.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(InputError, match="damaged"):
        run(batch(given, out, resume=True), nullcontext(engine))


def test_a_run_that_did_nothing_leaves_nothing(given: Path, tmp_path: Path) -> None:
    run_until(batch(given, tmp_path / "out.jsonl"), 10)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl"]
