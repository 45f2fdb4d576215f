"""The same bulletin on several portals: reprints are linked whatever was changed around them, other bulletins are not."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import duplicates
from corpus.commands.duplicates import duplicates as command
from corpus.duplicates import Cluster, near_duplicates
from extract.document import RawDocument, read_bulletin
from extract.pipeline import Extractor
from extract.record import to_json
from tests.conftest import ROOT

SAMPLES = ROOT / "corpus" / "samples"
BULLETIN = (ROOT / "tests" / "data" / "formats" / "bulletin.txt").read_text("utf-8")
FOOTER = (
    "\nNguồn: Cổng thông tin điện tử tỉnh Quảng Phong\nĐịa chỉ: 5 đường Bờ Kè, thành phố Tân Phước. Điện thoại: 0299 3 111 222"
    "\nGhi rõ nguồn khi phát hành lại thông tin từ cổng này."
)
OLD_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ủy": "uỷ", "ùy": "uỳ", "úy": "uý", "Ủy": "Uỷ", "Đ": "Ð"}


def own() -> dict[str, str]:
    """Our own bulletins: each file of the samples, and the one that the formats are tried with."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))}
    return {**texts, "quy-hoach-cum-cong-nghiep": BULLETIN}


def paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def cut_lead(text: str) -> str:
    title, _, *rest = paragraphs(text)
    return "\n".join([title, *rest])


def other_title(text: str) -> str:
    return "\n".join(["Tin hoạt động trong tuần tại địa phương", *paragraphs(text)[1:]])


def with_footer(text: str) -> str:
    return text + FOOTER


def respelled(text: str) -> str:
    return re.sub("|".join(OLD_TONES), lambda m: OLD_TONES[m[0]], text)


def all_of_it(text: str) -> str:
    return with_footer(respelled(other_title(cut_lead(text))))


def shortened(text: str) -> str:
    lines = paragraphs(text)
    return "\n".join(lines[: max(2, round(0.7 * len(lines)))])


def other_figures(text: str) -> str:
    noise = random.Random(text)
    return re.sub(r"\d", lambda m: str(noise.randrange(10)), text)


def clustered(*records: dict[str, str]) -> list[list[str]]:
    return [[m.id for m in cluster.members] for cluster in near_duplicates(records)]


@pytest.mark.parametrize("change", [cut_lead, other_title, with_footer, respelled, all_of_it, shortened])
def test_reprints_are_found(change: Callable[[str], str]) -> None:
    texts = own()
    records = [{"id": id, "text": text} for id, text in texts.items()]
    reprints = [{"id": f"{id}-in-lại", "text": change(text)} for id, text in texts.items()]
    found = clustered(*records, *reprints)
    wanted = [[id, f"{id}-in-lại"] for id in sorted(texts)]
    assert [c for c in found if c not in wanted] == []  # precision: never two bulletins in one
    # a lead is half of a bulletin of two paragraphs; what is left of it under another title is not the same any more
    short = {id for id, text in texts.items() if len(text) < 900} if change is all_of_it else set()
    assert {c[0] for c in found} >= texts.keys() - short


def test_the_same_form_with_other_figures_is_another_bulletin() -> None:
    records = [{"id": id, "text": text} for id, text in own().items()]
    assert (
        clustered(*records, *({"id": f"{r['id']}-tháng-sau", "text": other_figures(r["text"])} for r in records)) == []
    )


def test_a_follow_up_that_repeats_the_background_is_another_bulletin() -> None:
    body = paragraphs(BULLETIN)
    news = [
        "Khởi công tuyến đường vào cụm công nghiệp Bến Gỗ",
        "Ngày 12/12/2018, Sở Giao thông vận tải khởi công tuyến đường dài 4,2 km với tổng mức đầu tư 118 tỷ đồng, do liên danh ba nhà thầu thi công trong 14 tháng.",
        "Tuyến đường có hai làn xe, mặt đường rộng 9 mét, gồm một cầu bắc qua kênh Ngang và hệ thống thoát nước, chiếu sáng đồng bộ; khi hoàn thành sẽ rút ngắn thời gian từ cụm công nghiệp ra quốc lộ còn mười phút.",
        "Phát biểu tại lễ khởi công, đại diện nhà thầu cam kết huy động đủ nhân lực, thiết bị, bảo đảm chất lượng và an toàn lao động, phấn đấu vượt tiến độ trước mùa mưa năm sau.",
        "Người dân xã Tân Lộc cho biết phần lớn các hộ đã nhận tiền đền bù và bàn giao mặt bằng, chỉ còn bốn hộ đang chờ bố trí đất tái định cư.",
    ]
    follow_up = "\n".join([*news, *body[4:]])
    assert clustered({"id": "a", "text": BULLETIN}, {"id": "b", "text": follow_up}) == []
    assert clustered({"id": "a", "text": BULLETIN}, {"id": "b", "text": "\n".join([*body[4:], *news])}) == [["a", "b"]]


