"""Spoilt documents, records and SQL: nasty inputs that we wrote or that fuzzing found, and some mutations with a fixed seed.

`make fuzz` does a hundred thousand.
"""

from pathlib import Path
from random import Random

import pytest

from extract.pipeline import Extractor
from tests.fuzz.check import drive
from tests.fuzz.mutations import mutated
from tests.fuzz.records import fuzz_records
from tests.fuzz.run import kind_of
from tests.fuzz.seeds import CORPUS, own_seeds
from tests.fuzz.sql import fuzz_sql

NASTY = sorted(CORPUS.iterdir())
# Found and not mended yet: strike out what has been, here and in KINDS.
_REFUSED = "`bantin load` refuses names past 1,000 characters, or counts past a number of people, that extraction gives"
KNOWN = {
    "found-count-past-numbers.txt": _REFUSED,
    "found-name-without-end.txt": _REFUSED,
    "found-publisher-without-end.jsonl": _REFUSED,
    "long-names.txt": _REFUSED,
}
KINDS = ("`bantin load` refuses it",)


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=pytest.mark.xfail(reason=KNOWN[p.name])) if p.name in KNOWN else p for p in NASTY],
    ids=lambda p: p.name,
)
def test_nasty_inputs_give_right_records_or_named_errors(path: Path, extract: Extractor) -> None:
    assert sum(drive(path.read_bytes(), again=path.stat().st_size < 5000))


@pytest.mark.parametrize("part", range(5))
def test_spoilt_documents_give_right_records_or_named_errors(part: int, extract: Extractor) -> None:
    outcomes = 0
    for number in range(part, 150, 5):
        random = Random(f"suite:{number}")
        try:
            outcomes += sum(drive(mutated(random.choice(own_seeds()), own_seeds(), random)))
        except Exception as error:
            if not any(kind in kind_of(error) for kind in KINDS):
                raise
            outcomes += 1
    assert outcomes >= 30


def test_the_same_seed_spoils_in_the_same_way() -> None:
    def made() -> list[bytes]:
        return [mutated(own_seeds()[n], own_seeds(), Random(n)) for n in range(10)]

    assert made() == made()
    assert made() != list(own_seeds()[:10])


def test_spoilt_records_go_in_or_are_put_aside() -> None:
    assert fuzz_records(100, seed=1) == 0


def test_hostile_sql_is_answered_or_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # put back whatever happens
    assert fuzz_sql(300, seed=1) == 0
