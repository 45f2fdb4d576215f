"""Connections that know whom they talk to, keep what passes through them, and end in time.

Everything is watched at the socket, below urllib3 and http.client: the address of the peer is checked before a byte is
sent, so that no second look-up of the name can slip in another one; the bytes are kept as they came, for the archive;
and the time limit holds for a header that drips as well as for a body that does.
"""

import functools
import http.client
import io
import socket
import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from extract.acquire.errors import TooLarge, TooSlow
from extract.acquire.guard import refuse_unless_public
from extract.acquire.settings import FetchSettings

_HEADROOM = 1 << 18  # headers and the framing of chunks, beyond the body's own limit


class Meter:
    """What one exchange sent and received, and how much time it has left; used by one thread."""

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        self.start("")

    def start(self, place: str) -> None:
        """Begin an exchange for the address `place`."""
        self.place = place
        self.sent = bytearray()
        self.received = bytearray()
        self.ends_at = time.monotonic() + self.settings.total_timeout_s

    def patience_s(self) -> float:
        """How long the next read may wait; raises TooSlow where no time is left."""
        left_s = self.ends_at - time.monotonic()
        if left_s <= 0:
            raise TooSlow(self.place, f"no end after {self.settings.total_timeout_s:g} s; try again later")
        return min(left_s, self.settings.read_timeout_s)

    def too_slow(self) -> TooSlow:
        """What to raise when a read has waited as long as it may."""
        self.patience_s()
        return TooSlow(self.place, f"no answer for {self.settings.read_timeout_s:g} s; try again later")

    def keep(self, data: memoryview) -> None:
        """Note received bytes; raises TooLarge."""
        self.received += data
        if len(self.received) > self.settings.max_bytes + _HEADROOM:
            raise TooLarge(self.place, f"more than {self.settings.max_bytes} bytes")


class _MeteredReader(io.RawIOBase):
    """The reading end of a socket, its bytes and its time counted."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, meter: Meter) -> None:
        self._raw, self._sock, self._meter = raw, sock, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._meter.patience_s())
        try:
            count = self._raw.readinto(buffer) or 0
        except TimeoutError:
            raise self._meter.too_slow() from None
        self._meter.keep(memoryview(buffer)[:count])
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _MeteredResponse(http.client.HTTPResponse):
    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
        *,
        meter: Meter,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        buffered: Any = self.fp
        self.fp = io.BufferedReader(_MeteredReader(buffered.detach(), sock, meter))


class _Metered(HTTPConnection):
    def __init__(self, *args: Any, meter: Meter, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meter = meter
        self.response_class = functools.partial(_MeteredResponse, meter=meter)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        meter, host = self.meter, self._dns_host
        if meter.settings.allow_private:
            return super()._new_conn()
        # Asked for first so that an inner host does not even see a connection; an error here is found again below.
        for address in _addresses(host, self.port):
            refuse_unless_public(address, host, meter.place)
        sock = super()._new_conn()
        try:
            refuse_unless_public(sock.getpeername()[0], host, meter.place)
        except BaseException:
            sock.close()
            raise
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()  # before the bytes are noted: a refused host was sent nothing
        self.meter.sent += data
        super().send(data)


def _addresses(host: str, port: int | None) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        return []


class _MeteredTls(_Metered, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Metered


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _MeteredTls


class MeteredAdapter(HTTPAdapter):
    """What a `requests` session is given so that its connections report to `meter`; it neither retries nor proxies."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        pools: Any = {
            "http": functools.partial(_Pool, meter=self._meter),
            "https": functools.partial(_TlsPool, meter=self._meter),
        }
        self.poolmanager.pool_classes_by_scheme = pools
