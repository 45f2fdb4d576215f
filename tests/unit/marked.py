"""Reads cases written as marked text: "vốn [1.200 tỷ đồng]"."""

import re
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parents[1] / "cases"
_BRACKETS = re.compile(r"\[([^\]]*)\]")


def cases(name: str) -> list[tuple[str, dict[str, Any]]]:
    """(group, case) of every case in `tests/cases/<name>.yml`."""
    data = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [(group, case) for group, rows in data.items() if group != "about" for case in rows]


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and the spans that they held."""
    spans, text, at = [], "", 0
    for match in _BRACKETS.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + marked[at:], spans
