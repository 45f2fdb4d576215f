"""Coverage-guided fuzzing with atheris (libFuzzer) of what first meets an input: bytes → text, page → lines, text → record.

    python -m tests.fuzz.atheris_target [-max_total_time=60] [-runs=N] [libFuzzer's other options] [FOLDER...]

The first byte of an input chooses among the three. Inputs that reach new code are kept in out/fuzz/corpus; a crash is left
in out/fuzz. Where atheris is not installed (it has no wheel for every system), `tests.fuzz.run` is run instead.
"""

import sys
from pathlib import Path
from typing import Any

from tests.fuzz.seeds import CORPUS, ROOT

_KEPT = ROOT / "out" / "fuzz" / "corpus"


def _targets(atheris: Any) -> Any:
    with atheris.instrument_imports(include=["extract"], enable_loader_override=False):
        from extract.document.decoding import decode_bytes
        from extract.document.html import NoBulletin, read_page
        from extract.errors import InputError
        from extract.pipeline import extract_text
        from tests.fuzz.check import check_record

    def one(data: bytes) -> None:
        if not data:
            return
        which, rest = data[0] % 4, data[1:]
        if which == 0:
            for markup in (None, True, False):
                text = decode_bytes(rest, markup=markup).text
                text.encode("utf-8")
        elif which == 1:
            try:
                page = read_page(rest.decode("utf-8", "replace"))
                assert page.title
                assert all(line and "\n" not in line for line, _ in page.lines)
            except NoBulletin as error:
                assert str(error)
        else:
            try:
                check_record(extract_text(rest.decode("utf-8", "replace"), published="2019-12-31"))
            except InputError as error:
                assert error.reason

    return one


def main(argv: list[str]) -> None:
    """Does not return: libFuzzer ends the process."""
    try:
        import atheris  # type: ignore[import-untyped]
    except ImportError:
        print("atheris is not installed here (pip install atheris): spoiling documents without it instead", flush=True)
        from tests.fuzz.run import main as spoil

        sys.exit(spoil(["--count", "2000", "--only", "documents"]))
    _KEPT.mkdir(parents=True, exist_ok=True)
    folders = [a for a in argv if not a.startswith("-")] or [str(_KEPT), str(_seeded())]
    options = [a for a in argv if a.startswith("-")]
    if not any(o.startswith(("-max_total_time", "-runs")) for o in options):
        options.append("-max_total_time=60")
    # The limit of 2 s a document is that of the machine at rest, without the counting of branches: four times that here.
    settings = ["-timeout=10", "-max_len=8000", "-rss_limit_mb=3000", f"-artifact_prefix={ROOT}/out/fuzz/"]
    atheris.Setup([sys.argv[0], *settings, *options, *folders], _targets(atheris))
    atheris.Fuzz()


def _seeded() -> Path:
    """Our nasty inputs and samples, each once for each of the targets that it suits."""
    folder = ROOT / "out" / "fuzz" / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*CORPUS.iterdir(), *(ROOT / "corpus" / "samples").iterdir()):
        page = path.suffix == ".html"
        for which in (0, 1) if page else (0, 2):
            (folder / f"{which}-{path.name}").write_bytes(bytes([which]) + path.read_bytes())
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
