"""The manifest of a run: what was read with what, how much came out, and why the rest did not.

It holds no time and no number of workers, so that the same inputs give the same bytes.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from corpus.batch.counts import Counts
from corpus.batch.versions import versions


def manifest(inputs: Sequence[str], given_id: str | None, counts: Counts, records: Path) -> bytes:
    """The manifest of the records in the file `records`, as JSON for people."""
    with records.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    data = {
        "inputs": list(inputs),
        "id": given_id,
        "versions": versions(),
        "counts": counts.summary(),
        "records": {"bytes": counts.bytes, "sha256": sha256},
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
