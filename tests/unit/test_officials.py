"""Officials and completed bodies, from marked text (no tagger involved)."""

import re

import pytest
import yaml

from extract.link import link
from extract.reading import Reading
from extract.types import Bulletin, Mention
from tests.conftest import ROOT

_MARK = re.compile(r"\[([^\]]+)\]\{([A-Z -]+)\}")
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "officials.yml").read_text("utf-8"))


def labelled(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its marks, and (start, end, label) of each."""
    text, spans, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + marked[at:], spans


def reading(case: dict[str, object]) -> Reading:
    text, spans = labelled(str(case["text"]))
    bulletin = Bulletin(
        id="case", title="", text=text, publisher=case.get("publisher"), publisher_basis=case.get("publisher_basis")
    )
    return Reading(bulletin, tuple(Mention(start=a, end=b, label=x, method="case", rule="") for a, b, x in spans))


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["text"])[:60])
def test_officials(case: dict[str, object]) -> None:
    found = [[o.name, p.title, p.organisation] for o in link(reading(case)).officials for p in o.positions]
    assert found == case["expected"]


def test_a_position_says_which_words_it_was_read_from() -> None:
    case = CASES[1]
    read = reading(case)
    evidence = link(read).officials[0].positions[0].evidence[0]
    assert [read.text[a:b] for a, b in evidence.spans] == ["Phó Chủ tịch", "UBND tỉnh"]
    assert evidence.basis == "publisher"
