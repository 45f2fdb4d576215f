"""Work for tests of batches: light, and as bad as a document's text asks it to be. Workers import it by name."""

import ctypes
import hashlib
import json
import os
import re
import sys
import time

from corpus.batch import Batch, Extracted, Outcome, run
from corpus.batch.pool import Pool
from corpus.batch.work import Work
from extract.document import RawDocument


def work(raw: RawDocument) -> Outcome:
    text = raw.text or ""
    if text.startswith("ngủ"):
        time.sleep(3600)
    elif text.startswith("treo"):  # holds the interpreter
        re.match(r"(?:a|aa|a?)+$", "a" * 60 + "b")
    elif text.startswith("thoát"):
        os._exit(0)
    elif text.startswith("hỏng"):
        ctypes.string_at(0)
    elif text.startswith("nhớ"):
        bytearray(3 << 30)
    elif text.startswith("chậm"):
        time.sleep(0.02)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    line = json.dumps({"id": raw.id, "text": text}, ensure_ascii=False).encode()
    return Extracted(raw.place, raw.id or sha256[:16], sha256, line, events=("award",) * (len(text) % 3))


def start() -> Work:
    return work


def with_process_number(raw: RawDocument) -> Outcome:
    return Extracted(raw.place, str(raw.id), "", str(os.getpid()).encode())


def start_with_process_number() -> Work:
    return with_process_number


def cannot_start() -> Work:
    sys.exit("no models here")


def document(number: int, text: str = "Tin") -> RawDocument:
    return RawDocument(place=f"tin.jsonl:{number}", id=f"d{number}", text=text)


if __name__ == "__main__":  # INPUT OUTPUT WORKERS: a run that a test may kill
    from tests.unit.batch_work import start  # workers know no __main__

    given, output, workers = sys.argv[1:]
    run(Batch(inputs=(given,), output=output, resume=True, documented=True), Pool(int(workers), start=start))