def test_a_roundup_that_holds_a_bulletin_is_not_it() -> None:
    texts = own()
    small = texts["khoi-cong-nha-may-linh-kien-hung-yen"]
    roundup = "\n".join([*texts.values()])
    assert clustered({"id": "a", "text": small}, {"id": "b", "text": roundup}) == []


def test_short_texts_are_linked_with_their_like_only() -> None:
    same = "Sáng mai, tỉnh họp báo về thu hút đầu tư quý I năm 2019."
    assert clustered({"id": "a", "text": same}, {"id": "b", "text": same}, {"id": "c", "text": same + " Ảnh: Hà"}) == [
        ["a", "b"]
    ]
    assert clustered({"id": "a", "text": "Đang cập nhật"}, {"id": "b", "text": "Đang cập nhật"}) == []
    assert clustered({"id": "a", "text": ""}, {"id": "b", "text": ""}) == []
    assert near_duplicates([]) == []


def test_revisions_are_one_member() -> None:
    first, second = {"id": "a", "text": BULLETIN}, {"id": "a", "text": shortened(BULLETIN)}
    assert clustered(first, second) == []
    assert clustered(first, second, {"id": "b", "text": with_footer(BULLETIN)}) == [["a", "b"]]


def test_the_result_does_not_depend_on_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor on where the blocks of the side file end, nor in a crowd of bulletins of one form."""
    noise = random.Random(5)
    records = [
        {"id": f"{id}-{change.__name__}", "text": change(text)}
        for id, text in own().items()
        for change in (cut_lead, other_title, with_footer, shortened, other_figures)
    ]
    lines = paragraphs(BULLETIN)
    records += [
        {"id": f"mau-{n}", "text": "\n".join([*lines[:6], other_figures(f"{n} {lines[7]}"), *lines[12:]])}
        for n in range(150)
    ]
    first = near_duplicates(records)
    assert len(first) > 5
    for chunk in (4096, 64):
        monkeypatch.setattr(duplicates, "_CHUNK", chunk)
        noise.shuffle(records)
        assert near_duplicates(records) == first
    assert all(cluster.id == min(m.id for m in cluster.members) for cluster in first)


def test_members_say_where_they_are_from() -> None:
    origin = {"url": "https://a.example/1", "publisher": "Báo A", "published": "2019-03-05", "title": "Họp báo"}
    [cluster] = near_duplicates(
        [{"id": "a", "text": BULLETIN, "bulletin": origin}, {"id": "b", "text": with_footer(BULLETIN)}]
    )
    assert isinstance(cluster, Cluster)
    first, second = cluster.members
    assert (first.url, first.publisher, first.published, first.title) == tuple(origin.values())
    assert (first.similarity, second.url) == (1.0, None)
    assert 0.95 < second.similarity <= 1


def test_the_command_links_and_drops_nothing(extract: Extractor, tmp_path: Path) -> None:
    texts = {"b": BULLETIN, "a": with_footer(BULLETIN), "c": own()["khuyen-cao-ret-dam-ret-hai"]}
    lines = [to_json(extract(read_bulletin(RawDocument(place=id, id=id, text=text)))) for id, text in texts.items()]
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    done = CliRunner().invoke(command, [str(path)])
    assert done.exit_code == 0, done.output
    [cluster] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (cluster["id"], [m["id"] for m in cluster["members"]]) == ("a", ["a", "b"])
    assert "1 cluster of 2 bulletins" in done.stderr
    table = CliRunner().invoke(command, [str(path), "--table"])
    assert "Duplicates" in table.stdout
    assert CliRunner().invoke(command, [str(path), "--threshold", "1"]).exit_code == 0
    broken = CliRunner().invoke(command, [str(path), str(tmp_path / "không.jsonl")])
    assert (broken.exit_code, "no such file" in broken.stderr) == (1, True)
