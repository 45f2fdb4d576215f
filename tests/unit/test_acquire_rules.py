"""Which addresses are public, and which pages are not the page asked for: every rule with its examples."""

import pytest

from extract.acquire.errors import Challenge, EmptyPage, HttpStatus, SoftNotFound, Unavailable
from extract.acquire.guard import is_public
from extract.acquire.verdict import verdict
from extract.vocabulary import Entry, load
from tests.unit.test_vocabulary import unmark

HTML = (("Content-Type", "text/html; charset=utf-8"),)
RULES = load("challenge-pages")
KINDS = {"challenge": Challenge, "soft-404": SoftNotFound}


PRIVATE = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.8.9.1 169.254.169.254 172.16.0.1 192.168.1.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:192.168.0.1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001:db8::1 2002:a00:1::
    64:ff9b::7f00:1 vi-du.example
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.0.1", "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public(address: str) -> None:
    assert is_public(address)


def asked(rule: Entry, marked: str) -> object:
    """What is said of a page that holds an example where its rule looks."""
    text = unmark(marked)[0]
    long = " Một câu chuyện dài." * 200 if "max_letters" not in rule.attributes else ""
    where = rule.attributes["where"]
    if where == "header":
        name, _, value = text.partition(": ")
        return verdict("http://a.example/", 200, (*HTML, (name, value)), b"<p>trang</p>")
    if where == "path":
        return verdict(f"http://a.example{text}", 200, HTML, b"<p>trang</p>")
    page = (
        f"<title>{text}</title><p>Trang.{long}</p>" if where == "title" else f"<title>Trang</title>{text}<p>Trang.</p>"
    )
    return verdict("http://a.example/", 200, HTML, page.encode())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_examples(rule: Entry) -> None:
    assert rule.examples and rule.counter
    for example in rule.examples:
        found = asked(rule, example)
        assert isinstance(found, KINDS[rule.attributes["kind"]]), example
        assert rule.id in str(found), example
    for counter in rule.counter:
        assert asked(rule, counter) is None, counter


def test_a_long_page_may_speak_of_such_pages() -> None:
    body = "<p>Người dùng thấy dòng chữ: trang bạn tìm không tồn tại.</p>" + "<p>Cơ quan chức năng vào cuộc.</p>" * 90
    assert verdict("http://a.example/", 200, HTML, body.encode()) is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, HttpStatus), (404, HttpStatus), (503, Unavailable), (429, Unavailable), (500, HttpStatus)],
)
def test_status(status: int, kind: type[HttpStatus]) -> None:
    found = verdict("http://a.example/", status, HTML, "<title>Không tìm thấy trang</title>".encode())
    assert type(found) is kind and found.status == status


def test_challenge_before_status_and_empty() -> None:
    assert isinstance(verdict("http://a.example/", 403, HTML, b"<title>Just a moment...</title>"), Challenge)
    assert isinstance(verdict("http://a.example/", 200, HTML, b" \n"), EmptyPage)


def test_real_pages(shared) -> None:
    """Of the saved portals and newspapers only the pages that say "404" are taken for such."""
    wrong = []
    for page in sorted([*shared.glob("portals/*/**/index.html"), *shared.glob("pages/news/*.html")]):
        found = verdict("http://a.example/tin", 200, HTML, page.read_bytes())
        if (found is not None) != ("404" in page.parent.name):
            wrong.append((page, found))
    assert not wrong
