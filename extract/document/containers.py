"""Gzip and zip opened as streams, within limits: what grows out of measure, hides its place or is locked is refused."""

import contextlib
import io
import itertools
import lzma
import re
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from extract.document.raw import Skipped
from extract.document.streams import Readable
from extract.errors import BantinError, InputError

MAX_DEPTH = 3  # containers in containers
MAX_RATIO = 200  # ten times what pages and records reach
FREE = 64 * 1024 * 1024  # bytes that anything may expand to, whatever its ratio
MAX_SPOOLED = 4 * 1024**3  # a zip that comes as a stream is kept on disk, up to this size
_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 1 << 16
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
# what zipfile raises over damaged bytes, unknown compression and wrong passwords
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_UNICODE_NAME = 0x800
_ENCRYPTED = 0x1


class Bomb(BantinError):
    """An input that expands beyond all measure: no InputError, because its other parts are not to be gone on with."""


@dataclass(slots=True)
class Meter:
    """How many bytes of an input were taken in, and how many came out of all its containers."""

    taken: int = 0
    given: int = 0

    def give(self, count: int) -> None:
        """Count bytes that came out; raises Bomb where they are too many for those taken in."""
        self.given += count
        if self.given > 4 * FREE + MAX_RATIO * self.taken:
            raise Bomb("its containers expand beyond all measure: a compression bomb, the rest of it is refused")


@dataclass(slots=True)
class Counted:
    """An outermost stream whose length is not known before: what is read of it is counted."""

    stream: Readable
    meter: Meter

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        data = self.stream.read(size)
        self.meter.taken += len(data)
        return data


@dataclass(slots=True)
class GzipMembers:
    """The members of a gzip stream one after the other: `read` stops at a member's end, `next_member` goes on.

    A member that is damaged raises InputError from `read`; the next one can still be read.

    >>> import gzip, io
    >>> stream = GzipMembers(io.BytesIO(gzip.compress(b"a") + gzip.compress(b"b")), "x.gz", Meter())
    >>> stream.read(9), stream.read(9), stream.next_member(), stream.read(9)
    (b'a', b'', True, b'b')
    """

    stream: Readable
    place: str
    meter: Meter
    taken: int = 0
    given: int = 0
    _ahead: bytes = b""
    _raw: bytes = b""
    _inflate: "zlib._Decompress" = field(default_factory=lambda: zlib.decompressobj(31))
    _open: bool = True
    is_spent: bool = False

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes of the member; empty at its end. Raises InputError where it is damaged or a bomb."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        while self._open:
            if not self._raw and not self._inflate.unconsumed_tail and not self._fill():
                self._open = False
                raise InputError(self.place, f"gzip data cut off at byte {self.taken}; what stands before it was read")
            packed, self._raw = self._inflate.unconsumed_tail or self._raw, b""
            try:
                data = self._inflate.decompress(packed, size)
            except zlib.error:
                self._open = False
                self._raw = packed[1:]  # the next member may begin in it
                raise InputError(self.place, f"damaged gzip data near byte {self.taken - len(packed)}") from None
            if self._inflate.eof:
                self._raw = self._inflate.unused_data
                self._open = False
            if data:
                self._count(len(data))
                return data
        return b""

    def again(self, head: bytes) -> "GzipMembers":
        """The same stream with the member's first bytes, which were read ahead, put back."""
        self._ahead = head + self._ahead
        return self

    def next_member(self) -> bool:
        """Go on to the next member, over padding and the rest of a damaged one; False where there is none."""
        while True:
            found = _MEMBER.search(self._raw)
            if found:
                self._raw = self._raw[found.start() :]
                self._inflate = zlib.decompressobj(31)
                self._open = True
                return True
            self._raw = self._raw[-3:]
            if self.is_spent or not self._fill():
                return False

    def _fill(self) -> bool:
        data = self.stream.read(_CHUNK)
        self.taken += len(data)
        self._raw += data
        return bool(data)

    def _count(self, count: int) -> None:
        self.given += count
        if self.given > FREE + MAX_RATIO * self.taken:
            self._open = False
            self.is_spent = True
            raise InputError(self.place, f"expands more than {MAX_RATIO} times: a compression bomb, refused")
        self.meter.give(count)


