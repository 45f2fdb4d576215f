"""The corpus folder: made, brought up to date, and never seen half-made."""

import fcntl
import json
from pathlib import Path

import pytest

import corpus.query.build as building
from corpus.query.folder import Corpus, Manifest
from corpus.query.latest import latest_records
from corpus.query.opening import open_records, open_tables
from corpus.search import search
from extract.errors import InputError
from tests.bench.records import record as bench_record
from tests.unit.made_records import investment, line, record, write


def build(folder: Path, *paths: str, fresh: bool = False) -> tuple[building.Built, list[str]]:
    errors: list[str] = []
    built = building.build(folder, paths, on_error=lambda e: errors.append(str(e)), fresh=fresh)
    return built, errors


def ids(folder: Path) -> tuple[list[str], list[str]]:
    """What the tables and what the index hold."""
    corpus = Corpus.at(folder)
    session, index = corpus.open_tables(), corpus.open_index()
    in_tables = [row[0] for row in session.run("SELECT id FROM bulletins ORDER BY id")]
    in_index = sorted(json.loads(x)["id"] for x in index.lines())
    session.close()
    index.close()
    return in_tables, in_index


def test_records_are_added_replaced_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    first = write(
        tmp_path / "1.jsonl", record("a", "Vốn một."), record("b", "Vốn hai.", events=[investment("Vốn hai", 2)])
    )
    assert build(folder, first) == (building.Built(2, 0, 0, 2), [])
    second = write(tmp_path / "2.jsonl", record("b", "Vốn ba.", events=[investment("Vốn ba", 3)]), record("c", "Vốn."))
    assert build(folder, second)[0] == building.Built(1, 1, 0, 3)
    assert ids(folder) == (["a", "b", "c"], ["a", "b", "c"])
    session = Corpus.at(folder).open_tables()
    assert list(session.run("SELECT project, vnd FROM investments")) == [("Vốn ba", 3)]
    assert [h.bulletin for h in search(Corpus.at(folder).open_index(), "hai").hits] == []
    before = Corpus.at(folder).manifest.generation
    assert build(folder, second)[0] == building.Built(0, 0, 2, 3)
    assert Corpus.at(folder).manifest.generation == before  # nothing changed: nothing was made
    assert build(folder, second, fresh=True)[0] == building.Built(2, 0, 0, 2)
    assert ids(folder) == (["b", "c"], ["b", "c"])


def test_of_several_records_of_a_bulletin_the_last_stays(tmp_path: Path) -> None:
    texts = ["một", "hai", "ba"]
    path = write(tmp_path / "r.jsonl", *(record("a", f"Vốn {t}.", events=[investment(f"Vốn {t}", 5)]) for t in texts))
    build(tmp_path / "c", path)
    session = Corpus.at(tmp_path / "c").open_tables()
    assert list(session.run("SELECT project FROM investments")) == [("Vốn ba",)]
    memory = open_tables([path], "", on_error=pytest.fail)
    assert list(memory.run("SELECT project FROM investments")) == [("Vốn ba",)]
    assert [r.data["text"] for r in latest_records([path], on_error=pytest.fail)] == ["Bản tin\n\nVốn ba."]


def test_a_corpus_made_in_steps_holds_what_one_made_at_once_does(tmp_path: Path) -> None:
    made = [bench_record(n) for n in range(40)]
    at_once = write(tmp_path / "all.jsonl", *made)
    build(tmp_path / "at-once", at_once)
    older = [bench_record(n, revision=1) for n in range(0, 40, 3)]
    build(tmp_path / "steps", write(tmp_path / "1.jsonl", *older))
    build(tmp_path / "steps", write(tmp_path / "2.jsonl", *made[:25]), write(tmp_path / "3.jsonl", *made[25:]))
    for table in ("bulletins", "entities", "officials", "conferences", "awards", "investments"):
        sql = f"SELECT * FROM {table} ORDER BY ALL"
        answers = [list(Corpus.at(tmp_path / c).open_tables().run(sql)) for c in ("at-once", "steps")]
        assert answers[0] == answers[1], table
        assert answers[0], table
    for text in ("dau tu", "nha may thep", "UBND"):
        totals = {search(Corpus.at(tmp_path / c).open_index(), text).total for c in ("at-once", "steps")}
        assert len(totals) == 1


def test_what_is_broken_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    bad = record("to", "Vốn.", events=[investment("Vốn", 10**35)])
    path.write_bytes(line(record("a", "Vốn.")) + b"\n{\n" + line(bad) + b"\n" + line(record("b", "Vốn.")) + b"\n")
    built, errors = build(tmp_path / "c", str(path), str(tmp_path / "none.jsonl"))
    assert built.records == 2
    assert [e.split(": ")[0].rsplit("/", 1)[-1] for e in errors] == ["r.jsonl:2", "r.jsonl:3", "none.jsonl"]


