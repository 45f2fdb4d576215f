"""Industrial and economic zones by name."""

import functools

from corpus.registry.heads import name_key
from extract.vocabulary import load


def zone_key(text: str) -> str | None:
    """The key of an industrial or economic zone's name, None for anything else.

    >>> zone_key("Khu công nghiệp Minh Quang"), zone_key("KCN Minh Quang"), zone_key("huyện Minh Quang")
    ('kcn|minh quang', 'kcn|minh quang', None)
    """
    key = name_key(text)
    for head in _heads():
        if key.startswith(f"{head} ") and len(key) > len(head) + 2:
            return f"{head.removesuffix(' cửa khẩu').removesuffix(' mở')}|{key[len(head) + 1 :]}"
    return None


@functools.cache
def _heads() -> tuple[str, ...]:
    forms = {name_key(f) for e in load("places") if e.attributes.get("zone") for f in e.forms}
    return tuple(sorted(forms, key=lambda f: -len(f)))
