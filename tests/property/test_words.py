"""underthesea's words keep their places on any input."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.tag.tokens import blank_pipeline
from extract.tag.words import words

vietnamese = st.text(
    alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạòóỏõọùúủũụ ÀĐUỶHOÀ.,-/0123456789()\n\t \u0301"),
    max_size=120,
)
NLP = blank_pipeline()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), vietnamese))
def test_words_cover_everything_but_white_space(text: str) -> None:
    spans = words(text)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    covered = {p for a, b in spans for p in range(a, b)}
    assert all(text[p].isspace() or not text[p].isprintable() or p in covered for p in range(len(text)))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), vietnamese))
def test_the_doc_gives_the_text_back(text: str) -> None:
    assert NLP(text).text == text
