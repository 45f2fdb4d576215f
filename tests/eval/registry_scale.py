"""`python -m tests.eval.registry_scale [RECORDS]`: time and memory of the registry over invented records."""

import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

from corpus.registry import Registry
from extract.gazetteer import given_names, province_names, unit_names
from tests.eval.registry_records import bulletin, investment

KINDS = ["Nhà máy thép", "Khu đô thị", "cầu", "Khu du lịch", "Nhà máy điện mặt trời", "Khu dân cư", "nhà máy giấy"]
FORMS = ["Công ty CP", "Công ty TNHH", "Công ty TNHH MTV", "Tập đoàn", "Công ty CP Đầu tư", "Công ty", ""]


def made(number: int, count: int) -> dict[str, Any]:
    """Bulletin `number` of `count`: what it names is drawn so that a thing comes back in about ten bulletins, a few in very many."""
    rng = random.Random(number)
    given, provinces = sorted(given_names()), sorted(province_names())
    districts = sorted(n for n in unit_names()["district"] if n.startswith("Huyện "))
    place = provinces[rng.randrange(len(provinces))]

    def name(of: int) -> str:
        pick = random.Random(rng.randrange(of))  # the same number gives the same name
        return " ".join(w.capitalize() for w in pick.sample(given, 2 + pick.randrange(2)))

    companies = [f"{FORMS[rng.randrange(len(FORMS))]} {name(count // 4 + 1)}".strip() for _ in range(3)]
    work = f"{KINDS[rng.randrange(len(KINDS))]} {name(count // 5 + 1)}"
    bodies = [
        "Chính phủ",
        f"UBND tỉnh {place}",
        f"Sở Y tế tỉnh {place}",
        "UBND " + rng.choice(districts).lower().title(),
    ]
    people = [(name(count // 3 + 1), "Giám đốc", rng.choice(bodies + companies)) for _ in range(3)]
    date = f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return bulletin(
        f"tin-{number}",
        *(("ORG", b) for b in bodies + companies), ("PROJECT", work), ("LOCATION", f"tỉnh {place}"),
        *(("PERSON", name(count + 1)) for _ in range(2)),
        publisher=f"UBND tỉnh {place}" if number % 2 else None, published=date, officials=people,
        events=[investment(work, companies[:1], amounts=[(rng.randrange(1, 90) * 10**9, "VND")],
                           location=f"tỉnh {place}", status="licensed", date=date)],
    )  # fmt: skip


def records(first: int, count: int, of: int) -> Iterator[dict[str, Any]]:
    """Bulletins first … first + count of a corpus of `of`."""
    return (made(n, of) for n in range(first, first + count))


def main(argv: list[str]) -> int:
    """Print the figures; 0."""
    count = int(argv[0]) if argv else 10_000
    start = time.process_time()
    for _ in records(0, min(count, 2000), count):
        pass
    making = (time.process_time() - start) / min(count, 2000) * count
    registry = Registry()
    start = time.process_time()
    change = registry.update(records(0, count, count))
    took = time.process_time() - start - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} records: {took:.0f} s of processor ({count / took:.0f} a second), {peak:.0f} MB at most")
    print(f"{len(change.entities)} things, {len(change.events)} events")
    start = time.process_time()
    change = registry.update(records(count, 100, count))
    print(
        f"100 more: {time.process_time() - start:.2f} s of processor, {len(change.entities)} things touched, {len(change.redirects)} redirects"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
