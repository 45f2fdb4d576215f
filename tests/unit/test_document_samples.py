"""The bundled samples: all are read, none with chrome, captions once, origins known where they are written."""

from itertools import pairwise
from pathlib import Path

from extract.document import iter_documents, read_bulletin
from extract.document.chrome import is_chrome_line
from extract.errors import InputError
from extract.types import Bulletin

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def bulletins() -> dict[str, Bulletin]:
    errors: list[InputError] = []
    found = {Path(d.place).name: read_bulletin(d) for d in iter_documents([str(SAMPLES)], on_error=errors.append)}
    assert errors == []
    return found


def test_samples() -> None:
    read = bulletins()
    assert len(read) >= 12
    for place, bulletin in read.items():
        lines = bulletin.text.split("\n")
        assert lines[:2] == [bulletin.title, ""]
        assert bulletin.title not in lines[1:]
        assert not any(map(is_chrome_line, lines[2:])), place
        assert bulletin.published is not None, place
        if ".jsonl" not in place:
            assert all(a != b for a, b in pairwise(lines)), place
    assert sum(1 for b in read.values() if b.captions) >= 8


def test_publishers_of_samples() -> None:
    read = bulletins()
    assert read["tong-ket-khu-kinh-te-quang-tri.html"].publisher == "Ban Quản lý Khu kinh tế tỉnh Quảng Trị"
    assert read["thu-hut-dau-tu-thai-binh-nam-2019.txt"].publisher_basis == "title"
    assert read["ton-vinh-doanh-nghiep-can-tho.html"].publisher == "Sở Công Thương thành phố Cần Thơ"
    assert read["du-kien-khoi-cong-cang-can-dong-nai.txt"].publisher is None
