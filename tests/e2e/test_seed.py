"""The press release that the project began from: what it says must come out, and nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import extract_file
from extract.record import to_json

BOARD = "Ban Quản lý Khu kinh tế tỉnh Quảng Ninh"
COMMITTEE = "UBND tỉnh Quảng Ninh"


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    (record,) = extract_file(shared / "seed" / "bulletin.txt")
    return json.loads(to_json(record))


def of(record: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e for e in record["events"] if e["type"] == kind]


def test_the_bulletin_is_read(seed) -> None:
    facts = seed["bulletin"]
    assert (facts["published"], facts["published_basis"]) == ("2020-11-02", "date-line")
    assert (facts["publisher"], facts["publisher_basis"]) == (BOARD, "title")
    assert "Chia sẻ" not in seed["text"]


def test_officials_in_spite_of_a_typing_error(seed) -> None:
    found = {(o["name"], p["title"], p["organisation"]) for o in seed["officials"] for p in o["positions"]}
    assert found == {("Cao Tường Huy", "Phó Chủ tịch", COMMITTEE), ("Nguyễn Mạnh Tuấn", "Trưởng Ban", BOARD)}


def test_one_conference(seed) -> None:
    (event,) = of(seed, "conference")
    assert event["name"] == "Hội nghị tổng kết công tác năm 2019, triển khai nhiệm vụ năm 2020"
    assert (event["date"], event["part_of_day"]) == ("2019-12-31", "afternoon")
    assert event["organisers"] == [BOARD]
    assert set(event["participants"]) == {"Cao Tường Huy", "Nguyễn Mạnh Tuấn"}


def test_one_award(seed) -> None:
    (event,) = of(seed, "award")
    assert event["award"].lower() == "bằng khen"
    assert event["issuer"] == COMMITTEE
    assert event["recipients"] == ["5 tập thể, cá nhân"]
    assert event["recipient_count"] == 5
    assert event["presenters"] == ["Cao Tường Huy"]


def test_aggregates_and_projects(seed) -> None:
    amounts = [[(a["value"], a["currency"]) for a in e["amounts"]] for e in of(seed, "investment") if e["amounts"]]
    assert amounts == [[(11_395_000_000_000, "VND")], [(7_254_000_000_000, "VND"), (315_000_000, "USD")]]
    assert {e["date"] for e in of(seed, "investment") if e["scope"] == "aggregate"} == {"2019"}
    projects = {(e["project"], tuple(e["investors"]), e["location"]) for e in of(seed, "investment") if e["project"]}
    assert projects == {
        (
            "đầu tư xây dựng và kinh doanh hạ tầng KCN Bạch Đằng",
            ("Công ty TNHH MTV Sữa chữa ô tô Hải Phòng",),
            "KCN Bạch Đằng",
        ),
        ("S-Việt Nam", ("Công ty Foxconn Singapore Pte.Ltd",), "KCN Đông Mai"),
        ("Weili Việt Nam", ("Công ty Access Target Ltd",), "KCN Việt Hưng"),
    }
