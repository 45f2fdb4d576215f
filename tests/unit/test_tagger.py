"""The tagging hop: borders between names, lines in capitals, the one policy for overlaps, the spaCy Doc."""

import pytest

from extract.pipeline import extractor
from extract.tag.arbiter import arbitrate, repeat
from extract.tag.borders import legal_tail, longer_office, name_after_body
from extract.tag.lexicon import Lexicon
from extract.tag.rules import find_names
from extract.tag.tokens import blank_pipeline, pieces
from extract.tag.truecase import read_hints
from extract.types import Label, Mention


def at(text: str, words: str, label: Label, method: str = "learned", rule: str = "crf") -> Mention:
    start = text.index(words)
    return Mention(start=start, end=start + len(words), label=label, method=method, rule=rule)


def said(text: str, mentions: list[Mention]) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.label) for m in mentions]


@pytest.fixture(scope="module")
def matcher() -> tuple[object, Lexicon]:
    nlp = blank_pipeline()
    return nlp, Lexicon(nlp)


def test_a_qualifier_belongs_to_the_office() -> None:
    text = "Phó Bí thư Thường trực Tỉnh ủy dự"
    learned = [at(text, "Phó Bí thư", "POSITION"), at(text, "Thường trực Tỉnh ủy", "ORG")]
    rules = [at(text, "Phó Bí thư Thường trực", "POSITION", "rule", "office.party-secretary")]
    assert said(text, longer_office(text, learned, rules)) == [
        ("Phó Bí thư Thường trực", "POSITION"),
        ("Tỉnh ủy", "ORG"),
    ]


def test_a_company_has_its_whole_legal_form() -> None:
    text = "Công ty Hanwon Singapore Pte.Ltd đầu tư; Công ty Kenji Co., Ltd. Việt Nam"
    learned = [at(text, "Công ty Hanwon Singapore Pte", "ORG"), at(text, "Công ty Kenji", "ORG")]
    assert said(text, legal_tail(text, learned)) == [
        ("Công ty Hanwon Singapore Pte.Ltd", "ORG"),
        ("Công ty Kenji Co., Ltd", "ORG"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Thành ủy Hồ Quốc Việt", [("Bí thư", "POSITION"), ("Thành ủy", "ORG"), ("Hồ Quốc Việt", "PERSON")]),
        ("Thành ủy Hồ Chí Minh", [("Bí thư", "POSITION"), ("Thành ủy Hồ Chí Minh", "ORG")]),
    ],
)
def test_a_body_does_not_swallow_its_heads_name(body: str, expected: list[tuple[str, str]]) -> None:
    text = f"Bí thư {body}"
    name = body.removeprefix("Thành ủy ")
    learned = [at(text, "Bí thư", "POSITION"), at(text, body, "ORG")]
    rules = [at(text, name, "PERSON", "rule", "person.family-name")]
    assert said(text, name_after_body(text, learned, rules)) == expected


def test_rules_are_believed_for_figures_and_the_model_for_names() -> None:
    text = "Sở Y tế chi 5 tỷ đồng năm 2023"
    rules = [at(text, "5 tỷ đồng", "MONEY", "rule", "money"), at(text, "Y tế", "ORG", "rule", "org.grammar")]
    learned = [at(text, "Sở Y tế", "ORG"), at(text, "tỷ đồng năm 2023", "DATE")]
    assert said(text, arbitrate(text, rules, learned)) == [("Sở Y tế", "ORG"), ("5 tỷ đồng", "MONEY")]
    assert said(text, arbitrate(text, rules, [])) == [("Y tế", "ORG"), ("5 tỷ đồng", "MONEY")]


def test_an_open_bracket_is_closed_or_cut() -> None:
    text = "Ban Quản lý Khu kinh tế (KKT) họp, Công ty An Bình (gọi là"
    learned = [at(text, "Ban Quản lý Khu kinh tế (KKT", "ORG"), at(text, "Công ty An Bình (gọi", "ORG")]
    assert said(text, arbitrate(text, [], learned)) == [
        ("Ban Quản lý Khu kinh tế (KKT)", "ORG"),
        ("Công ty An Bình", "ORG"),
    ]


def test_a_name_once_found_is_found_everywhere_unless_it_means_two_things() -> None:
    text = "Lê Văn An nói. Ông Lê Văn An về. An Phú họp ở An Phú."
    found = [at(text, "Lê Văn An", "PERSON"), at(text, "An Phú", "ORG")]
    assert said(text, repeat(text, found)).count(("Lê Văn An", "PERSON")) == 2
    start = text.rindex("An Phú")
    both = [*found, Mention(start=start, end=start + 6, label="LOCATION", method="learned", rule="crf")]
    assert len(repeat(text, both)) == 4


def test_lines_in_capitals_get_their_case_back(matcher) -> None:
    nlp, lexicon = matcher
    doc = nlp("SỞ Y TẾ HƯNG YÊN TẶNG QUÀ ÔNG LÊ VĂN AN\n\nÔng Lê Văn An nhận quà của UBND tỉnh.")
    read_hints(lexicon, doc)
    line = "".join(t if t == "\n\n" else f"{t} " for t in pieces(doc).text).split("\n")[0].strip()
    assert line == "Sở Y tế Hưng Yên tặng quà ông Lê Văn An".replace("ông", "Ông")


def test_a_province_is_listed_so_a_name_after_the_word_is_a_person(matcher) -> None:
    nlp, lexicon = matcher
    doc = nlp("Chủ tịch UBND tỉnh Phạm Anh Tú")
    bodies = {doc.text[m.start : m.end] for m in find_names(doc, lexicon.hints(doc)) if m.label == "ORG"}
    assert bodies == {"UBND tỉnh"}


def test_the_doc_carries_mentions_and_underthesea_words() -> None:
    text = "Ông Lê Văn An, Giám đốc Sở Tài chính, phát biểu."
    doc = extractor().tagger.doc(text)
    assert doc.text == text
    assert ("Lê Văn An", "PERSON") in [(e.text, e.label_) for e in doc.ents]
    assert "phát biểu" in [w.text for w in doc.spans["words"]]
