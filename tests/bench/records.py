"""Made-up records, as many as wanted: valid, varied, the same for the same numbers.

    python -m tests.bench.records 100000 > records.jsonl

Provinces are real, all else is invented. Four bulletins in a row follow one project from the certificate to the opening
(by different publishers), so that projects, investors and officials come back; one in five has an aggregate with parts,
one in three restates an amount in dollars.
"""

import datetime
import random
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from extract.gazetteer import province_names
from extract.ids import event_id, text_sha256, url_slug
from extract.record import SCHEMA_VERSION
from extract.spelling import fold, plain

Json = dict[str, Any]

_PROVINCES = sorted(province_names() - {"TPHCM", "HCM", "Sài Gòn", "TP HCM", "TP. HCM"})


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|" if "|" in words else None))


_SURNAMES = _listed("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tạ Mai Lưu Cao")
_MIDDLES = _listed("Văn Thị Hữu Đức Minh Quang Thanh Ngọc Xuân Công Đình Bá Thu Kim Hải Gia Tuấn Anh Hoài Bảo")
_GIVEN = _listed(
    "An Bình Châu Dũng Đạt Giang Hà Hạnh Hiếu Hòa Hùng Khang Lâm Liên Long Mạnh Nam Nga Phong Phúc Quân "
    "Sơn Tâm Thảo Trung Tú Uyên Vinh Việt Yến"
)
_NAMES = _listed(
    "An Phú|Bách Tùng|Cẩm Giang|Đại Thành|Đông Khê|Gia Hưng|Hải Vân|Hòa Lạc|Khánh Tường|Lam Sơn|Long Biên|"
    "Minh Quang|Nam Thái|Phú Cường|Phước Lộc|Quang Trung|Sao Mai|Tân Tiến|Thiên Ân|Trường Thịnh|Việt Hà|"
    "Vạn Xuân|Yên Sơn|Bảo Long"
)
_PRODUCTS = _listed(
    "linh kiện điện tử|chế biến gỗ|may mặc|thép cán nguội|thức ăn chăn nuôi|pin mặt trời|bao bì giấy|"
    "dược phẩm|lốp xe|kính xây dựng|chế biến thủy sản|phân bón|dây cáp điện|sợi|xi măng"
)
_BODIES = ("Sở Kế hoạch và Đầu tư", "Sở Công Thương", "Sở Tài chính", "Sở Xây dựng", "Ban Quản lý các khu công nghiệp")
_PUBLISHERS = (
    "Báo {} Mẫu",
    "Cổng thông tin điện tử tỉnh {}",
    "Đài Phát thanh Truyền hình {}",
    "Ban Quản lý các KCN tỉnh {}",
)
_HONOURS = ("Bằng khen", "Cờ thi đua", "Huân chương Lao động hạng Ba", "Giấy khen", "Kỷ niệm chương")
_STEPS = (
    ("licensed", "được cấp giấy chứng nhận đăng ký đầu tư"), ("under_construction", "được khởi công xây dựng"),
    ("under_construction", "đang được xây dựng"), ("completed", "được khánh thành"),
)  # fmt: skip


class _Page:
    """A text that grows, with the mentions in it."""

    def __init__(self, title: str) -> None:
        self.parts = [title, "\n\n"]
        self.size = len(title) + 2
        self.entities: list[Json] = []

    def say(self, words: str) -> tuple[int, int]:
        start = self.size
        self.parts.append(words)
        self.size += len(words)
        return start, self.size

    def mention(self, label: str, words: str, value: Json | None = None) -> tuple[int, int]:
        start, end = self.say(words)
        entity = {
            "id": f"e{len(self.entities) + 1}",
            "type": label,
            "start": start,
            "end": end,
            "text": words,
            "rule": "made:up",
        }
        self.entities.append(entity | ({"value": value} if value else {}))
        return start, end


def _evidence(path: str, *spans: tuple[int, int]) -> Json:
    return {"path": path, "spans": [list(s) for s in spans], "basis": "stated", "rule": "made.up"}


def _number(units: int) -> str:
    return f"{units:,}".replace(",", ".")


def _person(seed: str) -> str:
    rng = random.Random(seed)
    return f"{rng.choice(_SURNAMES)} {rng.choice(_MIDDLES)} {rng.choice(_GIVEN)}"


def _event(bulletin_id: str, of_type: str, identifying: list[str | None], **slots: Any) -> Json:
    key = event_id(bulletin_id, of_type, [fold(s or "") for s in identifying])
    return {"type": of_type, "id": key, "date_end": None, "part_of_day": None, **slots}


