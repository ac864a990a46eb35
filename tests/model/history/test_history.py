"""The history as its owner reads and changes it: pages, words, names, notes, deletion and having it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.events.events import EndReason
from parloop_gui.model.history import history as reading
from parloop_gui.model.history.entry import LONGEST
from parloop_gui.model.history.errors import EntryError
from parloop_gui.model.history.history import History
from tests.helpers.comparisons.histories import a_history, begun
from tests.helpers.comparisons.scenes import CPU, IO


@pytest.fixture(scope="module")
def file_of_three(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a history with Primes, Sleep and Primes, the oldest first."""
    folder = tmp_path_factory.mktemp("three")
    with closing(a_history(folder)) as history:
        for second, scene in enumerate((CPU, IO, CPU)):
            history.keep(begun(second, 12, scene=scene))
    return (folder / "history.sqlite").read_bytes()


@pytest.fixture
def three(tmp_path: Path, file_of_three: bytes) -> History:
    """That history, a copy of one's own."""
    (tmp_path / "history.sqlite").write_bytes(file_of_three)
    return a_history(tmp_path)


def titles(history: History, typed: str = "") -> list[str]:
    return [f"{entry.title} {entry.begun[17:19]}" for entry in history.page(typed)]


@pytest.mark.slow
def test_that_the_newest_come_first_page_by_page(three: History) -> None:
    assert titles(three) == ["Primes 02", "Sleep 01", "Primes 00"]
    (newest,) = three.page(most=1)
    assert [entry.begun[17:19] for entry in three.page(before=newest.id)] == ["01", "00"]
    three.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sleep", 1),
        ("PRIMES", 2),
        ("prim 3.13", 2),
        ("sleep primes", 0),
        ("executor", 3),
        ("pool", 3),
        ("2 jan 2026", 3),
        ("january", 3),
        ("2026-01", 3),
        ("2026-02", 0),
        ("03:04", 3),
        ("  ", 3),
        ('"', 0),
        ('pri" OR "sleep', 0),
        ("*", 0),
        ("NEAR(", 0),
        ("free-threaded", 0),
        ("\0", 0),
        ("\ud800", 0),
    ],
)
def test_that_words_find_by_their_beginning_and_nothing_typed_is_obeyed(three: History, typed: str, found: int) -> None:
    assert len(three.page(typed)) == found
    three.close()


def test_that_a_name_and_a_note_are_kept_and_found(three: History) -> None:
    three.rename(2, "  After the\nfix ")
    three.annotate(2, "battery, 60 workers")
    entry = three.entry(2)
    assert entry is not None
    assert (entry.title, entry.note) == ("After the fix", "battery, 60 workers")
    assert titles(three, "fix batt") == ["After the fix 01"]
    three.rename(2, "")
    three.annotate(2, "x" * 10_000)
    assert titles(three, "fix") == []
    changed = three.entry(2)
    assert changed is not None
    assert (changed.title, len(changed.note)) == ("Sleep", LONGEST)
    three.close()


def test_that_what_is_written_meanwhile_keeps_the_name(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    with history.recorder() as recorder:
        recorder.keep(CPU.comparison(1, None))
        history.rename(1, "mine")
        recorder.keep(CPU.comparison(2))
    (entry,) = history.page("mine")
    assert (entry.name, entry.rounds) == ("mine", 2)
    history.close()


def test_that_deleted_ones_can_be_had_back(three: History) -> None:
    three.delete([1, 3])
    assert titles(three) == ["Sleep 01"]
    assert titles(three, "primes") == []
    three.restore([3])
    assert titles(three) == ["Primes 02", "Sleep 01"]
    assert titles(three, "primes") == ["Primes 02"]
    three.close()


def test_that_what_was_deleted_is_gone_a_day_later(
    tmp_path: Path, three: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    three.delete([1])
    three.close()
    three.restore([1])
    assert len(three.page()) == 3
    three.delete([1])
    three.close()
    monkeypatch.setattr("parloop_gui.model.history.history.time.time", lambda: 4e9)
    three.restore([1])
    assert titles(three) == ["Primes 02", "Sleep 01"]
    three.close()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as raw:
        assert raw.execute("SELECT count(*) FROM runs WHERE comparison = 1").fetchone() == (0,)


def test_that_the_summary_alone_can_be_read(three: History) -> None:
    assert three.load(1, runs=False).rows == CPU.comparison(12).rows
    assert three.load(1, runs=False).runs == ()
    three.close()


@pytest.mark.slow
def test_that_those_another_parloop_was_ended_in_are_told_once(tmp_path: Path) -> None:
    begun_by: list[tuple[str, int, EndReason | None]]
    begun_by = [("dead", 1, None), ("me", 2, None), ("dead", 3, "done"), ("dead", 4, None)]
    for owner, second, ended in begun_by:
        writer = a_history(tmp_path, owner)
        with writer.recorder() as recorder:
            recorder.keep(begun(second, ended=ended))
    history = a_history(tmp_path)
    assert [entry.begun[17:19] for entry in history.interrupted()] == ["04", "01"]
    assert history.interrupted() == []
    assert [entry.state for entry in history.page()] == ["interrupted", "done", "running", "interrupted"]
    history.close()


def test_that_an_end_that_comes_after_all_is_taken(tmp_path: Path) -> None:
    writer, other = a_history(tmp_path, "thought dead"), a_history(tmp_path)
    with writer.recorder() as recorder:
        recorder.keep(CPU.comparison(1, None))
        assert len(other.interrupted()) == 1
        recorder.keep(CPU.comparison(2))
    assert [entry.state for entry in other.page()] == ["done"]
    other.close()


@pytest.mark.parametrize("data", [b"", b"not zlib", None, 5, "text"])
def test_that_one_damaged_comparison_is_one_sentence_and_the_others_open(
    tmp_path: Path, three: History, data: object
) -> None:
    three.close()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as raw, raw:
        raw.execute("UPDATE runs SET data = ? WHERE comparison = 1 AND number = 3", (data or b"\x78\x9c",))
        raw.execute("UPDATE heads SET data = ? WHERE comparison = 2", (data or b"\x78\x9c",))
    for number in (1, 2, 99):
        with pytest.raises(EntryError) as said:
            three.load(number)
        assert str(said.value).count(".") == 1
    assert three.load(3).rows
    three.close()


def test_that_rows_of_any_type_are_shown_without_harm(tmp_path: Path, three: History) -> None:
    three.close()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as raw, raw:
        raw.execute("UPDATE comparisons SET name = x'ff00', note = 3.5, rounds = 'many', begun = 'x' WHERE id = 1")
        raw.execute("UPDATE comparisons SET headline = ? WHERE id = 2", ("y" * 100_000,))
        raw.execute("UPDATE comparisons SET loop = CAST(x'ff41' AS TEXT) WHERE id = 3")
    entries = {entry.id: entry for entry in three.page()}
    assert (entries[1].name, entries[1].note, entries[1].rounds) == ("", "3.5", 0)
    assert len(entries[2].headline) == LONGEST
    assert entries[3].loop == "\N{REPLACEMENT CHARACTER}A"
    three.close()


def test_that_a_bomb_is_not_unpacked(tmp_path: Path, three: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 5_000)
    with pytest.raises(EntryError):
        three.load(1)
    three.close()


def test_that_words_of_what_is_not_known_any_more_are_no_obstacle(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    plan = CPU.plan()
    odd = replace(begun(1), plan=replace(plan, loop=replace(plan.loop, name="\ud800 from later")))
    history.keep(odd)
    assert len(history.page("later")) == 1
    history.close()