@dataclass(slots=True)
class Gunzipped:
    """All members of a gzip stream as one stream."""

    members: GzipMembers

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, over the ends of members. Raises InputError as a member does."""
        while not (data := self.members.read(size)):
            if not self.members.next_member():
                return b""
        return data


@contextlib.contextmanager
def opened_zip(stream: Readable, place: str) -> Iterator[zipfile.ZipFile]:
    """The zip in a stream; one that cannot be read at any place is kept in a temporary file first.

    Raises InputError where it is damaged or too large to keep.
    """
    with contextlib.ExitStack() as stack:
        file: IO[bytes]
        if isinstance(stream, io.IOBase) and stream.seekable():
            file = cast(IO[bytes], stream)
        else:
            file = stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            size = 0
            while data := stream.read(_CHUNK):
                size += len(data)
                if size > MAX_SPOOLED:
                    raise InputError(place, f"a zip of more than {MAX_SPOOLED >> 30} GB in a stream: unpack it first")
                file.write(data)
            file.seek(0)
        try:
            container = stack.enter_context(zipfile.ZipFile(file))
        except _DAMAGE as error:
            raise InputError(place, f"a damaged zip: {error}") from None
        yield container


def zip_members(
    container: zipfile.ZipFile, place: str, on_error: Callable[[InputError], None]
) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """(place, member) of the files in a zip, in its order; each that may not be read is named and left out."""
    starts = sorted(info.header_offset for info in container.infolist())
    following: dict[int, int] = {}
    for start, end in itertools.pairwise([*starts, container.start_dir]):
        following.setdefault(start, end)
    for info in container.infolist():
        name = _name(info)
        if not info.filename:  # damaged: zipfile itself stumbles over it
            on_error(InputError(f"{place}!", "a file without a name"))
            continue
        if info.is_dir():
            continue
        where = f"{place}!{_shown(name)}"
        reason = _refusal(info, name)
        if info.compress_size > following[info.header_offset] - info.header_offset:
            reason = "overlaps another file of the zip: a compression bomb, refused"
        if reason:
            on_error(InputError(where, reason))
        elif re.search(r"(?:^|/)(?:\.|__MACOSX/)", name):
            on_error(Skipped(where, "a hidden file"))
        else:
            yield where, info


def _refusal(info: zipfile.ZipInfo, name: str) -> str | None:
    parts = re.split(r"[/\\]", name)
    if ".." in parts:
        return "its name leads out of the zip (..): refused"
    if not parts[0] or re.match(r"[A-Za-z]:", name):
        return "its name is an absolute path: refused"
    if any(unicodedata.category(c) == "Cc" for c in name):
        return "its name holds control characters: refused"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, no file: refused"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted: unpack it with its password first"
    if info.file_size > FREE + MAX_RATIO * info.compress_size:
        return f"expands more than {MAX_RATIO} times: a compression bomb, refused"
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; older programs write UTF-8 without saying so."""
    if not info.flag_bits & _UNICODE_NAME:
        with contextlib.suppress(UnicodeError):
            return unicodedata.normalize("NFC", info.orig_filename.encode("cp437").decode("utf-8"))
    return unicodedata.normalize("NFC", info.orig_filename)


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


@dataclass(slots=True)
class Member:
    """A file of a zip as a stream; what is wrong with it is an InputError with its place."""

    stream: IO[bytes]
    place: str
    meter: Meter

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        try:
            data = self.stream.read(size)
        except _DAMAGE as error:
            raise InputError(self.place, f"damaged in its zip: {error}") from None
        self.meter.give(len(data))
        return data


@contextlib.contextmanager
def opened_member(container: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, meter: Meter) -> Iterator[Member]:
    """A member of a zip as a stream. Raises InputError where it cannot be opened."""
    try:
        stream = container.open(info)
    except _DAMAGE as error:
        raise InputError(place, f"cannot be unpacked: {error}") from None
    with stream:
        yield Member(stream, place, meter)
