"""Search: what is found, in what order, and what is marked."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus.search.counts
import corpus.search.find
from corpus.search import Filters, Index, facets, read_amount, search
from corpus.search.event_rows import event_rows
from extract.errors import InputError
from tests.bench.records import record as bench_record
from tests.unit.made_records import investment, line, record


def index_of(*records) -> Index:
    index = Index.make()
    for data in records:
        index.put(data, line(data))
    index.finish(optimise=True)
    return index


def found(index: Index, text: str, **filters) -> list[str]:
    return [hit.bulletin for hit in search(index, text, Filters(**filters), limit=100).hits]


WORDS = (
    record("nam-bo", "Đoàn công tác phía Nam gặp gỡ các doanh nghiệp Việt Nam tại Nam Định, Nam Sách và Hà Nam."),
    record(
        "nam-muoi", "Trong năm qua, tỉnh đã hoàn thành nhiều chỉ tiêu quan trọng mà nghị quyết đề ra cho nhiệm kỳ này."
    ),
    record("dau-tu", "Vốn Đầu tư công được giải ngân kịp thời."),
    record("dau-tu-hai", "Hồ sơ đầu tư đang được rà soát."),
    record("dau-roi", "Tàu chở dầu đi qua cầu thứ tư, đầu bến cảng."),
    record("duong-bo", "Tuyến đường bộ ven biển nối hai huyện."),
    record("duong-pho", "Con đường hoa được mở, người dân đổ ra đường."),
    record("duong-tinh", "Tỉnh Hải Dương đón đoàn khách."),
    record("duong-nuoc-ngoai", "Nghệ sĩ Anthony Duong trở lại quê hương."),
    record("bac-giang", "Khu công nghiệp tại Bắc Giang mở rộng."),
    record("giang-bac", "Thầy giáo giảng bài cho các bậc phụ huynh ở miền bắc."),
    record("bac-giang-khong-dau", "Bac Giang province welcomes investors."),
)


@pytest.fixture(scope="module")
def some() -> Index:
    return index_of(*WORDS)


def test_nam_is_the_year_before_the_south(some: Index) -> None:
    ids = found(some, "năm")
    assert ids[0] == "nam-muoi"
    assert "nam-bo" in ids[1:]
    assert search(some, "năm").hits[0].spelling == "exact"
    assert {h.spelling for h in search(some, "năm").hits[1:]} == {"plain"}


def test_dau_tu_finds_investment_and_the_phrase_before_scattered_words(some: Index) -> None:
    assert set(found(some, "dau tu")[:2]) == {"dau-tu", "dau-tu-hai"}
    assert found(some, "dau tu")[2:] == ["dau-roi"]


def test_duong_is_first_as_typed_then_the_commoner_word(some: Index) -> None:
    ids = found(some, "duong")
    assert ids[0] == "duong-nuoc-ngoai"
    assert set(ids[1:3]) == {"duong-bo", "duong-pho"}  # đường is in more bulletins than Dương
    assert ids[3:] == ["duong-tinh"]


def test_bac_giang_is_the_province_before_its_syllables(some: Index) -> None:
    assert found(some, "bac giang") == ["bac-giang-khong-dau", "bac-giang", "giang-bac"]
    assert found(some, "Bắc Giang")[0] == "bac-giang"


def test_a_word_with_marks_is_taken_as_typed_before_any_other() -> None:
    index = index_of(
        record("a", "Đầu tư ở Hạ Giảng, xã vùng cao."), record("b", "Đầu tư ở Hà Giang, tỉnh vùng cao của cả nước ta.")
    )
    assert found(index, "dau tu Hà") == ["b", "a"]


def test_a_name_typed_without_marks_goes_before_its_syllables_apart() -> None:
    index = index_of(
        record("apart", "Hoa ban nở trắng, tiếng hát thanh thoát vang bên bếp lửa, người tinh ý sẽ thấy UBND ở gần."),
        record("province", "Ủy ban nhân dân tỉnh Thanh Hoá ban hành kế hoạch dài hạn cho nhiều ngành và địa phương."),
        record("short", "UBND tỉnh Thanh Hóa họp bàn về nhiều việc của các ngành, các cấp và của các địa phương."),
    )
    for text in ("thanh hoa", "UBND tinh Thanh Hoa", "ubnd tinh thanh hoa"):
        ids = found(index, text)
        assert (set(ids[:2]), ids[2:]) == ({"province", "short"}, ["apart"]), text


@pytest.mark.parametrize("text", ["Hoà Bình", "Hòa Bình", "hoa binh", "HOÀ BÌNH", "Ho\u0300a Bi\u0300nh", "hòa  bình!"])
def test_tone_marks_stand_where_they_like(text: str) -> None:
    index = index_of(record("cu", "Đoàn thăm tỉnh Hoà Bình."), record("moi", "Đoàn thăm tỉnh Hòa Bình."))
    hits = search(index, text).hits
    assert {h.bulletin for h in hits} == {"cu", "moi"}
    assert all(h.passage.marked("[", "]") in ("Đoàn thăm tỉnh [Hoà Bình].", "Đoàn thăm tỉnh [Hòa Bình].") for h in hits)


def test_abbreviations_and_what_they_stand_for_are_the_same() -> None:
    index = index_of(
        record("dai", "Ủy ban nhân dân tỉnh Thái Bình ra quyết định."),
        record("co", "Uỷ ban nhân dân tỉnh Thái Bình họp báo."),
        record("ngan", "UBND tỉnh Thái Bình ban hành kế hoạch."),
        record("khac", "Nhân dân trong tỉnh Thái Bình ủng hộ ủy ban kiểm tra."),
    )
    same = {"dai", "co", "ngan"}
    for text in ("UBND", "ubnd", "ủy ban nhân dân", "Uỷ ban nhân dân", "uy ban nhan dan"):
        assert set(found(index, text)) == same, text
    assert set(found(index, '"UBND tỉnh Thái Bình"')) == same
    assert set(found(index, '"ủy ban nhân dân tỉnh"')) == same
    assert {h.spelling for h in search(index, "UBND").hits} == {"exact"}
    hit = next(h for h in search(index, "UBND").hits if h.bulletin == "dai")
    assert hit.passage.marked("[", "]") == "[Ủy ban nhân dân] tỉnh Thái Bình ra quyết định."


def test_a_short_form_with_signs_is_one_too() -> None:
    index = index_of(record("a", "Sở Kế hoạch và Đầu tư thẩm định."), record("b", "Sở KH&ĐT thẩm định."))
    assert set(found(index, "KH&ĐT")) == set(found(index, "kế hoạch và đầu tư")) == {"a", "b"}


def test_a_syllable_is_not_taken_for_an_abbreviation() -> None:
    index = index_of(record("tu", "Vốn đầu tư tăng."), record("trung-uong", "Ban Chấp hành Trung ương họp."))
    assert found(index, "tư") == ["tu"]
    assert found(index, "đầu tư") == ["tu"]
    assert found(index, "Trung ương") == ["trung-uong"]  # and not every "tư"
    assert "trung-uong" in found(index, "TƯ")


def test_words_in_quotes_stand_side_by_side() -> None:
    index = index_of(record("a", "Khu công nghiệp mới."), record("b", "Ngành công nghiệp của khu vực."))
    assert set(found(index, "khu công nghiệp ngành")) == set()
    assert found(index, '"công nghiệp của"') == found(index, "“công nghiệp của”") == ["b"]
    assert set(found(index, "nghiệp công")) == {"a", "b"}
    assert found(index, '"nghiệp công"') == []


def test_figures_are_found_as_written() -> None:
    index = index_of(record("a", "Tổng vốn 1.200 tỷ đồng."), record("b", "Có 200 hộ và 1 trường."))
    assert found(index, "1.200 tỷ") == ["a"]


EVENTS = (
    record(
        "nha-may", "Dự án Nhà máy sợi tại KCN Minh Quang, tỉnh Hưng Yên có vốn 900 tỷ đồng. Cả tỉnh vui mừng.",
        title="Khởi công nhà máy sợi", publisher="Báo Phố Hiến Mẫu", published="2019-05-20",
        entities=[("LOCATION", "KCN Minh Quang"), ("LOCATION", "tỉnh Hưng Yên")],
        events=[investment(
            "Nhà máy sợi", 900 * 10**9, location="KCN Minh Quang", date="2019-05", status="licensed",
            licensed_by="UBND tỉnh Hưng Yên",
            says={"/project": "Nhà máy sợi", "/amounts/0": "900 tỷ đồng", "/location": "KCN Minh Quang"},
        )],
    ),
    record(
        "hoi-nghi", "Nhà máy giấy họp. Hội nghị tổng kết diễn ra tại Hà Nội. Dự án nhà máy giấy có vốn 5 triệu USD.",
        publisher="Báo Sông Hồng Mẫu", published="2021-02-03",
        events=[
            {"type": "conference", "name": "Hội nghị tổng kết", "location": "Hà Nội", "date": "2021-02-02",
             "says": {"/name": "Hội nghị tổng kết", "/location": "Hà Nội"}},
            investment("nhà máy giấy", 5 * 10**6, currency="USD", says={"/project": "nhà máy giấy", "/amounts/0": "5 triệu USD"}),
        ],
    ),
    record("khong-su-kien", "Nhà máy nước thông báo lịch cấp nước tại Hưng Yên.", published="2018-01-01"),
)  # fmt: skip


@pytest.fixture(scope="module")
def events() -> Index:
    return index_of(*EVENTS)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"nha-may", "hoi-nghi", "khong-su-kien"}),
        ({"type": "investment"}, {"nha-may", "hoi-nghi"}),
        ({"type": "award"}, set()),
        ({"since": "2019-05-31"}, {"nha-may", "hoi-nghi"}),  # a month overlaps its last day
        ({"since": "2019-06"}, {"hoi-nghi"}),
        ({"until": "2019"}, {"nha-may", "khong-su-kien"}),  # without an event, the bulletin's own date
        ({"since": "2019", "until": "2019-05-01"}, {"nha-may"}),
        ({"place": "hung yen"}, {"nha-may"}),
        ({"place": "Minh Quang"}, {"nha-may"}),
        ({"place": "ng Yên"}, set()),  # words, not parts of words
        ({"publisher": "sông hồng"}, {"hoi-nghi"}),
        ({"min_amount": read_amount("900 tỷ")}, {"nha-may"}),
        ({"min_amount": read_amount("901 tỷ")}, set()),
        ({"min_amount": read_amount("5 triệu USD")}, {"hoi-nghi"}),
        ({"min_amount": read_amount("1")}, {"nha-may"}),  # dollars are not converted
        ({"type": "conference", "min_amount": read_amount("1 USD")}, set()),  # both of the same event
        ({"province": "Hưng Yên"}, {"nha-may"}),
        ({"zone": "Khu công nghiệp Minh Quang"}, {"nha-may"}),
        ({"body": "UBND tỉnh Hưng Yên"}, {"nha-may"}),
        ({"body": "UBND"}, set()),
    ],
)
def test_filters(events: Index, filters: dict, expected: set[str]) -> None:
    assert set(found(events, "nhà máy", **filters)) == expected
    assert search(events, "nhà máy", Filters(**filters)).total == len(expected)


def test_the_event_is_the_one_that_fits_and_the_sentence_tells_it(events: Index) -> None:
    (hit,) = search(events, "nhà máy", Filters(min_amount=read_amount("1 USD"))).hits
    assert hit.event["id"].endswith("investment-00000001")
    assert hit.passage.marked("[", "]") == "Dự án [nhà máy] giấy có vốn 5 triệu USD."


def test_without_words_the_newest_that_fit_with_the_event_s_sentence(events: Index) -> None:
    answer = search(events, "", Filters(type="investment"))
    assert [h.bulletin for h in answer.hits] == ["hoi-nghi", "nha-may"]
    assert answer.hits[0].passage.text == "Dự án nhà máy giấy có vốn 5 triệu USD."
    with pytest.raises(InputError, match="no words"):
        search(events, " - ")


def test_a_match_in_the_body_is_shown_before_the_title_s(events: Index) -> None:
    hit = next(h for h in search(events, "nhà máy sợi").hits)
    assert hit.passage.marked("[", "]").startswith("Dự án [Nhà máy sợi] tại KCN")
    assert hit.event["type"] == "investment"


def test_marks_are_places_in_the_record_s_text(events: Index) -> None:
    texts = {r["id"]: r["text"] for r in EVENTS}
    for text in ("nha may", "vốn", "ubnd", "hưng yên 900"):
        for hit in search(events, text).hits:
            whole = texts[hit.bulletin]
            assert whole[hit.passage.start : hit.passage.end] == hit.passage.text
            assert hit.passage.marks
            assert all(hit.passage.start <= s < e <= hit.passage.end for s, e in hit.passage.marks)


def test_facets_count_bulletins(events: Index) -> None:
    counted = facets(events, "nhà máy")
    assert counted["type"] == [("investment", 2), ("conference", 1)]
    assert dict(counted["year"]) == {"2018": 1, "2019": 1, "2021": 1}
    assert counted["zone"] == [("Khu công nghiệp Minh Quang", 1)]
    assert ("UBND tỉnh Hưng Yên", 1) in counted["body"]
    assert facets(events, "", Filters(type="conference"))["publisher"] == [("Báo Sông Hồng Mẫu", 1)]


def test_facets_of_many_are_those_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(*map(bench_record, range(300)))
    asked = [("", Filters(since="2012")), ("dau tu", Filters()), ("bac", Filters(type="investment"))]
    few = [facets(index, text, filters, most=5) for text, filters in asked]
    monkeypatch.setattr(corpus.search.counts, "_MANY", 0)
    many = [facets(index, text, filters, most=5) for text, filters in asked]
    assert many == few
    assert len(few[0]["province"]) == len(few[0]["body"]) == 5


def test_an_amount_past_any_column_still_counts() -> None:
    row = event_rows(record("a", "Vốn lớn.", events=[investment("Vốn", 10**25)]))[0]
    assert row.amounts == (("VND", 2**63 - 1),)


def test_pages_are_parts_of_one_order(some: Index) -> None:
    whole = found(some, "tinh")
    pages = [h.bulletin for offset in range(len(whole)) for h in search(some, "tinh", limit=1, offset=offset).hits]
    assert pages == whole
    assert len(set(whole)) == len(whole)
    assert search(some, "tinh", limit=5, offset=1000).hits == ()


def test_where_very_many_fit_the_newest_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    days = ["2020-01-01", "2021-01-01", "2019-01-01", None]
    index = index_of(*(record(f"b{n}", "Đầu tư công.", published=day) for n, day in enumerate(days)))
    monkeypatch.setattr(corpus.search.find, "_MANY", 1)
    assert found(index, "đầu tư") == ["b1", "b0", "b2", "b3"]
    assert found(index, "dau tu", until="2020") == ["b0", "b2"]


def test_a_newer_record_takes_the_place_of_the_earlier() -> None:
    index = index_of(record("a", "Khu kinh tế cũ."), record("b", "Khu kinh tế khác."))
    newer = record("a", "Cảng biển mới.")
    index.put(newer, line(newer))
    assert found(index, "kinh tế") == ["b"]
    index.finish(optimise=True)
    index.connection.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    assert (index.count(), index.remove("a"), index.remove("a"), index.count()) == (2, True, False, 1)


def test_an_index_opened_for_reading_cannot_be_written(tmp_path) -> None:
    made = Index.make(tmp_path / "i.sqlite")
    made.put(WORDS[0], line(WORDS[0]))
    made.finish(optimise=True)
    made.close()
    index = Index.open(tmp_path / "i.sqlite")
    assert index.record("nam-bo") == WORDS[0]
    assert list(index.lines()) == [line(WORDS[0])]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.put(WORDS[1], line(WORDS[1]))
    with pytest.raises(InputError, match="bantin index"):
        Index.open(tmp_path / "none.sqlite")


HOSTILE = ['"', '""', "NEAR(", "a AND", "OR NOT *", "exact : x", "{exact} : năm", "-năm", "^năm", "năm*", "'; DROP TABLE words; --",
           "năm\x00nam", "\ud800", "(((", "a+b", "“năm", "🙂", "²", "İstanbul ǅ", "năm" * 500, "%_", "\u0300\u0323", "x\u0301y", "ﬁ"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_a_syntax_error(some: Index, text: str) -> None:
    search(some, text, Filters(place=text, publisher=text, type="award"))


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(['"', "năm", "OR", "NEAR", "(", "UBND", "*", "-", "KH&ĐT", "“"]), max_size=12).map(
        " ".join
    )
)
def test_any_query_is_answered(text: str) -> None:
    index = _PROPERTY_INDEX
    answer = search(index, text, Filters(until="2999"))
    assert len(answer.hits) <= min(answer.total, 10)
    facets(index, text)


_PROPERTY_INDEX = index_of(*WORDS)


def test_a_query_as_long_as_a_page_is_refused(some: Index) -> None:
    with pytest.raises(InputError, match="more than 40 words"):
        search(some, "năm " * 41)


@pytest.mark.parametrize("date", ["20", "2019-13", "2019-02-30", "19/5/2019", "hôm qua"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(InputError, match="since"):
        Filters(since=date)


def test_an_amount_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no amount"):
        read_amount("nhiều tiền")