def test_a_run_that_fails_leaves_the_corpus_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "c"
    build(folder, write(tmp_path / "1.jsonl", record("a", "Một.")))
    second = write(tmp_path / "2.jsonl", record("b", "Hai."), record("c", "Ba."))
    real = building.rows

    def failing(data):
        if data["id"] == "c":
            raise KeyboardInterrupt
        return real(data)

    monkeypatch.setattr(building, "rows", failing)
    with pytest.raises(KeyboardInterrupt):
        build(folder, second)
    assert ids(folder) == (["a"], ["a"])
    monkeypatch.undo()
    (folder / ".making-g0099").mkdir()  # what a killed run leaves
    assert build(folder, second)[0] == building.Built(2, 0, 0, 3)
    assert sorted(p.name for p in folder.iterdir()) == [".lock", "g0001", "g0002", "manifest.json"]


def test_whoever_reads_goes_on_reading_and_old_generations_go(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    build(folder, write(tmp_path / "r.jsonl", record("a", "Một.")))
    reading = Corpus.at(folder)
    session, index = reading.open_tables(), reading.open_index()
    for n in range(3):
        build(folder, write(tmp_path / "r.jsonl", record(f"b{n}", "Hai.")))
    assert list(session.run("SELECT count(*) FROM bulletins")) == [(1,)]
    assert search(index, "một").total == 1
    assert len(list(folder.glob("g*"))) == 2
    assert ids(folder)[0] == ["a", "b0", "b1", "b2"]


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", record("a", "Một."))
    build(tmp_path / "c", path)
    with (tmp_path / "c" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another `bantin index`"):
            build(tmp_path / "c", path)


def test_a_file_that_has_changed_is_named_and_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", record("a", "Một."))
    folder = tmp_path / "c"
    build(folder, path)
    said: list[InputError] = []
    open_tables([], str(folder), on_error=said.append)
    assert said == []
    write(tmp_path / "r.jsonl", record("a", "Một."), record("b", "Hai."))
    open_tables([], str(folder), on_error=said.append)
    assert [(e.label, e.place) for e in said] == [("notice", path)]
    assert build(folder)[0] == building.Built(1, 0, 1, 2)
    assert Corpus.at(folder).stale() == []
    (tmp_path / "r.jsonl").unlink()
    assert Corpus.at(folder).stale() == []


def test_a_corpus_of_another_format_is_made_again_from_its_own_records(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", record("a", "Một."))
    folder = tmp_path / "c"
    build(folder, path)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 0}))
    with pytest.raises(InputError, match="another version"):
        Corpus.at(folder)
    built, errors = build(folder, write(tmp_path / "s.jsonl", record("b", "Hai.")))
    assert (built.records, errors) == (2, [])
    assert ids(folder) == (["a", "b"], ["a", "b"])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"sources": 1}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read .* --fresh"):
        Corpus.at(tmp_path)
    with pytest.raises(InputError, match=r"manifest\.json"):
        build(tmp_path, write(tmp_path / "r.jsonl", record("a", "Một.")))
    assert build(tmp_path, str(tmp_path / "r.jsonl"), fresh=True)[0].records == 1


def test_damaged_files_are_named(tmp_path: Path) -> None:
    build(tmp_path / "c", write(tmp_path / "r.jsonl", record("a", "Một.")))
    corpus = Corpus.at(tmp_path / "c")
    for path in (corpus.tables, corpus.index):
        path.chmod(0o644)
        path.write_bytes(b"x" * 5000)
    for opening in (corpus.open_tables, corpus.open_index):
        with pytest.raises(InputError, match="bantin index"):
            opening()
    with pytest.raises(InputError, match="damaged"):
        build(tmp_path / "c", write(tmp_path / "s.jsonl", record("b", "Hai.")))


def test_nothing_to_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no records named"):
        build(tmp_path / "c")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        build(tmp_path / "file", write(tmp_path / "r.jsonl", record("a", "Một.")))


def test_a_corpus_gives_its_records_back(tmp_path: Path) -> None:
    records = [record("a", "Một."), record("b", "Hai.")]
    build(tmp_path / "c", write(tmp_path / "r.jsonl", *records))
    assert [r.data for r in open_records([], str(tmp_path / "c"), on_error=pytest.fail)] == records
    assert [r.data for r in open_records([str(tmp_path / "c")], "", on_error=pytest.fail)] == records
    assert Manifest.read(tmp_path / "c").records == 2
    assert Corpus.at(tmp_path / "c").tables.stat().st_mode & 0o222 == 0
