"""The registry is a function of the set of records and decisions: of no order, no batches, no history."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.registry import Decision, Reference, Registry, Seen, resolve, sightings
from tests.eval.registry_records import bulletin, investment

PLACES = ["Hưng Yên", "Hà Nam"]
BODIES = [
    "UBND tỉnh",
    "UBND huyện Châu Thành",
    "Công ty CP An Phú",
    "Tập đoàn Hòa Thịnh",
    "Hòa Thịnh",
    "HTX",
    "Sở Y tế",
]
WORKS = [
    "Nhà máy thép Vạn An",
    "thép Vạn An",
    "Khu liên hợp gang thép Hòa Thịnh Vạn An",
    "cầu Bình An",
    "cao tốc Bình An - Hòa Lợi",
]
PEOPLE = ["Lê Văn An", "Trần Thị Lan"]
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

acts = st.builds(
    lambda work, who, where, value, status, date: investment(
        work, who, location=where, amounts=[(value, "VND")], status=status, date=date
    ),
    st.sampled_from(WORKS),
    st.lists(st.sampled_from(BODIES[2:5]), max_size=2, unique=True),
    st.sampled_from([None, "tỉnh Hưng Yên", "tỉnh Hà Nam"]),
    st.sampled_from([10**9, 2 * 10**9]),
    st.sampled_from([None, "licensed", "completed"]),
    st.sampled_from([None, "2023-05-04", "2023-05"]),
)
meetings = st.builds(
    lambda date, who, people: {"type": "conference", "name": "Hội nghị xúc tiến đầu tư vùng Sông Trà Lam", "date": date,
                               "organisers": who, "participants": people},
    st.sampled_from([None, "2023-05-04", "2023-05-05"]),
    st.lists(st.sampled_from(BODIES), max_size=2, unique=True),
    st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
)  # fmt: skip
facts = st.fixed_dictionaries(
    {
        "names": st.lists(st.sampled_from([("ORG", b) for b in BODIES] + [("PROJECT", w) for w in WORKS]), max_size=4),
        "publisher": st.sampled_from([None, *(f"Sở Tài chính tỉnh {p}" for p in PLACES)]),
        "published": st.sampled_from([None, "2023-05-05", "2023-05-20"]),
        "officials": st.lists(
            st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["Giám đốc", "Chủ tịch"]), st.sampled_from(BODIES)),
            max_size=2,
        ),
        "events": st.lists(st.one_of(acts, meetings), max_size=2, unique_by=str),
    }
)


def record(number: int, said: dict[str, Any]) -> Seen:
    return sightings(bulletin(f"tin-{number}", *said["names"], **{k: v for k, v in said.items() if k != "names"}))


records = st.lists(facts, min_size=1, max_size=9).map(lambda rows: [record(n, r) for n, r in enumerate(rows)])
choices = [("organisation", BODIES[:4]), ("project", WORKS[:3]), ("person", PEOPLE[:1])]


def decision_on(kind: str, names: list[str]) -> st.SearchStrategy[Decision]:
    reference = st.builds(lambda n, name: Reference(f"tin-{n}", kind, name), st.integers(0, 8), st.sampled_from(names))
    return st.builds(
        lambda relation, left, right: Decision(relation, (left,), (right,), "an", "xem hồ sơ"),
        st.sampled_from(["same", "apart"]), reference, reference,
    )  # fmt: skip


decisions = st.lists(st.one_of(*(decision_on(*c) for c in choices)), max_size=2)


def state(registry: Registry) -> tuple[object, ...]:
    return list(registry.entities()), list(registry.events())


@relaxed
@given(records, decisions, st.randoms(use_true_random=False))
def test_order_of_records_changes_nothing(rows: list[Seen], said: list[Decision], random: Any) -> None:
    whole = state(resolve(rows, said))
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert state(resolve(shuffled, said)) == whole


@relaxed
@given(records, decisions, st.data())
def test_batches_equal_all_at_once(rows: list[Seen], said: list[Decision], data: st.DataObject) -> None:
    registry = Registry(said)
    ids: set[str] = set()
    for row in data.draw(st.permutations(rows)):
        change = registry.update([row])
        now = {e.id for e in registry.entities()} | {e.id for e in registry.events()}
        assert ids - now == set(change.gone), "an id that went unannounced, or that did not go"
        assert now - ids <= {*change.entities, *change.events}, "a new id that was not told"
        assert set(change.redirects) <= set(change.gone)
        assert set(change.redirects.values()) <= now
        ids = now
    assert state(registry) == state(resolve(rows, said))


@relaxed
@given(records, decisions, st.data())
def test_replaced_and_removed_records_leave_no_trace(
    rows: list[Seen], said: list[Decision], data: st.DataObject
) -> None:
    registry = resolve(rows, said)
    gone = data.draw(st.sets(st.sampled_from([r.bulletin for r in rows])))
    newer = [record(int(r.bulletin[4:]), data.draw(facts)) for r in rows if data.draw(st.booleans())]
    registry.update(newer, removed=gone)
    last = {r.bulletin: r for r in rows if r.bulletin not in gone} | {r.bulletin: r for r in newer}
    assert state(registry) == state(resolve(last.values(), said))


@relaxed
@given(records, decisions)
def test_every_sighting_is_of_one_thing_and_ids_are_apart(rows: list[Seen], said: list[Decision]) -> None:
    registry = resolve(rows, said)
    entities = list(registry.entities())
    assert len({e.id for e in entities}) == len(entities)
    seen = [(m.bulletin, mention) for e in entities for m in e.members for mention in m.mentions]
    assert len(seen) == len(set(seen))
    events = [m for e in registry.events() for m in e.members]
    assert sorted(events) == sorted((r.bulletin, e.id) for r in rows for e in r.events)
