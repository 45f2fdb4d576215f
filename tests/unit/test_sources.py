"""The shipped sources fit their schema, agree with the vocabularies, and are found by address; selectors hold by day."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import soupsieve
import yaml
from cssselect import HTMLTranslator

from extract.acquire.check import check_source
from extract.document.html_declared import by_makes
from extract.document.html_tree import parse_page
from extract.document.publisher import from_url
from extract.errors import VocabularyError
from extract.sources import Make, Selectors, families, load_sources, source_from, source_of
from tests.conftest import ROOT
from tests.unit.served import serving
from tests.unit.test_discover import get

FOLDER = ROOT / "schemas" / "sources"
FILES = sorted(FOLDER.rglob("*.yml"))
SCHEMA: dict[str, Any] = json.loads((ROOT / "schemas" / "source.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_schema(path: Path) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    errors = [
        f"{list(e.instance_path)}: {e.message}" for e in jsonschema_rs.Draft202012Validator(SCHEMA).iter_errors(data)
    ]
    assert errors == []
    if path.parent == FOLDER:
        assert {"publisher", "base", "verified", "place", "listings"} <= data.keys()
    else:
        assert "recognise" in data


def test_the_schema_refuses_what_nobody_reads() -> None:
    validator = jsonschema_rs.Draft202012Validator(SCHEMA)
    assert not validator.is_valid({"id": "a", "about": "Một nguồn tin", "listing": []})
    assert not validator.is_valid({"id": "A b", "about": "Một nguồn tin"})


def test_sources_agree_with_the_vocabularies() -> None:
    places = (ROOT / "schemas" / "vocab" / "places.tsv").read_text("utf-8")
    for source in load_sources().values():
        assert from_url(source.base) in (source.publisher, None), source.id
        assert source_of(source.base + "/tin-1") is source
        if source.province:
            assert re.search(rf"\t(?:Tỉnh|Thành phố) {source.province}\t", places), source.id
        assert all(source.bulletins is None or row.expect for row in source.listings), source.id
        if source.verified:
            assert source.make.page, f"{source.id} is verified without selectors"


def test_every_selector_is_one() -> None:
    for make in [*families(), *(source.make for source in load_sources().values())]:
        rows = [make.rows.links, make.rows.row, make.rows.date] if make.rows else []
        page = [css for s in make.page for css in (s.title, s.body, s.date, s.lead, s.byline, *s.drop)]
        for css in [make.recognise, make.pages.next, *rows, *page]:
            if css:
                soupsieve.compile(css)
                HTMLTranslator().css_to_xpath(css)


def test_www_and_unknown_hosts() -> None:
    found = source_of("https://www.tuoitre.vn/a-20190305.htm")
    assert found is not None
    assert found.id == "tuoitre"
    assert source_of("http://vi-du.example/") is None
    assert source_of("http://[") is None


def test_what_is_wrong_with_a_source_is_named() -> None:
    with pytest.raises(VocabularyError, match=r"vi-du\.yml"):
        source_from({"id": "vi-du", "about": "Một nguồn tin", "publisher": "Sở A", "verified": False})
    with pytest.raises(VocabularyError, match="khong-co"):
        source_from({"id": "vi-du", "family": "khong-co"})


def test_selectors_are_dated_not_replaced() -> None:
    old = Selectors(title="h3.tieude", body="div.cu", date="i.ngay", valid_until="2018-12-31")
    new = Selectors(title="h1", body="div.moi", date="time", valid_from="2019-01-01")
    make = Make("vi-du", page=(new, old))
    page = "<h3 class=tieude>Họp báo</h3><i class=ngay>{day}</i><div class=cu><p>Sáng nay họp.</p></div>"
    for day, found in (("05/03/2018", True), ("05/03/2019", False)):
        html = page.format(day=day)
        declared = by_makes(parse_page(html), [make], html)
        assert (declared is not None) is found
    html = "<h1>Họp báo</h1><time>5/3/2019</time><div class=moi>Họp.</div>"
    assert by_makes(parse_page(html), [make], html)


def portal(rows: int, body: str) -> dict[str, bytes | int]:
    links = "".join(
        f"<tr><td class='TitleFront'><a href='/tin-{n}'>Tin số {n} của Sở <span class='ShowDate'>(0{n}.03.2019 08:15)</span></a></td></tr>"
        for n in range(1, rows + 1)
    )
    listing = f"<table>{links}</table>".encode()
    paths = [row.url.split("gov.vn")[1] for row in load_sources()["stp-dak-nong"].listings]
    return {**dict.fromkeys(paths, listing), "/tin-1": f"<html><body>{body}</body></html>".encode()}


GOOD = "<table><tr class='ms-news-header'><td class='Time'>(01.03.2019 08:15)</td></tr></table><div id=w><div class='title-gt'><p>Tin số 1</p></div><p>Sáng nay, Sở họp.</p></div>"


@pytest.mark.parametrize(
    ("rows", "body", "fails"),
    [(9, GOOD, 1), (5, GOOD, 1), (3, GOOD, 12), (9, "<h1>Tin số 1</h1>", 2), (0, GOOD, 12)],
)
def test_check_says_what_a_source_no_longer_gives(rows: int, body: str, fails: int) -> None:
    source = load_sources()["stp-dak-nong"]
    with serving(portal(rows, body)) as site:
        checked = list(check_source(source, get, site.base))
    assert sum(not one.holds for one in checked) == fails, checked  # the main listing promises ten rows
