"""Records of several files, each bulletin once: the last one counts."""

import tempfile
from collections.abc import Callable, Iterator, Sequence

from corpus.records import RecordLine, parse_record, read_records
from extract.errors import InputError


def latest_records(paths: Sequence[str], *, on_error: Callable[[InputError], None]) -> Iterator[RecordLine]:
    """The last record of each bulletin, in the order in which the bulletins first come; errors as for `read_records`.

    All are read before the first is given out: they wait in a file, and memory holds only where each begins.
    """
    with tempfile.TemporaryFile(prefix="bantin-") as waiting:
        last: dict[str, tuple[int, int, str]] = {}
        at = 0
        for path in paths:
            for item in read_records(path, on_error=on_error):
                waiting.write(item.line)
                last[item.data["id"]] = at, len(item.line), item.place
                at += len(item.line)
        for at, size, place in last.values():
            waiting.seek(at)
            line = waiting.read(size)
            yield RecordLine(place, line, parse_record(line, place))
