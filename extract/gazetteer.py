"""The official units of `schemas/vocab/places.tsv`, as names; read once, on first use."""

import functools
from collections import defaultdict
from importlib import resources

_DESIGNATORS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Xã ", "Phường ", "Đặc khu ")


def bare_unit(name: str) -> str:
    """An administrative unit's name without its designator.

    >>> bare_unit("Thành phố Hà Nội")
    'Hà Nội'
    """
    for designator in _DESIGNATORS:
        if name.startswith(designator):
            return name[len(designator) :]
    return name


@functools.cache
def unit_names() -> dict[str, frozenset[str]]:
    """Names of administrative units by level, with and (for provinces and districts) without their designator."""
    names: dict[str, set[str]] = defaultdict(set)
    table = resources.files("schemas").joinpath("vocab", "places.tsv").read_text("utf-8")
    for line in table.split("\n")[1:]:
        if line:
            _, level, name, *_ = line.split("\t")
            names[level].add(name)
            bare = bare_unit(name)
            if level != "commune" and not bare.isdigit():
                names[level].add(bare)
    names["province"] |= {
        "Huế",
        "TPHCM",
        "TP HCM",
        "TP. HCM",
        "HCM",
        "Sài Gòn",
        "Bà Rịa – Vũng Tàu",
        "Đắc Lắc",
        "Đắc Nông",
    }
    return {level: frozenset(found) for level, found in names.items()}


@functools.cache
def province_names() -> frozenset[str]:
    """Provinces and centrally run cities of before and after 1 July 2025, without their designator.

    >>> "Hưng Yên" in province_names()
    True
    """
    return frozenset(n for n in unit_names()["province"] if bare_unit(n) == n)


@functools.cache
def given_names() -> frozenset[str]:
    """Last syllables of Vietnamese given names."""
    source = resources.files("schemas").joinpath("vocab", "given-names.txt")
    return frozenset(source.read_text("utf-8").split())
