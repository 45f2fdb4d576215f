"""Invariants of a record, over bulletins put together at random from our own sentences."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import RawDocument, read_bulletin
from extract.errors import InputError
from extract.pipeline import extractor
from extract.record import from_json, to_json
from extract.types import Record

SENTENCES = [
    "Sáng 28/12, UBND tỉnh tổ chức Hội nghị tổng kết công tác năm 2023, triển khai nhiệm vụ năm 2024.",
    "Đồng chí Lê Văn An, Phó Chủ tịch UBND tỉnh Hưng Yên, dự và phát biểu chỉ đạo.",
    "Ông An trao Bằng khen của UBND tỉnh cho 5 tập thể, 12 cá nhân có thành tích xuất sắc.",
    "Dự án Nhà máy linh kiện Phú Hòa tại KCN Minh Lộc do Công ty TNHH An Bình làm chủ đầu tư, tổng mức đầu tư 1.200 tỷ đồng (tương đương 50 triệu USD).",
    "Năm 2023, tổng vốn thu hút đầu tư vào các KCN đạt khoảng 9.870 tỷ đồng, trong đó vốn FDI đạt 212 triệu USD.",
    "Uỷ ban nhân dân thị xã Hoà Lạc họp báo ngày 3-4-2024.",
    "Chủ tịch nước tặng Huân chương Lao động hạng Ba cho Trường Cao đẳng nghề Tân Lập.",
    "Quý III/2023, 6 tháng đầu năm, từ ngày 28 đến 30/12, tối qua, mùng 2 Tết.",
    "Ảnh: Minh Châu",
    "😀 e\u0301 \u00d0ông Anh \u200b  …",
]
bulletins = st.builds(
    lambda title, body, published: {"title": title, "text": f"{title}\n\n" + "\n".join(body), "published": published},
    st.sampled_from(["Hưng Yên: Tổng kết công tác năm 2023", "KHỞI CÔNG NHÀ MÁY PHÚ HÒA", "Tin vắn"]),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6),
    st.sampled_from([None, "2023-12-29", "2024-04-05"]),
)
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def record_of(source: dict[str, str | None]) -> Record:
    raw = RawDocument(place="test", publisher="UBND tỉnh Hưng Yên", saved=False, **source)  # type: ignore[arg-type]
    return extractor()(read_bulletin(raw))


@relaxed
@given(bulletins)
def test_offsets_cut_out_what_they_say(source: dict[str, str | None]) -> None:
    record = record_of(source)
    reach = 0
    for entity in record.entities:
        assert record.text[entity.start : entity.end] == entity.text
        assert entity.start >= reach, "entities overlap or are out of order"
        reach = entity.end
    for event in record.events:
        for evidence in event.evidence:
            assert all(0 <= a < b <= len(record.text) for a, b in evidence.spans)


@relaxed
@given(bulletins)
def test_every_filled_slot_has_evidence(source: dict[str, str | None]) -> None:
    for event in json.loads(to_json(record_of(source)))["events"]:
        paths = {e["path"] for e in event["evidence"]}
        for slot, value in event.items():
            if slot in ("type", "id", "evidence", "roles", "modality") or value in (None, []):
                continue
            wanted = {f"/{slot}/{n}" for n in range(len(value))} if isinstance(value, list) else {f"/{slot}"}
            assert wanted <= paths, (slot, value)
        for evidence in event["evidence"]:
            if evidence["basis"] in ("stated", "antecedent"):
                assert evidence["spans"], evidence


@relaxed
@given(bulletins)
def test_same_input_same_bytes_and_json_round_trip(source: dict[str, str | None]) -> None:
    record = record_of(source)
    line = to_json(record)
    assert to_json(record_of(source)) == line
    assert from_json(line) == record
    assert to_json(from_json(line)) == line


@relaxed
@given(bulletins)
def test_extracting_a_records_own_text_changes_nothing(source: dict[str, str | None]) -> None:
    first = record_of(source)
    again = record_of({"title": first.bulletin.title, "text": first.text, "published": first.bulletin.published})
    assert again.text == first.text
    assert again.entities == first.entities
    assert again.events == first.events


@relaxed
@given(bulletins)
def test_entity_references_lead_to_entities(source: dict[str, str | None]) -> None:
    record = record_of(source)
    ids = {e.id for e in record.entities}
    assert len(ids) == len(record.entities)
    assert all(m in ids for o in record.officials for m in o.mentions)
    assert len({e.id for e in record.events}) == len(record.events)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_checked_record_or_a_named_error(text: str) -> None:
    try:
        bulletin = read_bulletin(RawDocument(place="test", text=text, saved=False))
    except InputError as error:
        assert error.reason
        return
    to_json(extractor()(bulletin))