def _project(page: _Page, bulletin_id: str, number: int, day: str, rng: random.Random, province: str) -> Json:
    """A project at one of its steps: sentence, mentions, event."""
    same = random.Random(f"project {number // 4}")  # the same in its four bulletins
    owner = f"Công ty {same.choice(('TNHH', 'Cổ phần', 'TNHH MTV'))} {same.choice(_NAMES)} {number // 4 % 997}"
    name = f"Nhà máy {same.choice(_PRODUCTS)} {same.choice(_NAMES)} {number // 4 % 991}"
    zone = f"KCN {same.choice(_NAMES)} {province}"
    billions = same.randint(5, 2000) * 10
    status, step = _STEPS[number % 4]
    page.say("\nDự án ")
    named = page.mention("PROJECT", name)
    page.say(" của ")
    owned = page.mention("ORG", owner)
    page.say(" tại ")
    place = page.mention("LOCATION", zone)
    done = page.say(f" {step} với tổng vốn ")
    amounts: list[Json] = [{"value": billions * 10**9, "currency": "VND"}]
    money = [page.mention("MONEY", f"{_number(billions)} tỷ đồng", {"kind": "amount", **amounts[0]})]
    if number % 3 == 0:
        page.say(" (tương đương khoảng ")
        dollars = billions * 10**9 // 23_000 // 10**5 * 10**5
        amounts.append({"value": dollars, "currency": "USD", "hedge": "about", "equivalent_of": 0})
        words = f"{dollars / 10**6:.1f} triệu USD".replace(".", ",")
        money.append(
            page.mention("MONEY", words, {"kind": "amount", "value": dollars, "currency": "USD", "hedge": "about"})
        )
        page.say(")")
    page.say(".")
    evidence = [_evidence("/project", named), _evidence("/investors/0", owned), _evidence("/location", place)]
    evidence += [_evidence("/status", done), _evidence("/scope", named)]
    evidence += [_evidence(f"/amounts/{n}", span) for n, span in enumerate(money)]
    return _event(
        bulletin_id, "investment", [name, "project"], project=name, investors=[owner], amounts=amounts, location=zone,
        status=status, scope="project", date=day, modality="held", kind=rng.choice(("total", "registered", None)),
        part_of=None, licensed_by=f"UBND tỉnh {province}" if status == "licensed" else None, decision=None,
        evidence=evidence,
    )  # fmt: skip


def _aggregate(page: _Page, bulletin_id: str, year: int, rng: random.Random, province: str) -> list[Json]:
    """A province's year: a total, and two parts of it by zone."""
    billions = [rng.randint(100, 5000), rng.randint(100, 5000)]
    total = sum(billions) + rng.choice((0, 1000))
    events: list[Json] = []
    page.say("\n")
    when = page.mention("DATE", f"Năm {year}", {"kind": "date", "date": str(year)})
    for n, (value, where) in enumerate(
        [(total, f"tỉnh {province}"), *zip(billions, rng.sample(_NAMES, 2), strict=True)]
    ):
        page.say(", " if not n else ", trong đó ")
        where = where if not n else f"KCN {where}"
        place = page.mention("LOCATION", where)
        page.say(" thu hút ")
        amount = {"value": value * 10**9, "currency": "VND"}
        money = page.mention("MONEY", f"{_number(value)} tỷ đồng", {"kind": "amount", **amount})
        evidence = [_evidence("/amounts/0", money), _evidence("/location", place), _evidence("/date", when)]
        evidence += [_evidence("/status", money), _evidence("/scope", money)]
        events.append(_event(
            bulletin_id, "investment", [None, "aggregate", str(value), str(n)], project=None, investors=[],
            amounts=[amount], location=where, status="attracted", scope="aggregate", date=str(year), modality="held",
            kind="registered", part_of=events[0]["id"] if n else None, licensed_by=None, decision=None, evidence=evidence,
        ))  # fmt: skip
    page.say(".")
    return events


