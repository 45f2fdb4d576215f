"""How politely and how patiently pages are fetched. Times are in seconds, sizes in bytes."""

import os
import re
from importlib.metadata import PackageNotFoundError, version

from extract.errors import InputError
from extract.types import Model

PRODUCT = "bantin"  # the name that robots.txt files may address
_CONTACT = re.compile(r"[!-~]+(?: [!-~]+)*")


class FetchSettings(Model, frozen=True):
    """What the client keeps to.

    `contact` is an address (URL or mail) at which a webmaster reaches whoever runs this; `ca_bundle` a file of
    certificates to trust instead of the usual ones. `delay_s` lies between the end of one answer and the next request
    to the same host; a longer Crawl-delay of its robots.txt wins, one over `max_crawl_delay_s` is a denial. A
    Retry-After over `max_retry_after_s` ends the attempts.

    >>> FetchSettings(contact="https://vi-du.example/luu-tru").user_agent  # doctest: +ELLIPSIS
    'bantin/... (archives public press releases for research; +https://vi-du.example/luu-tru)'
    """

    contact: str | None = None
    purpose: str = "archives public press releases for research"
    delay_s: float = 5.0
    max_crawl_delay_s: float = 120.0
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    total_timeout_s: float = 120.0
    max_bytes: int = 32 * 1024 * 1024
    max_redirects: int = 5
    retries: int = 3
    backoff_s: float = 2.0
    max_backoff_s: float = 60.0
    max_retry_after_s: float = 300.0
    allow_private: bool = False
    ca_bundle: str | None = None

    def __post_init__(self) -> None:
        for said in (self.contact, self.purpose):
            if said is not None and not _CONTACT.fullmatch(said):
                raise InputError(f"contact {said!r}", "goes into a header: use printable ASCII on one line")

    @property
    def user_agent(self) -> str:
        """Who asks and why, as every request says it."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"{PRODUCT}/{product_version()} ({self.purpose}{contact})"


def product_version() -> str:
    """The installed version of bantin, "0" in a checkout that is not installed."""
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"


def settings_from_environment(**given: object) -> FetchSettings:
    """Settings with the contact of BANTIN_CONTACT and the certificates of BANTIN_CA_BUNDLE unless `given` names them.

    Raises InputError for a contact that cannot stand in a header.
    """
    found = {
        "contact": os.environ.get("BANTIN_CONTACT") or None,
        "ca_bundle": os.environ.get("BANTIN_CA_BUNDLE") or None,
    }
    return FetchSettings(**{**found, **{key: value for key, value in given.items() if value is not None}})  # type: ignore[arg-type]
