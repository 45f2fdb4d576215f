"""One raw document to one Bulletin: what the input says of itself comes first, then what its text and page say."""

import dataclasses
from typing import NamedTuple

from extract.document.captions import caption_spans
from extract.document.dates import date_line
from extract.document.encodings import encoding_issues, in_unicode
from extract.document.filetext import Unreadable
from extract.document.html import NoBulletin, ReadPage, read_page
from extract.document.legacy import decode_runs
from extract.document.publisher import from_title, from_url
from extract.document.raw import RawDocument, Skipped
from extract.document.text import bulletin_text, clean_line, kept_text, read_text
from extract.errors import InputError
from extract.ids import bulletin_id, text_sha256
from extract.sources import source_of
from extract.spelling import visible
from extract.types import Bulletin, Issue, Span


class _Read(NamedTuple):
    title: str
    text: str
    captions: tuple[Span, ...]
    day: str | None
    page: ReadPage | None
    issues: tuple[Issue, ...] = ()


def read_bulletin(raw: RawDocument) -> Bulletin:
    """The bulletin of a raw document; its `text` is NFC and every span indexes it in code points.

    The text of a JSON record that already begins with its title and a blank line stays as it is (but NFC). Saved text
    and pages are cleaned. Where the day or the publisher is not known it is None, with an issue. Raises InputError
    where there is no text to read.

    >>> bulletin = read_bulletin(RawDocument(place="tin.txt", text='''SỞ Y TẾ CÀ MAU HỌP BÁO
    ...
    ... 05/03/2019
    ... Chia sẻ bải viết :
    ... Sáng 5/3, Sở Y tế họp báo.'''))
    >>> bulletin.text
    'SỞ Y TẾ CÀ MAU HỌP BÁO\\n\\nSáng 5/3, Sở Y tế họp báo.'
    >>> bulletin.published, bulletin.published_basis, bulletin.publisher, bulletin.publisher_basis
    ('2019-03-05', 'date-line', 'Sở Y tế tỉnh Cà Mau', 'title')
    """
    raw = in_unicode(raw)
    raw = dataclasses.replace(
        raw,
        **{
            name: visible(words)
            for name in ("id", "url", "title", "publisher", "source", "text", "html")
            if isinstance(words := getattr(raw, name), str)
        },  # type: ignore[arg-type]
    )
    read = _visible(_read(raw))
    url = raw.url or (read.page.url if read.page else None)
    published, published_basis = _published(raw, read)
    publisher, publisher_basis = _publisher(raw, read, url)
    issues = [*encoding_issues(raw.encodings), *read.issues]
    if published is None:
        issues.append(
            Issue(code="published-unknown", stage="document", message="no day of publication is given or found")
        )
    if publisher is None:
        issues.append(Issue(code="publisher-unknown", stage="document", message="no publisher is given or found"))
    return Bulletin(
        id=bulletin_id(raw.id, url, read.text),
        title=read.title,
        text=read.text,
        url=url,
        published=published,
        published_basis=published_basis,
        publisher=publisher,
        publisher_basis=publisher_basis,
        source=raw.source,
        sha256=text_sha256(read.text),
        captions=read.captions,
        byline=read.page.byline if read.page else None,
        attachments=read.page.attachments if read.page else (),
        issues=tuple(issues),
    )


def _visible(read: _Read) -> _Read:
    """Without control characters: each becomes a space, so offsets stay."""
    return read._replace(title=visible(read.title), text=visible(read.text))


def _read(raw: RawDocument) -> _Read:
    if raw.data is not None:
        return _read_file(raw, raw.data)
    if raw.text is not None:
        title = None if raw.title is None else raw.title.strip("\n")
        kept = None if raw.saved else kept_text(title, raw.text)
        if kept is not None:
            heading, _, body = kept.partition("\n")
            top = [line for line in body.split("\n") if line][:3]
            return _Read(heading, kept, caption_spans(kept), next(filter(None, map(date_line, top)), None), None)
        read = read_text(raw.text, raw.title)
        if read is None:
            raise InputError(raw.place, "empty: no line of text")
        return _joined(read.title, read.lines, read.published, None)
    if raw.html is None:
        raise InputError(raw.place, "`text` and `html` are both missing; a document needs one of them")
    try:
        page = read_page(raw.html, clean_line(raw.title) if raw.title else None, raw.url)
    except NoBulletin as reason:
        # an archive of a crawl holds lists and front pages: no bulletins, and no failures
        raise (Skipped if raw.crawled else InputError)(raw.place, str(reason)) from None
    return _joined(page.title, page.lines, None, page)


def _read_file(raw: RawDocument, data: bytes) -> _Read:
    """A PDF or DOCX, whose readers are loaded only where one comes."""
    try:
        if raw.kind == "pdf":
            from extract.document.pdf import read_pdf

            found = read_pdf(data)
        else:
            from extract.document.docx import read_docx

            found = read_docx(data)
    except Unreadable as reason:
        raise InputError(raw.place, str(reason)) from None
    # Files set in the fonts of before Unicode (.VnTime, VNI-Times) hold those fonts' codes.
    paragraphs = "\n".join([found.title or "", *found.lines]).replace("\0", "")
    decoded = decode_runs(paragraphs, markup=False)
    title, *lines = decoded.text.split("\n")
    captions = {line for line, before in zip(lines, found.lines, strict=False) if before in found.captions}
    read = read_text("\n".join(lines), raw.title or title)
    if read is None:
        raise InputError(raw.place, "empty: no line of text")
    told_apart = tuple((line, caption or line in captions) for line, caption in read.lines)
    issues = (*encoding_issues(decoded.encodings), *found.issues)
    return _joined(read.title, told_apart, read.published, None)._replace(issues=issues)


def _joined(title: str, lines: tuple[tuple[str, bool], ...], day: str | None, page: ReadPage | None) -> _Read:
    text = bulletin_text(title, (line for line, _ in lines))
    captions = caption_spans(text, [line for line, caption in lines if caption])
    return _Read(title, text, captions, day, page)


def _published(raw: RawDocument, read: _Read) -> tuple[str | None, str | None]:
    if raw.published:
        return raw.published, "input"
    if read.page and read.page.published:
        return read.page.published, read.page.published_basis
    return (read.day, "date-line") if read.day else (None, None)


def _publisher(raw: RawDocument, read: _Read, url: str | None) -> tuple[str | None, str | None]:
    source = source_of(url)
    known = source.publisher if source else from_url(url) if url else None
    # What `bantin fetch` hands on as its source's publisher is what the page's host says, too.
    if raw.publisher and (given := clean_line(raw.publisher)) and given != known:
        return given, "input"
    if known:
        return known, "host"
    if read.page and read.page.site:
        return read.page.site, "site-name"
    # A single saved text has no other witness; in a stream of records mixed-case headlines are mostly newspapers'.
    named = from_title(read.title, any_case=raw.saved)
    return (named, "title") if named else (None, None)
