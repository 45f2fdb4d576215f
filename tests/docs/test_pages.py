"""Every command in the documentation runs and prints what the page says."""

import re

import pytest

from tests.conftest import ROOT
from tests.docs.blocks import PAGES, Block, blocks, matches, run

ALL = [block for page in PAGES if page.is_file() for block in blocks(page)]


@pytest.mark.parametrize("block", ALL, ids=lambda b: f"{b.page.name}: {b.command[:50]}")
def test_the_block_prints_what_the_page_shows(block: Block) -> None:
    printed = run(block.command)
    assert not block.shown or matches(block.shown, printed), printed


@pytest.mark.parametrize("page", [p for p in PAGES if p.is_file()], ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_vocabulary_page_names_every_vocabulary() -> None:
    page = (ROOT / "docs" / "add-vocabulary.md").read_text("utf-8")
    for path in (ROOT / "schemas" / "vocab").iterdir():
        assert path.name in page, path.name
