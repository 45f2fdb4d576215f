"""Undoes the compression of a body, no further than the size limit, and notices where it is not what it says."""

import zlib

from extract.acquire.errors import BadEncoding, TooLarge

ACCEPTED = "gzip, deflate"
_STEP = 1 << 20


def decompressed(body: bytes, encoding: str | None, max_bytes: int, place: str) -> bytes:
    """`body` without the compression that its Content-Encoding names; `max_bytes` bounds the result.

    Raises TooLarge for more than that, BadEncoding for a body that is not what its label says, that ends too early, or
    that is compressed in a way which was not asked for.

    >>> decompressed(zlib.compress("Bản tin".encode()), "deflate", 100, "http://a.vn/").decode()
    'Bản tin'
    """
    coding = (encoding or "").strip().lower()
    if coding in ("", "identity", "none") or not body:
        return body
    if coding in ("gzip", "x-gzip"):
        window = 31
    elif coding == "deflate":
        window = 15 if body[0] & 0x0F == 8 else -15  # many servers send it without the zlib header
    else:
        raise BadEncoding(place, f"compressed as {coding!r}, which was not asked for")
    undo = zlib.decompressobj(window)
    out = bytearray()
    rest = body
    try:
        while not undo.eof and rest:
            out += undo.decompress(rest, _STEP)
            rest = undo.unconsumed_tail
            if len(out) > max_bytes:
                raise TooLarge(place, f"more than {max_bytes} bytes when unpacked from {len(body)}")
            if not rest and not undo.eof:
                out += undo.flush()
    except zlib.error as error:
        raise BadEncoding(place, f"said to be compressed as {coding}, and is not: {error}") from None
    if not undo.eof:
        raise BadEncoding(place, f"compressed as {coding}, and cut off before its end; fetch it again")
    return bytes(out)
