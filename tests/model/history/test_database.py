"""What can be wrong with the file: one sentence each, nothing in it is touched, and the history works on if it can."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.history import history as reading
from parloop_gui.model.history.database import Files, connect
from parloop_gui.model.history.errors import EntryError, HistoryError
from parloop_gui.model.history.schema import VERSION
from tests.helpers.comparisons.histories import a_history, begun
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless


def sentence(caught: pytest.ExceptionInfo[HistoryError]) -> str:
    said = str(caught.value)
    assert said.endswith(".")
    assert is_harmless(said)
    return said


DAMAGED = [b"", b"text", b"SQLite format 3\0" + b"\xff" * 4000, None]


@pytest.mark.parametrize("content", DAMAGED)
def test_that_a_damaged_file_is_left_alone_and_another_begun_beside_it(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "history.sqlite"
    if content is None:
        with closing(sqlite3.connect(file)) as raw:
            raw.execute("CREATE TABLE comparisons (mine)")
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    history = a_history(tmp_path)
    assert history.page() == []
    (said,) = history.take_said()
    assert "is damaged and is left as it is. Comparisons are kept in history-2.sqlite" in said
    history.keep(CPU.comparison(1))
    history.close()
    again = a_history(tmp_path)
    assert len(again.page()) == 1
    assert again.take_said() == []
    again.close()
    assert file.read_bytes() == before


def test_that_damage_in_the_names_of_tables_is_damage(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    history.keep(CPU.comparison(1))
    history.close()
    file = tmp_path / "history.sqlite"
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE heads", b"CREATE TABLE \xe1\xff\x16\x00h"))
    assert history.page() == []
    assert "is damaged" in history.take_said()[0]
    history.close()


@pytest.mark.slow
def test_that_damage_in_the_middle_is_noticed_when_it_is_met(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    for second in range(20):
        history.keep(begun(second))
    history.close()
    file = tmp_path / "history.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\x17" * (len(whole) - 4096))
    broken = file.read_bytes()
    assert history.page("primes") == []
    assert "history-2.sqlite" in history.take_said()[0]
    history.close()
    assert file.read_bytes() == broken


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a history with a few comparisons."""
    folder = tmp_path_factory.mktemp("whole")
    history = a_history(folder)
    for second in range(3):
        history.keep(begun(second))
    history.close()
    return (folder / "history.sqlite").read_bytes()


@pytest.mark.slow
@pytest.mark.fuzz
@cases(40)
@given(st.data())
def test_that_whatever_is_written_into_the_file_is_one_sentence_at_most(whole: bytes, data: st.DataObject) -> None:
    junk = data.draw(st.binary(min_size=1, max_size=300))
    at = data.draw(st.integers(0, len(whole) - 1) | st.integers(0, 200))
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "history.sqlite").write_bytes(whole[:at] + junk + whole[at + len(junk) :])
        history = a_history(Path(name))
        for use in (history.interrupted, history.page, lambda: history.page("primes"), lambda: history.load(2)):
            try:
                use()
            except (HistoryError, EntryError) as error:
                assert str(error).endswith(".")
                assert is_harmless(str(error))
        history.close()


def test_that_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    history.keep(CPU.comparison(1))
    history.close()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = (tmp_path / "history.sqlite").read_bytes()
    with pytest.raises(HistoryError) as caught:
        history.page()
    assert "written by a newer Parloop" in sentence(caught)
    with pytest.raises(HistoryError, match="newer"):
        history.keep(CPU.comparison(2))
    assert (tmp_path / "history.sqlite").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["history.sqlite"]


def test_that_a_locked_one_is_said_and_works_once_it_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAIT_S", 0.01)
    history = a_history(tmp_path)
    history.keep(CPU.comparison(1))
    with closing(sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryError) as caught:
            history.page()
        assert "locked by another program" in sentence(caught)
    assert len(history.page()) == 1
    history.close()


def test_that_another_writer_stops_no_reader(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    history.keep(CPU.comparison(1))
    with closing(sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE comparisons SET name = 'theirs'")
        assert len(history.page("primes")) == 1
    history.close()


@pytest.mark.parametrize("way", ["a file in the way", "a folder in its place"])
def test_that_a_place_that_is_none_is_one_sentence(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "data"
    if way == "a file in the way":
        folder.write_text("mine")
    else:
        (folder / "history.sqlite").mkdir(parents=True)
    history = a_history(folder)
    with pytest.raises(HistoryError) as caught:
        history.keep(CPU.comparison(1))
    assert "can’t be opened" in sentence(caught)


READ_ONLY = """
import os, sys, tempfile
from pathlib import Path
from parloop_gui.model.history.errors import EntryError, HistoryError
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless
from tests.helpers.comparisons.histories import a_history
from tests.helpers.comparisons.scenes import CPU

def use(folder):
    history = a_history(folder)
    yield f"{len(history.page('primes'))} {history.load(1).rounds_finished}"
    more = CPU.comparison(3)
    for change in (lambda: history.rename(1, "x"), lambda: history.delete([1]), lambda: history.keep(more)):
        try:
            change()
        except HistoryError as error:
            yield error.kind
    history.close()

with tempfile.TemporaryDirectory() as scratch:  # loads everything: not all of it can be read by everyone
    a_history(Path(scratch)).keep(CPU.comparison(2))
    list(use(Path(scratch)))
if os.geteuid() == 0:
    os.setuid(65534)
print(*use(Path(sys.argv[1])))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.parametrize("folder_too", [False, True])
def test_that_a_read_only_history_is_read_and_every_change_refused(folder_too: bool) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        folder = Path(name) / "data"
        history = a_history(folder)
        history.keep(CPU.comparison(2))
        history.close()
        Path(name).chmod(0o755)
        (folder / "history.sqlite").chmod(0o444)
        folder.chmod(0o555 if folder_too else 0o777)
        before = (folder / "history.sqlite").read_bytes()
        told = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
        assert told.stdout.split() == ["1", "2", *["read-only"] * 3], told.stderr
        assert (folder / "history.sqlite").read_bytes() == before


def test_that_what_was_written_survives_a_crash_of_the_machine(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "history.sqlite", 1.0)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # flushed to the disk at every commit


def test_that_many_who_begin_at_once_share_one_file(tmp_path: Path) -> None:
    file, problems = tmp_path / "history.sqlite", []

    def begin() -> None:
        try:
            connect(file, 5.0).close()
        except HistoryError as error:
            problems.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert [path.name for path in tmp_path.iterdir()] == ["history.sqlite"]
    assert Files(tmp_path).current() == file


def test_that_only_its_owner_can_read_it(tmp_path: Path) -> None:
    history = a_history(tmp_path / "new")
    assert history.page() == history.interrupted() == []
    assert not (tmp_path / "new").exists()
    history.keep(CPU.comparison(1))
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / "history.sqlite").stat().st_mode & 0o077 == 0
