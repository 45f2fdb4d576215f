"""Real pages and texts beside the checkout: how much of the body is read, and what is not the body."""

import json
from collections import Counter
from pathlib import Path

import pytest

from extract.document import iter_documents, read_bulletin
from extract.errors import InputError
from extract.types import Bulletin

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "portals").is_dir(), reason="../shared is not beside this checkout")
PAPERS = [
    "baochinhphu_article",
    "cafef_article_batdongsan",
    "tuoitre_article",
    "vnexpress_2025_10_22",
    "vnexpress_article",
]
LISTS = ["baochinhphu_list", "cafef_list", "tuoitre_list", "vnexpress_list", "vpcp_home"]


def read(path: Path) -> Bulletin:
    errors: list[InputError] = []
    [document] = iter_documents([str(path)], on_error=errors.append)
    assert errors == []
    return read_bulletin(document)


def body_f1(text: str, gold: str) -> float:
    mine, right = Counter(text.split()), Counter(gold.split())
    return 2 * (mine & right).total() / (mine.total() + right.total())


def test_portals() -> None:
    rows = [json.loads(row) for row in (SHARED / "portals" / "expected.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        bulletin = read(SHARED / "portals" / row["file"])
        assert bulletin.title == row["title"]
        assert body_f1(bulletin.text[len(bulletin.title) :], "\n".join(row["lines"])) >= 0.98, row["id"]
        assert bulletin.publisher is not None
        assert bulletin.publisher in row["publisher"]


@pytest.mark.parametrize("name", PAPERS)
def test_papers(name: str) -> None:
    bulletin = read(SHARED / "pages" / "news" / f"{name}.html")
    assert bulletin.published_basis == "meta"
    assert bulletin.publisher_basis == "host"
    assert len(bulletin.text) > 1500
    assert bulletin.title[:20] in (SHARED / "pages" / "news" / f"{name}.html").read_text("utf-8").split("</title>")[0]


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_no_bulletins(name: str) -> None:
    with pytest.raises(InputError):
        read(SHARED / "pages" / "news" / f"{name}.html")


def test_seed() -> None:
    bulletin = read(SHARED / "seed" / "bulletin.txt")
    gold = json.loads((SHARED / "gold" / "dev" / "seed.json").read_text("utf-8"))
    assert bulletin.title == gold["title"]
    assert (bulletin.published, bulletin.published_basis) == ("2020-11-02", "date-line")
    assert (bulletin.publisher, bulletin.publisher_basis) == ("Ban Quản lý Khu kinh tế tỉnh Quảng Ninh", "title")
    assert bulletin.text.split("\n") == list(dict.fromkeys(gold["text"].split("\n")))
    assert len(bulletin.captions) == 3


def test_gold_texts_come_out_unchanged() -> None:
    for path in sorted((SHARED / "gold" / "dev").glob("*.json")):
        assert read(path).text == json.loads(path.read_text("utf-8"))["text"], path.name
