"""What is fetched as input documents, one JSON object a line: what `bantin extract` reads."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from extract.acquire.archive import Archive
from extract.acquire.client import Client
from extract.acquire.discover import Get, Role, Wanted
from extract.acquire.errors import ArchiveError
from extract.acquire.fetch import Fetched, Fetcher
from extract.acquire.page import RawPage
from extract.acquire.settings import FetchSettings, settings_from_environment
from extract.document.decoding import cut_reason, decode_bytes
from extract.document.html import NoBulletin, read_page
from extract.document.html_strip import without_payloads
from extract.errors import InputError
from extract.sources import DELAY_S, load_sources, source_of

_HTML = ("text/html", "application/xhtml+xml", "")
_LONGEST = 8 << 20  # bytes of a line; a reader of JSON Lines refuses longer ones


@dataclass(frozen=True, slots=True)
class Clients:
    """Clients that keep to one delay each and share an archive: sources differ in how often they may be asked."""

    archive: Archive
    settings: FetchSettings
    delay_s: float | None
    _open: dict[float, Client] = field(default_factory=dict)

    def get_every(self, delay_s: float) -> Get:
        """What gets pages with so many seconds between two requests to a host, unless all keep another delay."""
        delay_s = delay_s if self.delay_s is None else self.delay_s
        if delay_s not in self._open:
            self._open[delay_s] = Client(msgspec.structs.replace(self.settings, delay_s=delay_s), self.archive)
        client = self._open[delay_s]

        def get(url: str, role: Role) -> RawPage:
            return client.get(url, role=role)

        return get


@contextlib.contextmanager
def asking(
    *, archive: str | None = None, job: str = "", allow_private: bool = False, delay_s: float | None = None
) -> Iterator[Clients]:
    """Clients for one run, kept in the directory `archive`; the run of that `job` is over when all has been asked.

    Left by an exception or a kill, the run stays open, and the next one of the same job goes on with it. Raises
    ArchiveError where the directory cannot be used.
    """
    settings = settings_from_environment(allow_private=allow_private)
    with Archive(archive, job) if archive else Archive.temporary() as kept:
        clients = Clients(kept, settings, delay_s)
        try:
            yield clients
            kept.finish()
        finally:
            for client in clients._open.values():
                client.close()


def document_of(fetched: Fetched) -> dict[str, str]:
    """The input document of a fetched page: url, publisher and source where they are known, fetched, html.

    Raises InputError for what is no page, or cannot be decoded.
    """
    page = fetched.page
    if page.media_type not in _HTML:
        raise InputError(fetched.url, f"{page.media_type}, no page: it is kept in the archive, where there is one")
    decoded = decode_bytes(page.body, markup=True, charset=page.charset)
    reason = decoded.reason or cut_reason(decoded.text)
    if reason:
        raise InputError(fetched.url, reason)
    source = fetched.source
    html = decoded.text if len(decoded.text) < _LONGEST // 3 else without_payloads(decoded.text)
    known = {"publisher": source.publisher, "source": source.id} if source else {}
    return {"url": fetched.url, **known, "fetched": page.fetched, "html": html}


def is_wanted(fetched: Fetched, document: dict[str, str], wanted: Wanted) -> bool:
    """Whether the bulletin's day is wanted, read from its page where its listing has none; unknown days are wanted."""
    if fetched.found.day is not None or (wanted.since is None and wanted.until is None):
        return True
    try:
        return read_page(document["html"], url=fetched.url).published in wanted
    except NoBulletin:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """What is wanted of a run: days (ISO, both included), how to find bulletins, a mirror, only what is new."""

    since: str | None = None
    until: str | None = None
    by: str | None = None
    base: str | None = None
    only_changed: bool = False


def documents(
    targets: Sequence[str], clients: Clients, wanting: Wanting, on_error: Callable[[InputError], None]
) -> Iterator[bytes]:
    """Lines of JSON, one for each bulletin of the targets (ids of sources, addresses), none twice, in their order.

    What gives none is handed to `on_error`, and the rest goes on. Raises ArchiveError where nothing more can be kept.
    """
    wanted = Wanted(wanting.since, wanting.until)
    seen: set[str] = set()
    for target in targets:
        source = load_sources().get(target) or source_of(target)
        get = clients.get_every(source.delay_s if source else DELAY_S)
        fetcher = Fetcher(get, on_error, wanted, wanting.base, wanting.by, seen)
        try:
            for fetched in fetcher.fetch(target):
                if wanting.only_changed and fetched.page.unchanged:
                    continue
                document = _document_or_none(fetched, on_error)
                if document and is_wanted(fetched, document, wanted):
                    yield msgspec.json.encode(document)
        except ArchiveError:
            raise
        except InputError as error:
            on_error(error)


def _document_or_none(fetched: Fetched, on_error: Callable[[InputError], None]) -> dict[str, str] | None:
    try:
        return document_of(fetched)
    except InputError as error:
        on_error(error)
        return None
