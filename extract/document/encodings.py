"""Old encodings in a bulletin: the fields of a record read back to Unicode, and the issue that says so."""

from dataclasses import replace

from extract.document.legacy import decode_runs
from extract.document.legacy_tables import NAMES
from extract.document.raw import RawDocument
from extract.types import Issue


def in_unicode(raw: RawDocument) -> RawDocument:
    """`raw` with its title, publisher and text or HTML in Unicode, its `encodings` naming what they were in.

    Files were decoded as they were opened; a record's strings may hold old encodings that were read as windows-1252
    before they came here.

    >>> record = RawDocument(place="a:1", title="Héi nghÞ tæng kÕt n¨m", text="UBND tØnh häp", saved=False)
    >>> decoded = in_unicode(record)
    >>> decoded.title, decoded.text, decoded.encodings
    ('Hội nghị tổng kết năm', 'UBND tỉnh họp', ('tcvn3',))
    """
    if raw.saved or (raw.text is None and raw.html is None):
        return raw
    # As one text, so that a title of two words goes with what stands below it. No word and no tag holds a NUL.
    fields = [raw.title, raw.publisher, raw.text, raw.html if raw.text is None else None]
    whole = "\n\0\n".join((field or "").replace("\0", "") for field in fields)
    decoded = decode_runs(whole, markup=raw.text is None)
    if not decoded.encodings:
        return raw
    given = [None if old is None else new for old, new in zip(fields, decoded.text.split("\n\0\n"), strict=True)]
    title, publisher, text, html = given
    return replace(raw, title=title, publisher=publisher, text=text, html=html, encodings=decoded.encodings)


def encoding_issues(encodings: tuple[str, ...]) -> tuple[Issue, ...]:
    """One issue where text was decoded from old encodings; UTF-16 leaves nothing to ask.

    >>> [issue.message for issue in encoding_issues(("tcvn3",))]
    ['text was decoded from TCVN3 (ABC)']
    """
    names = [NAMES.get(encoding, encoding) for encoding in encodings if not encoding.startswith("utf-16")]
    if not names:
        return ()
    return (Issue(code="encoding-decoded", stage="document", message=f"text was decoded from {', '.join(names)}"),)
