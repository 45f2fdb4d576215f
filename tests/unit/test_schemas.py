"""The JSON Schemas say what the program does, neither more nor less."""

import json

import jsonschema_rs
import msgspec
import pytest

from extract.errors import RecordError
from extract.pipeline import extract_text
from extract.record import check, from_json, to_json
from extract.types import Award, Conference, Investment
from tests.conftest import ROOT

RECORD = json.loads((ROOT / "schemas" / "record.schema.json").read_text("utf-8"))
BULLETIN = json.loads((ROOT / "schemas" / "bulletin.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("model", [Conference, Award, Investment], ids=lambda m: m.__name__.lower())
def test_events_have_the_same_fields_in_types_and_schema(model) -> None:
    fields = {f.encode_name for f in msgspec.structs.fields(model)} | {"type"}
    assert fields == set(RECORD["$defs"][model.__name__.lower()]["properties"])


def test_the_samples_fit_the_input_schema() -> None:
    for line in (ROOT / "corpus" / "samples" / "hai-ban-ghi.jsonl").read_text("utf-8").splitlines():
        jsonschema_rs.Draft202012Validator(BULLETIN).validate(json.loads(line))


@pytest.mark.parametrize(
    "document", [{}, {"text": None}, {"title": "Tin"}, {"text": "x", "published": "hôm qua"}], ids=str
)
def test_other_documents_do_not(document: dict[str, object]) -> None:
    assert not jsonschema_rs.Draft202012Validator(BULLETIN).is_valid(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "0"),
        (("entities", 0, "type"), "THING"),
        (("entities", 0, "start"), -1),
        (("bulletin", "published"), "28/12/2023"),
        (("events", 0, "date"), "28/12"),
        (("events", 0, "unknown"), 1),
    ],
    ids=str,
)
def test_a_wrong_record_is_refused_with_its_place(path: tuple[str | int, ...], value: object) -> None:
    text = "Tin\n\nSáng 28/12, Sở Y tế tổ chức Hội nghị tổng kết công tác năm 2023."
    data = json.loads(to_json(extract_text(text, published="2023-12-28")))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(RecordError, match=str(path[0])):
        check(data)


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(RecordError):
        from_json(b'{"id": 1}')


def test_a_record_shows_itself_in_one_line() -> None:
    shown = repr(extract_text("Tin vắn\n\nÔng Lê Văn An, Giám đốc Sở Y tế."))
    assert "Tin vắn" in shown and "1 officials" in shown and "\n" not in shown
