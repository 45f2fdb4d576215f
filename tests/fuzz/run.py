"""Spoil real documents and see whether the program holds.

    python -m tests.fuzz.run [--count N] [--seed S] [--workers W] [--only documents,records,sql]
    python -m tests.fuzz.run --replay FILE...        the saved bytes of a finding again, with its traceback

N documents through extraction, and a tenth as many spoilt records and SQL texts. A finding is saved under out/fuzz; the same
count of workers does not matter for which documents are made, only the seed and the inputs in `tests.fuzz.seeds` do.
"""

import argparse
import faulthandler
import hashlib
import multiprocessing
import os
import re
import sys
import time
import traceback
from collections import Counter
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.seeds import ROOT, seeds

OUT = ROOT / "out" / "fuzz"
_STUCK_S = 120.0  # wall time after which a worker ends itself: what no signal interrupts
_TWICE = 20  # every so many documents are done twice


def case(seed: int, number: int) -> bytes:
    """The spoilt document `number` of a seed."""
    from tests.fuzz.mutations import mutated

    random = Random(f"{seed}:{number}")
    return mutated(random.choice(seeds()), seeds(), random)


def kind_of(error: BaseException) -> str:
    """What tells one finding from another: the error and where it was raised."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if str(ROOT) in f.filename and ".venv" not in f.filename
    ]
    own = [f for f in frames if "tests/fuzz" not in f.filename]
    at = f" ({Path(own[-1].filename).relative_to(ROOT)}:{own[-1].lineno})" if own else ""
    said = re.sub(r"[0-9a-f]{8}\b|\d+", "N", str(error).split("\n")[0])
    said = re.sub(r"event \S+: ", "event: ", re.sub(r"(characters): .*", r"\1", said))
    return f"{type(error).__name__}: {said[:70]}{at}"


def save(data: bytes, error: BaseException, origin: str) -> Path:
    """Keep the bytes of a finding with what was wrong."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(f"{origin}\n{''.join(traceback.format_exception(error))}", "utf-8", "replace")
    return path


def _work(seed: int, first: int, step: int, count: int, said: "SimpleQueue[Any]") -> None:
    """One process: every `step`-th document from `first` on."""
    sys.stdout = sys.stderr
    from tests.fuzz.check import Hang, drive, timed

    drive("Sáng 5/3, UBND tỉnh Cà Mau họp báo.".encode())  # loads the models
    running = OUT / f".running-{os.getpid()}"
    for number in range(first, count, step):
        data = case(seed, number)
        running.write_bytes(data)
        faulthandler.dump_traceback_later(_STUCK_S, exit=True)
        try:
            taken, records, errors = timed(data, again=number % _TWICE == 0)
            said.put(("done", number, len(data), taken / (2 if number % _TWICE == 0 else 1), records, errors))
        except (Exception, Hang) as error:
            said.put(("found", number, kind_of(error), str(save(data, error, f"--seed {seed}, document {number}"))))
        faulthandler.cancel_dump_traceback_later()
    running.unlink(missing_ok=True)
    said.put(("end",))


def documents(count: int, seed: int, workers: int) -> int:
    """Spoil `count` documents; the number of kinds of findings."""
    OUT.mkdir(parents=True, exist_ok=True)
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # as in the workers of `bantin extract`
    context = multiprocessing.get_context("spawn")
    said: SimpleQueue[Any] = context.SimpleQueue()
    processes = [context.Process(target=_work, args=(seed, n, workers, count, said)) for n in range(workers)]
    for process in processes:
        process.start()
    found: Counter[str] = Counter()
    examples: dict[str, str] = {}
    times: list[tuple[float, int, int]] = []
    records = errors = ended = dead = 0
    begun = shown = time.monotonic()
    while ended + dead < workers:
        if said.empty():
            time.sleep(0.05)
            lost = [p for p in processes if p.exitcode not in (None, 0)]
            for process in lost:
                processes.remove(process)
                dead += 1
                what = f"the process died (status {process.exitcode}; a crash, or stuck for {_STUCK_S:g} s)"
                found[what] += 1
                examples[what] = str(OUT / f".running-{process.pid}")
            continue
        message = said.get()
        if message[0] == "end":
            ended += 1
        elif message[0] == "found":
            _, number, kind, path = message
            found[kind] += 1
            if kind not in examples:
                examples[kind] = path
                print(f"found: {kind}\n       document {number}, {path}", flush=True)
        else:
            _, number, size, taken, made, failed = message
            times.append((taken, number, size))
            records, errors = records + made, errors + failed
        if time.monotonic() - shown > 30:
            shown = time.monotonic()
            done = len(times) + found.total()
            print(f"{done:,} of {count:,}, {done / (shown - begun):.1f} a second, {found.total()} findings", flush=True)
    taken = time.monotonic() - begun
    done = len(times) + found.total()
    print(f"{done:,} documents (seed {seed}): {records:,} records, {errors:,} named errors, {found.total()} findings")
    print(
        f"{taken:.0f} s with {workers} processes: {done / taken:.1f} a second, 100,000 in {100_000 / max(done, 1) * taken / 60:.0f} minutes"
    )
    times.sort(reverse=True)
    print("slowest: " + ", ".join(f"{t:.2f} s (document {n}, {size:,} bytes)" for t, n, size in times[:5]))
    for kind, times_found in found.most_common():
        print(f"{times_found:6} × {kind}\n         {examples[kind]}")
    return len(found)


def replay(paths: list[str]) -> int:
    """Do saved inputs again; the number of those that still fail."""
    from tests.fuzz.check import Hang, timed

    failed = 0
    for path in paths:
        try:
            taken, records, errors = timed(Path(path).read_bytes(), again=True)
            print(f"{path}: {records} records, {errors} named errors, {taken:.2f} s of CPU")
        except (Exception, Hang) as error:
            failed += 1
            print(f"{path}: {kind_of(error)}")
            traceback.print_exception(error)
    return failed


def main(argv: list[str] | None = None) -> int:
    """0 where nothing was found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--only", default="documents,records,sql")
    asked.add_argument("--replay", nargs="+", metavar="FILE")
    given = asked.parse_args(argv)
    if given.replay:
        return 1 if replay(given.replay) else 0
    parts = given.only.split(",")
    found = 0
    if "records" in parts:
        from tests.fuzz.records import fuzz_records

        found += fuzz_records(max(100, given.count // 10), given.seed)
    if "sql" in parts:
        from tests.fuzz.sql import fuzz_sql

        found += fuzz_sql(max(100, given.count // 10), given.seed)
    if "documents" in parts:
        found += documents(given.count, given.seed, max(1, given.workers))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
