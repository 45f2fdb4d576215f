"""Exports: what each form holds, that it reads back as it was, and that the same records give the same bytes."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from corpus.export.annotations import annotations
from corpus.export.flat import FLAT, flat_rows
from corpus.export.ftm import ftm_entities
from corpus.export.jsonld import article
from corpus.export.names import Names
from corpus.export.write import FORMATS, write_export
from corpus.query.opening import open_tables
from extract.errors import InputError
from tests.bench.records import record as bench_record
from tests.conftest import ROOT
from tests.unit.made_records import evidence, investment, record, write

TITLE = '=HYPERLINK("http://mau.example")'
BODY = (
    "Bà Lý Thị Mai, Giám đốc Sở Công Thương tỉnh Hà Nam, trao Bằng khen của UBND tỉnh cho Công ty TNHH Gỗ Mẫu và 7 tập thể. "
    "Nhà máy gỗ tại Hà Nam có vốn 1,2 triệu tỷ đồng, từ 5 đến 7 triệu USD/ha. +Thu hút đạt 10 tỷ."
)  # fmt: skip
BIG = 1_200_000_000_000_000_001
ONE = record(
    "mot#1", BODY, title=TITLE, publisher="Báo Mẫu", url="https://mau.example/tin/1.html",
    entities=[("PERSON", "Lý Thị Mai"), ("ORG", "Sở Công Thương tỉnh Hà Nam"), ("ORG", "UBND tỉnh"), ("ORG", "Công ty TNHH Gỗ Mẫu"),
              ("PROJECT", "Nhà máy gỗ"), ("LOCATION", "Hà Nam")],
    officials=[{"name": "Lý Thị Mai", "mentions": ["e1"], "positions": [
        {"title": "Giám đốc", "organisation": "Sở Công Thương tỉnh Hà Nam",
         "evidence": [evidence(f"{TITLE}\n\n{BODY}", "", "Giám đốc"), evidence(f"{TITLE}\n\n{BODY}", "", "Sở Công Thương tỉnh Hà Nam")]},
    ]}],
    events=[
        {"type": "award", "award": "Bằng khen", "issuer": "UBND tỉnh", "recipients": ["Công ty TNHH Gỗ Mẫu", "7 tập thể"],
         "recipient_count": 8, "presenters": ["Lý Thị Mai"], "roles": [{"person": "Lý Thị Mai", "role": "presented"}],
         "says": {"/award": "Bằng khen", "/issuer": "UBND tỉnh", "/recipients/1": "7 tập thể"}},
        {"type": "investment", "project": "Nhà máy gỗ", "scope": "project", "status": "licensed", "date": "2019-05",
         "investors": ["Công ty TNHH Gỗ Mẫu"], "location": "Hà Nam", "licensed_by": "UBND tỉnh",
         "amounts": [{"value": BIG, "currency": "VND"},
                     {"min": 5_000_000, "max": 7_000_000, "currency": "USD", "per": "ha", "hedge": "about", "equivalent_of": 0}],
         "says": {"/project": "Nhà máy gỗ", "/amounts/0": "1,2 triệu tỷ đồng", "/investors/0": "Công ty TNHH Gỗ Mẫu"}},
        {"type": "investment", "scope": "aggregate", "amounts": [{"value": "10000000000.5", "currency": "VND"}], "status": "attracted",
         "says": {"/amounts/0": "10 tỷ"}},
        {"type": "conference", "name": None, "date": "2019-05-01", "date_end": "2019-05-02", "organisers": ["UBND tỉnh"],
         "participants": ["Lý Thị Mai", "đông đảo người dân"], "modality": "cancelled"},
    ],
)  # fmt: skip
MANY = [ONE, *(bench_record(n) for n in range(12))]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_every_row_and_guards_formulas(tmp_path: Path) -> None:
    write_export(MANY, "csv", str(tmp_path / "out"))
    assert sorted(p.stem for p in (tmp_path / "out").iterdir()) == sorted(FLAT)
    bulletins = table(tmp_path / "out", "bulletins")
    assert [b["id"] for b in bulletins] == [r["id"] for r in MANY]
    assert bulletins[0]["title"] == f"'{TITLE}"
    assert bulletins[0]["text"] == f"'{ONE['text']}"
    assert bulletins[1]["text"] == MANY[1]["text"]
    big, aggregate = table(tmp_path / "out", "investments")[:2]
    assert (big["vnd"], big["usd"], big["investors"]) == (str(BIG), "", "Công ty TNHH Gỗ Mẫu")
    assert (aggregate["vnd"], aggregate["project"]) == ("10000000000.5", "")
    assert aggregate["sentence"] == "'+Thu hút đạt 10 tỷ."
    assert [a["min"] for a in table(tmp_path / "out", "amounts")[:3]] == ["", "5000000", ""]
    assert table(tmp_path / "out", "awards")[0]["roles"] == "Lý Thị Mai (presented)"
    told = table(tmp_path / "out", "evidence")
    assert sum(len(r["events"][0]["evidence"]) for r in MANY) < len(told)
    assert all(
        MANY[0]["text"][slice(*map(int, e["spans"].split("-")))] == e["words"] for e in told if e["bulletin"] == "mot#1"
    )


def test_csv_with_a_mark_and_in_a_zip(tmp_path: Path) -> None:
    write_export(MANY, "csv", str(tmp_path / "o.zip"), bom=True)
    with zipfile.ZipFile(tmp_path / "o.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(f"{t}.csv" for t in FLAT)
        assert all(archive.read(name)[:3] == b"\xef\xbb\xbf" for name in archive.namelist())
        rows = list(csv.DictReader(io.StringIO(archive.read("officials.csv").decode("utf-8-sig"), newline="")))
    assert rows[0]["name"] == "Lý Thị Mai"


def test_xlsx_keeps_amounts_exact_and_runs_nothing(tmp_path: Path) -> None:
    long = record(
        "dai",
        "x" * 40_000,
        events=[investment("x", 2**53), investment("x", 9_007_199_254_740_000), investment("x", 1234567890123456)],
    )
    write_export([*MANY, long], "xlsx", str(tmp_path / "o.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == list(FLAT)
    title = book["bulletins"]["B2"]
    assert (title.value, title.data_type) == (TITLE, "s")
    column = list(FLAT["investments"]).index("vnd") + 1
    values = [book["investments"].cell(row, column).value for row in range(2, book["investments"].max_row + 1)]
    assert values[:2] == [str(BIG), 10000000000.5]
    assert all(isinstance(v, int) for v in values[2:-3] if v is not None)
    assert values[-3:] == [
        str(2**53),
        9_007_199_254_740_000,
        "1234567890123456",
    ]  # 16 digits are more than a cell shows
    text = [c.value for c in book["bulletins"]["L"]][-1]
    assert len(text) == 32_767
    assert text.endswith("have it all]")
    assert len(list(book["evidence"].rows)) == 1 + sum(
        1 for r in [*MANY, long] for t, _ in flat_rows(r) if t == "evidence"
    )


def test_parquet_answers_as_the_records_do(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", *MANY)
    write_export(MANY, "parquet", str(tmp_path / "out"))
    for sql in (
        "SELECT * FROM investments",
        "SELECT * FROM entities",
        "SELECT sum(vnd) FROM investments",
        "FROM bulletins",
    ):
        answers = [list(open_tables([p], "", on_error=pytest.fail).run(sql)) for p in (path, str(tmp_path / "out"))]
        assert answers[0] == answers[1]
        assert answers[0]
    (tmp_path / "out" / "awards.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"awards\.parquet: no table of bantin"):
        open_tables([str(tmp_path / "out")], "", on_error=pytest.fail)


def entities_of(*records) -> list[dict]:
    return [entity for r in records for entity in ftm_entities(r)]


def test_ftm_entities_fit_the_library_s_model() -> None:
    model = pytest.importorskip("followthemoney", reason="needs the followthemoney library, which needs ICU").model
    for entity in entities_of(*MANY):
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), (entity["schema"], name)
            prop = proxy.schema.get(name)
            for value in values:
                assert prop.type.clean(value, proxy=proxy) is not None, (entity["schema"], name, value)
                if prop.range is not None:
                    target = next(e for e in entities_of(*MANY) if e["id"] == value)
                    assert model.get(target["schema"]).is_a(prop.range), (entity["schema"], name, target["schema"])


def test_ftm_says_who_what_and_how_much() -> None:
    entities = entities_of(ONE)
    by = {
        schema: [e["properties"] for e in entities if e["schema"] == schema]
        for schema in {e["schema"] for e in entities}
    }
    assert len({e["id"] for e in entities}) == len(entities)
    assert set(by) == {
        "Article",
        "Person",
        "Position",
        "Occupancy",
        "PublicBody",
        "Company",
        "Event",
        "Project",
        "ProjectParticipant",
    }
    assert by["Article"][0]["sourceUrl"] == ["https://mau.example/tin/1.html"]
    assert by["Position"][0]["name"] == ["Giám đốc Sở Công Thương tỉnh Hà Nam"]
    assert by["Project"][0]["amount"] == [str(BIG)]
    assert by["Project"][0]["currency"] == ["VND"]
    assert "amountUsd" not in by["Project"][0]  # per hectare is no amount of the project
    assert "amount: about 5000000 – 7000000 USD per ha" in by["Project"][0]["notes"]
    assert [p["role"] for p in by["ProjectParticipant"]] == [["investor"], ["licensing authority"]]
    award = next(e for e in by["Event"] if "award" in e["keywords"])
    assert len(award["involved"]) == 2  # the company and the presenter; "7 tập thể" are nobody
    assert "recipient: 7 tập thể" in award["notes"]
    conference = next(e for e in by["Event"] if "conference" in e["keywords"])
    assert (conference["startDate"], conference["endDate"]) == (["2019-05-01"], ["2019-05-02"])


def test_a_name_is_another_person_in_another_bulletin_but_for_the_registry() -> None:
    def with_entity(bulletin: str, registered: str | None):
        data = record(bulletin, "Ông Nguyễn Văn An.", entities=[("PERSON", "Nguyễn Văn An")])
        if registered:
            data["entities"][0]["entity"] = registered
        return Names(data).id("Nguyễn Văn An", "Person")

    assert with_entity("a", None) != with_entity("b", None)
    assert with_entity("a", "p1") == with_entity("b", "p1") != with_entity("b", "p2")


def test_jsonld_is_one_document_of_articles(tmp_path: Path) -> None:
    write_export(MANY, "jsonld", str(tmp_path / "o.json"))
    document = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert document["@context"] == "https://schema.org"
    assert [node["@id"] for node in document["@graph"]] == [f"urn:bantin:{r['id']}" for r in MANY]
    node = article(ONE)
    assert node["@type"] == "NewsArticle"
    award, licensed, aggregate, conference = node["about"]
    assert {e["@type"] for e in node["about"]} == {"Event"}
    grants = licensed["about"]["funding"]
    assert grants[0]["amount"] == {"@type": "MonetaryAmount", "currency": "VND", "value": BIG}
    assert grants[1]["amount"]["minValue"] == 5_000_000
    assert aggregate["about"]["funding"][0]["amount"]["value"] == "10000000000.5"
    assert licensed["organizer"] == {"@type": "GovernmentOrganization", "name": "UBND tỉnh"}
    assert award["attendee"] == [{"@type": "Corporation", "name": "Công ty TNHH Gỗ Mẫu", "award": "Bằng khen"}]
    assert conference["attendee"] == [{"@type": "Person", "name": "Lý Thị Mai"}]
    assert conference["eventStatus"] == "https://schema.org/EventCancelled"
    assert "name" not in conference  # what is not known is left out
    assert node["mentions"][0]["memberOf"][0]["roleName"] == "Giám đốc"


def test_annotations_lead_to_the_words_of_every_value() -> None:
    for data in MANY:
        made = list(annotations(data))
        entries = [e for event in data["events"] for e in event["evidence"]]
        entries += [e for o in data["officials"] for p in o["positions"] for e in p["evidence"]]
        assert len(made) == len([e for e in entries if e["spans"]])
        assert len({a["id"] for a in made}) == len(made)
        for annotation in made:
            targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
            for target in targets:
                place, quote = target["selector"]
                assert (place["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
                assert data["text"][place["start"] : place["end"]] == quote["exact"]
                assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in data["text"]
    values = {
        a["body"]["bantin:path"]: a["body"]["bantin:value"]
        for a in annotations(ONE)
        if "investment-00000001" in a["id"]
    }
    assert values["/amounts/0"] == {"value": BIG, "currency": "VND"}
    assert values["/investors/0"] == "Công ty TNHH Gỗ Mẫu"


def files_of(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (sorted(path.iterdir()) if path.is_dir() else [path])}


@pytest.mark.parametrize("form", [*FORMATS, "zip"])
def test_the_same_records_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    suffix = {"zip": ".zip", "xlsx": ".xlsx"}.get(form, "")
    outputs = []
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        write_export(MANY, "csv" if form == "zip" else form, str(tmp_path / str(n) / f"out{suffix}"))
        outputs.append(files_of(tmp_path / str(n) / f"out{suffix}"))
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("form", [*FORMATS, "zip"])
def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    out = tmp_path / ("out.zip" if form == "zip" else "out")
    form = "csv" if form == "zip" else form
    write_export(MANY[:2], form, str(out))
    before = files_of(out)

    def failing():
        yield MANY[0]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        write_export(failing(), form, str(out))
    assert files_of(out) == before
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("form", FORMATS)
def test_no_records_are_an_export_too(tmp_path: Path, form: str) -> None:
    write_export([], form, str(tmp_path / "out"))
    assert files_of(tmp_path / "out")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for form, where in (("csv", "file"), ("parquet", "file"), ("ftm", "file/x"), ("xlsx", "file/x.xlsx")):
        with pytest.raises(InputError, match="file"):
            write_export(MANY, form, str(tmp_path / where))
    with pytest.raises(InputError, match="-o"):
        write_export(MANY, "csv", None)


def test_the_command_and_that_it_needs_no_ftm_library(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", ONE, {**ONE, "issues": [{"code": "x", "stage": "x", "message": "newer"}]})
    with (tmp_path / "r.jsonl").open("a") as file:
        file.write("{}\n")
    code = "import sys\nfrom cli import main\ntry: main()\nfinally: print('followthemoney' in sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "r.jsonl", "--format", "ftm"], cwd=tmp_path, env=env, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1  # the third line is no record
    assert "r.jsonl:3" in done.stderr
    assert done.stderr.splitlines()[-1] == "False"
    schemas = [json.loads(x)["schema"] for x in done.stdout.splitlines()]
    assert schemas.count("Article") == 1  # one bulletin, of which the last record counts
