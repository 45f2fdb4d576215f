"""Closed doors: what is no address of the public internet is not spoken to, however it is reached."""

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract.acquire import errors, guard
from extract.acquire.client import Client
from extract.acquire.settings import FetchSettings
from tests.servers.loopback import Loopback, moved, ok

HERE = FetchSettings(allow_private=True, delay_s=0, retries=0, read_timeout_s=2)
CLOSED = FetchSettings(delay_s=0, retries=0, read_timeout_s=2, connect_timeout_s=2)
PAGE = ok("<title>Bản tin</title><p>Sở Công Thương họp.</p>".encode())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/x",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "tin.html",
        "http://a.example:0/",
        "http://[::1/",
    ],
)
def test_no_address(url: str) -> None:
    with Client(CLOSED) as client, pytest.raises(errors.BadScheme):
        client.get(url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::ffff:127.0.0.1]", "127.0.0.1.", "a:b@127.0.0.1"],
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with Loopback({"/a": PAGE}) as server, Client(CLOSED) as client:
        with pytest.raises((errors.RefusedAddress, errors.Unreachable, errors.BadScheme)):
            client.get(server.url("/a", host))
        assert server.received == 0 and server.asked == []


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let tin-tuc.example have these addresses, one look-up after the other, the last one for good."""
    real: Callable[..., Any] = socket.getaddrinfo
    left = list(answers)

    def look_up(host: object, port: object, *rest: object, **more: object) -> object:
        if host == "tin-tuc.example":
            host = left.pop(0) if len(left) > 1 else left[0]
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_public_name_with_an_inner_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "127.0.0.1")
    with Loopback({"/a": PAGE}) as server:
        with Client(CLOSED) as client, pytest.raises(errors.RefusedAddress, match=r"tin-tuc.example is 127\.0\.0\.1"):
            client.get(server.url("/a", "tin-tuc.example"))
        assert (server.connections, server.received) == (0, 0)
        with Client(HERE) as client:  # the same is allowed where it is asked for
            assert client.get(server.url("/a", "tin-tuc.example")).status == 200


def test_a_name_that_changes_its_address_between_two_look_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "8.8.8.8", "127.0.0.1")
    with Loopback({"/a": PAGE}) as server:
        with Client(CLOSED) as client, pytest.raises(errors.RefusedAddress):
            client.get(server.url("/a", "tin-tuc.example"))
        assert server.received == 0 and server.asked == []


def test_a_redirect_to_an_inner_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 plays the public host here, every other address is what it is."""
    is_public = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with Loopback({"/a": PAGE}, host="127.0.0.2") as inner:
        pages = {
            "/a": PAGE,
            "/den": moved(f"http://127.0.0.2:{inner.port}/a"),
            "/may": moved("http://169.254.169.254/latest/meta-data/"),
        }
        with Loopback(pages) as server, Client(CLOSED) as client:
            assert client.get(server.url("/a")).status == 200
            for path in ("/den", "/may"):
                with pytest.raises(errors.RefusedAddress) as caught:
                    client.get(server.url(path))
                assert caught.value.place.startswith(f"{server.url(path)} → ")
        assert (inner.connections, inner.received) == (0, 0)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as proxy, Loopback({"/a": PAGE}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url("/"))
        with Client(HERE) as client:
            assert client.get(server.url("/a")).status == 200
        assert proxy.connections == 0


def test_nobody_there_and_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as server:
        gone = server.url("/a")
    with Client(HERE) as client, pytest.raises(errors.Unreachable, match="no connection"):
        client.get(gone)

    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with Client(HERE) as client, pytest.raises(errors.Unreachable, match="does not resolve"):
        client.get("http://khong-co.example/")


def certificate(directory: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for 127.0.0.1, and the file with its certificate, which nobody has signed but itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "so-vi-du.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = directory / "may-chu.pem", directory / "may-chu.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file


def test_tls(tmp_path: Path) -> None:
    context, file = certificate(tmp_path)
    with Loopback({"/a": PAGE, "/den": moved("http://127.0.0.1:1/")}, tls=context) as server:
        with Client(HERE) as client, pytest.raises(errors.BadCertificate, match="BANTIN_CA_BUNDLE"):
            client.get(server.url("/a"))
        with Client(CLOSED) as client, pytest.raises(errors.RefusedAddress):
            client.get(server.url("/a"))
        with Client(FetchSettings(allow_private=True, delay_s=0, ca_bundle=str(file))) as client:
            assert client.get(server.url("/a")).status == 200
        assert server.paths() == ["/a"]