def record(number: int, *, revision: int = 0) -> Json:
    """The record of bulletin `number` in plain JSON form; another `revision` has another text under the same id."""
    rng = random.Random(f"bulletin {number}")
    province = _PROVINCES[number // 4 * 7 % len(_PROVINCES)]
    published = datetime.date(2012, 1, 5) + datetime.timedelta(days=number * 37 % 4700)
    day = published - datetime.timedelta(days=1)
    published += datetime.timedelta(days=revision)
    url = (
        f"https://{plain(province).replace(' ', '').replace('-', '')}.example/tin-tuc/{day:%Y/%m}/tin-so-{number}.html"
    )
    bulletin_id = url_slug(url)
    body = f"{rng.choice(_BODIES)} tỉnh {province}"
    meeting = f"Hội nghị {rng.choice(('tổng kết công tác', 'xúc tiến đầu tư', 'giao ban', 'gặp mặt doanh nghiệp'))} năm {day.year}"
    title = f"{body} tổ chức {meeting}" + (" (cập nhật)" if revision else "")
    page = _Page(title)
    when = page.mention(
        "DATE", f"Ngày {day.day}/{day.month}", {"kind": "date", "date": day.isoformat(), "year_from": "published"}
    )
    page.say(", ")
    host = page.mention("ORG", body)
    page.say(" tổ chức ")
    named = page.say(meeting)
    page.say(". ")
    officials, people, spans = [], [], []
    committee = f"UBND tỉnh {province}"
    for title_of, organisation in (("Chủ tịch", committee), ("Phó Chủ tịch", committee), ("Giám đốc", body))[
        : 1 + number % 3
    ]:
        person = _person(f"{title_of} {organisation} {day.year // 5}")
        page.say("Đồng chí ")
        spans.append(page.mention("PERSON", person))
        mention = page.entities[-1]["id"]
        page.say(", ")
        office = page.mention("POSITION", title_of)
        page.say(" ")
        held = page.mention("ORG", organisation)
        page.say(", dự và phát biểu. ")
        position = {"title": title_of, "organisation": organisation, "evidence": [_evidence("", office, held)]}
        officials.append({"name": person, "positions": [position], "mentions": [mention]})
        people.append(person)
    evidence = [_evidence("/name", named), _evidence("/date", when), _evidence("/organisers/0", host)]
    evidence += [_evidence(f"/participants/{n}", span) for n, span in enumerate(spans)]
    events = [_event(
        bulletin_id, "conference", [meeting, day.isoformat()], name=meeting, date=day.isoformat(), location=None,
        organisers=[body], participants=people, modality="held",
        roles=[{"person": p, "role": "spoke" if n else "chaired"} for n, p in enumerate(people)], evidence=evidence,
    )]  # fmt: skip
    events.append(_project(page, bulletin_id, number, day.isoformat(), rng, province))
    if number % 5 == 0:
        events += _aggregate(page, bulletin_id, day.year, rng, province)
    if number % 2:
        events.append(_award(page, bulletin_id, day, rng, committee, people[0], spans[0]))
    text = "".join(page.parts)
    return {
        "schema_version": SCHEMA_VERSION,
        "id": bulletin_id,
        "bulletin": {
            "url": url, "publisher": _PUBLISHERS[number % 4].format(province), "title": title,
            "published": published.isoformat(), "publisher_basis": "site-name", "published_basis": "json-ld",
            "source": "made-up", "sha256": text_sha256(text), "language": "vi", "captions": [],
        },
        "text": text,
        "entities": page.entities,
        "officials": officials,
        "events": events,
        "issues": [{"code": "made-up", "stage": "bench", "message": "an invented bulletin"}] if number % 7 == 0 else [],
    }  # fmt: skip


def _award(
    page: _Page,
    bulletin_id: str,
    day: datetime.date,
    rng: random.Random,
    issuer: str,
    giver: str,
    giver_at: tuple[int, int],
) -> Json:
    honour, count = rng.choice(_HONOURS), rng.randint(2, 40)
    page.say("\nDịp này, ")
    given = page.mention("ORG", issuer)
    page.say(" trao ")
    what = page.say(honour)
    page.say(" cho ")
    whom = page.say(f"{count} tập thể, cá nhân")
    page.say(" có thành tích xuất sắc.")
    evidence = [_evidence("/award", what), _evidence("/issuer", given), _evidence("/recipients/0", whom)]
    evidence += [_evidence("/recipient_count", whom), _evidence("/presenters/0", giver_at)]
    return _event(
        bulletin_id, "award", [honour, issuer, f"{count} tập thể, cá nhân", day.isoformat()], award=honour, issuer=issuer,
        recipients=[f"{count} tập thể, cá nhân"], recipient_count=count, presenters=[giver], date=day.isoformat(),
        modality="held", roles=[{"person": giver, "role": "presented"}], evidence=evidence,
    )  # fmt: skip


def records(count: int) -> Iterator[Json]:
    """The first `count` records."""
    return map(record, range(count))


def json_lines(count: int) -> Iterator[bytes]:
    """The first `count` records as lines of JSON."""
    return (msgspec.json.encode(r) + b"\n" for r in records(count))


if __name__ == "__main__":
    sys.stdout.buffer.writelines(json_lines(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
