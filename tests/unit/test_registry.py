"""The registry on small invented bulletins: what is one, what stays apart, what is shown of it, what people decide."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.registry import Entity, Registry, decision, read_decisions, redirects, resolve, with_ids
from extract.document import RawDocument, read_bulletin
from extract.errors import InputError
from extract.pipeline import Extractor
from extract.record import check, to_json
from extract.vocabulary import load
from tests.eval import registry as figures
from tests.eval.registry_pairs import pairs
from tests.eval.registry_records import bulletin, investment

HUNG_YEN = "UBND tỉnh Hưng Yên"
PAPERS = [
    ("Khu liên hợp sản xuất gang thép Hòa Thịnh Vạn An", ["Tập đoàn Hòa Thịnh"], 60_000, "tỉnh Hà Tĩnh", "licensed"),
    ("Khu liên hợp gang thép Hoà Thịnh - Vạn An", ["Công ty CP Tập đoàn Hòa Thịnh"], 60_000, None, "licensed"),
    ("thép Vạn An", ["Hòa Thịnh"], 59_500, "KCN Vạn An, tỉnh Hà Tĩnh", "licensed"),
    ("KHU LIÊN HỢP GANG THÉP HÒA THỊNH VẠN AN", [], 3_000, None, "under_construction"),
    ("Nhà máy thép Vạn An", ["Tập đoàn Hoà Thịnh"], 60_000, "Hà Tĩnh", "licensed"),
    ("dự án Khu liên hợp thép Hòa Thịnh Vạn An", ["Tập đoàn Hòa Thịnh"], 52_000, "tỉnh Hà Tĩnh", "proposed"),
]  # fmt: skip


def steel(published: str = "2023-02-06") -> list[dict[str, Any]]:
    """Six papers on one project."""
    return [
        bulletin(
            f"bao-{n}", ("PROJECT", name), *(("ORG", i) for i in investors), published=published,
            events=[investment(name, investors, amounts=[(value * 10**9, "VND")], location=where, status=status)],
        )
        for n, (name, investors, value, where, status) in enumerate(PAPERS)
    ]  # fmt: skip


def hundred() -> list[dict[str, Any]]:
    """A hundred bulletins that share bodies, people, projects and events."""
    rows = []
    for n in range(94):
        place = ("Hưng Yên", "Hà Nam", "Long An")[n % 3]
        name = ("cầu Bình An 2", "Nhà máy thép Vạn An", "Khu đô thị Sông Trà", "sân bay Hòa Lợi")[n % 4]
        rows.append(
            bulletin(
                f"tin-{n}", ("ORG", "UBND tỉnh"), ("ORG", f"UBND huyện Châu Thành {n % 2 or ''}".strip()),
                ("ORG", f"Công ty CP {('An Phú', 'Minh Đức')[n % 2]}"), ("LOCATION", f"tỉnh {place}"),
                publisher=f"Sở Xây dựng tỉnh {place}", published=f"2023-{n % 12 + 1:02}-{n % 27 + 1:02}",
                officials=[("Lê Văn An", ("Giám đốc", "Phó Giám đốc")[n % 2], f"Sở Y tế tỉnh {place}")],
                events=[investment(name, ["Tập đoàn Vạn An"][: n % 2], amounts=[(n % 5 * 10**9, "VND")],
                                   location=f"tỉnh {place}", status=("licensed", "completed")[n % 2])],
            )
        )  # fmt: skip
    return rows + steel()


def things(registry: Registry, kind: str) -> list[Entity]:
    return [e for e in registry.entities() if e.kind == kind]


def test_three_orders_give_the_same_clusters_and_ids() -> None:
    rows = hundred()
    assert len(rows) == 100
    orders = [rows, rows[::-1], sorted(rows, key=lambda r: r["bulletin"]["sha256"])]
    states = [(list(r.entities()), list(r.events())) for r in map(resolve, orders)]
    assert states[0] == states[1] == states[2]
    assert max(len(e.members) for e in states[0][0]) > 20, "nothing was brought together"


def test_one_project_of_six_papers_has_one_investor_and_shows_its_amounts() -> None:
    registry = resolve(steel())
    (project,) = things(registry, "project")
    assert len(project.members) == 6
    facts = registry.project(project.id)
    (investor,) = facts.investors
    assert registry.entity(investor.value).name == "Tập đoàn Hòa Thịnh"
    assert [a.value["value"] // 10**9 for a in facts.amounts] == [60_000, 59_500, 3_000, 52_000]
    assert [len(a.bulletins) for a in facts.amounts] == [3, 1, 1, 1]
    assert {d.slot for d in facts.disagreements} == {"amounts", "status"}
    assert {e.rule for e in project.evidence} & {"like-name-and-anchor", "name-and-anchor", "named-after-investor"}
    assert all(e.value for e in project.evidence)


def test_reports_of_the_same_days_are_one_event_with_its_disagreements() -> None:
    registry = resolve(steel())
    (event,) = registry.events()
    assert len(event.members) == 6
    differing = {d.slot: d for d in event.disagreements}
    assert len(differing["amounts"].values) == 4
    assert [v.value for v in differing["status"].values] == ["licensed", "under_construction", "proposed"]
    assert event.agreed["investors"]
    later = resolve([*steel()[:3], *({**r, "id": f"{r['id']}-sau"} for r in steel("2024-02-06")[3:])])
    assert len(list(later.events())) > 1, "reports of another year are of another act"
    assert len(things(later, "project")) == 1


def test_other_day_of_a_meeting_is_another_meeting() -> None:
    def meeting(id: str, date: str, *people: str) -> dict[str, Any]:
        event = {"type": "conference", "name": "Hội nghị xúc tiến đầu tư vùng Sông Lam", "date": date,
                 "organisers": [HUNG_YEN], "participants": list(people)}  # fmt: skip
        return bulletin(id, ("ORG", HUNG_YEN), events=[event])

    rows = [
        meeting("a", "2023-05-04", "Lê Văn An", "Vũ Thị Hà"),
        meeting("b", "2023-05-04", "Lê Văn An"),
        meeting("c", "2023-06-04", "Lê Văn An"),
    ]
    shared = sorted(len(e.members) for e in resolve(rows).events())
    assert shared == [1, 2]
    joined = next(e for e in resolve(rows).events() if len(e.members) == 2)
    assert joined.agreed["participants"] == ["Lê Văn An", "Vũ Thị Hà"]
    assert joined.evidence[0].rule == "same-day-and-people"


def test_an_official_has_offices_over_time() -> None:
    rows = [
        bulletin("a", published="2019-01-02", officials=[("Lê Văn An", "Phó Giám đốc", "Sở Y tế tỉnh Hà Nam")]),
        bulletin("b", published="2021-03-04", officials=[("Lê Văn An", "Giám đốc", "Sở Y tế Hà Nam")]),
        bulletin("c", published="2022-05-06", officials=[("Lê Văn An", "Giám đốc", "Sở Y tế Hà Nam"), ("Lê Văn An", "Ủy viên", "HĐND tỉnh Hà Nam")]),
    ]  # fmt: skip
    (person,) = things(resolve(rows), "person")
    assert [(o.title, o.first, o.last, len(o.bulletins)) for o in person.offices] == [
        ("Phó Giám đốc", "2019-01-02", "2019-01-02", 1),
        ("Giám đốc", "2021-03-04", "2022-05-06", 2),
        ("Ủy viên", "2022-05-06", "2022-05-06", 1),
    ]
    assert person.offices[0].organisation_id == person.offices[1].organisation_id is not None


def test_a_merge_is_undone_by_a_decision_and_an_id_leads_on() -> None:
    rows = steel()
    first = resolve(rows)
    (project,) = things(first, "project")
    two = resolve(rows[:3]), resolve(rows[3:])
    sides = [things(r, "project")[0] for r in two]
    apart = decision("apart", *sides, who="Lê Văn An", why="hai giấy chứng nhận", on="2026-11-23")
    split = resolve(rows, [apart])
    assert sorted(len(e.members) for e in things(split, "project")) == [3, 3]
    assert project.id in {e.id for e in things(split, "project")} or project.id in redirects(first, split)
    again = resolve(rows)
    assert list(again.entities()) == list(first.entities()), "without the decision all is as before"


def test_a_decision_joins_what_no_rule_would() -> None:
    rows = [bulletin("a", ("ORG", "Công ty TNHH An Phú")), bulletin("b", ("ORG", "Công ty CP An Phú"))]
    before = resolve(rows)
    left, right = things(before, "organisation")
    joined = resolve(rows, [decision("same", left, right, who="Vũ Thị Hà", why="đổi loại hình năm 2022")])
    (one,) = things(joined, "organisation")
    assert [(e.rule, e.value) for e in one.evidence] == [("decision", "Vũ Thị Hà: đổi loại hình năm 2022")]
    assert redirects(before, joined) == {({left.id, right.id} - {one.id}).pop(): one.id}


def test_a_newer_record_and_a_removed_bulletin_tell_what_changed() -> None:
    rows = steel()
    registry = resolve(rows[:5])
    change = registry.update(rows[5:])
    assert set(change.redirects.values()) <= {e.id for e in registry.entities()} | {e.id for e in registry.events()}
    assert things(registry, "project")[0].id in change.entities
    assert registry.update(rows) == type(change)((), (), (), {}), "the same records again change nothing"
    registry.update(removed=[r["id"] for r in rows])
    assert not list(registry.entities()) and not list(registry.events())


def test_ids_are_written_into_a_record_and_fit_its_schema(extract: Extractor) -> None:
    text = (
        "Tin\n\nSáng 4/5, UBND tỉnh Hưng Yên tổ chức Hội nghị xúc tiến đầu tư. Ông Lê Văn An, Chủ tịch UBND tỉnh, dự."
    )
    record = json.loads(to_json(extract(read_bulletin(RawDocument(place="test", text=text, published="2023-05-05")))))
    registry = resolve([record])
    written = with_ids(record, registry)
    check(written)
    ids = {e["text"]: e.get("entity") for e in written["entities"]}
    assert ids["UBND tỉnh"] == ids["UBND tỉnh Hưng Yên"] == registry.ids_of(record["id"])["/events/0/organisers/0"]
    assert ids["Lê Văn An"].startswith("person-")
    assert all("entity" not in e for e in record["entities"]), "the record itself is as it was"


def test_explained_short_name_means_one_body_elsewhere_but_not_when_two_explain_it() -> None:
    long = "Tổng công ty Cảng sông Đông Hải"
    said = bulletin("a", ("ORG", long), ("ORG", "CSD"))
    said["text"] = said["text"].replace("; CSD;", "(CSD);")
    said["entities"][1] |= {"start": said["text"].index("CSD"), "end": said["text"].index("CSD") + 3}
    other = bulletin("b", ("ORG", "CSD"))
    assert len(things(resolve([said, other]), "organisation")) == 1
    second = json.loads(
        json.dumps(said)
        .replace(json.dumps(long)[1:-1], json.dumps("Tổng công ty Cơ khí sông Đà Lam")[1:-1])
        .replace('"a"', '"c"')
    )
    at = len("Tin\n\n") + len("Tổng công ty Cơ khí sông Đà Lam")
    second["entities"][0]["end"], second["entities"][1] = at, {**second["entities"][1], "start": at + 1, "end": at + 4}
    assert len(things(resolve([said, second, other]), "organisation")) == 3


def test_decisions_file_is_read_or_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text(
        "- relation: apart\n  left: [{bulletin: a, kind: person, name: Lê Văn An}]\n"
        "  right: [{bulletin: b, kind: person, name: Lê Văn An}]\n  who: Vũ Thị Hà\n  why: hai người\n",
        encoding="utf-8",
    )
    (read,) = read_decisions(path)
    assert read.left[0].name == "Lê Văn An" and read.who == "Vũ Thị Hà"
    path.write_text("- relation: maybe\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"decisions\.yml"):
        read_decisions(path)
    with pytest.raises(InputError, match="no-such"):
        read_decisions(tmp_path / "no-such.yml")


def test_labelled_pairs_hold_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    labelled = pairs()
    assert sum(not p.same for p in labelled) >= 200
    assert sum(p.same for p in labelled) >= 60
    assert figures.main() == 0, capsys.readouterr().out


def test_vocabulary_examples_show_one_of_their_forms() -> None:
    for entry in load("registry"):
        forms = {f.casefold() for f in entry.forms}
        for example in entry.examples:
            marked = example[example.index("[") + 1 : example.index("]")]
            assert marked.casefold() in forms, (entry.id, marked)


def test_real_reports_of_one_steel_project_come_together(extract: Extractor, shared: Path) -> None:
    """Eight papers on the mill at Vũng Áng, as extracted, with all that extraction gets wrong."""
    wanted = {"news-te018471", "news-te022321", "news-tr012889", "news-tr061118", "news-tr061534", "news-tr061822",
              "news-tr062607", "news-tr064397"}  # fmt: skip
    records = []
    with gzip.open(shared / "corpus" / "pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if any(f'"{w}"' in line[:60] for w in wanted):
                row = json.loads(line)
                raw = RawDocument(
                    place="pool", id=row["id"], title=row["title"], text=row["text"], published=row["published"]
                )
                records.append(extract(read_bulletin(raw)))
    registry = resolve(records)
    most = max(things(registry, "project"), key=lambda e: len({m.bulletin for m in e.members}))
    assert len({m.bulletin for m in most.members}) >= 6
    facts = registry.project(most.id)
    assert len(facts.investors[0].bulletins) >= 6, "its investor is the one that they all name"
    assert len(facts.amounts) >= 3
