"""Files that the user's code cuts off, removes or puts others in their place of end nobody who reads them."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from parloop_gui.engine.tracing import file_copy
from parloop_gui.engine.tracing.file_copy import MOST_BYTES, FileCopy
from parloop_gui.engine.tracing.mapped_buffers import HEADER, block_words
from parloop_gui.engine.tracing.reader import Spans


def block(*stamps: float, capacity: int = 2, pid: int = 77) -> bytes:
    """A block with these stamps and no readings."""
    words = struct.pack("=8q", capacity, 1, 0, 0, 0, 0, pid, 0) + struct.pack(f"={len(stamps)}d", *stamps)
    return words.ljust(8 * block_words(capacity), b"\0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "spans-1"
    path.write_bytes(block(1.0, 2.0, 3.0, 4.0) + block(5.0) + bytes(64))
    return path


def test_that_a_copy_follows_its_file_and_what_is_full_is_not_read_again(path: Path) -> None:
    spans = Spans(str(path.parent))
    assert (spans.look(), len(spans.blocks)) == (2, 2)
    with path.open("r+b") as file:
        file.seek(8 * (block_words(2) + HEADER + 1))
        file.write(struct.pack("=d", 6.0))
    assert spans.look() == 3
    with path.open("r+b") as file:
        file.write(bytes(8 * block_words(2)))
    assert spans.look() == 3
    assert [list(each.ends()) for each in spans.blocks] == [[2.0, 4.0], [6.0]]
    assert not spans.is_cut


@pytest.mark.parametrize("open_at_once", [0, 200], ids=["by-name", "open"])
@pytest.mark.parametrize("size", [0, 100])
def test_that_a_file_that_is_cut_off_is_told_and_what_was_read_stays(
    size: int, open_at_once: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copy, "MOST_OPEN", open_at_once)
    spans = Spans(str(path.parent))
    spans.look()
    os.truncate(path, size)
    assert (spans.look(), spans.is_cut) == (2, True)
    assert [each.open_key() for each in spans.under_way()] == [0]
    spans.close()


@pytest.mark.parametrize("open_at_once", [0, 200], ids=["by-name", "open"])
def test_that_a_file_that_is_removed_is_read_on_where_it_is_open(
    open_at_once: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copy, "MOST_OPEN", open_at_once)
    spans = Spans(str(path.parent))
    spans.look()
    path.rename(path.with_name("elsewhere"))
    path.write_bytes(bytes(8))
    assert (spans.look(), spans.is_cut) == (2, open_at_once == 0)


def test_that_what_is_no_file_of_records_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "spans-1")
    (tmp_path / "spans-2").symlink_to("/dev/zero")
    (tmp_path / "spans-3").mkdir()
    (tmp_path / "spans-4").write_bytes(b"odd")
    (tmp_path / "spans-5").touch()
    os.truncate(tmp_path / "spans-5", MOST_BYTES + 8)
    spans = Spans(str(tmp_path))
    assert (spans.look(), spans.blocks, spans.is_cut) == (0, [], False)


def test_that_no_descriptor_stays_open(path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    copies = [FileCopy(str(path)) for _ in range(5)]
    for copy in copies:
        copy.close()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_that_what_no_recorder_can_have_made_is_not_read(path: Path) -> None:
    os.truncate(path, MOST_BYTES + 8)
    with pytest.raises(OSError, match="no file of records"):
        FileCopy(str(path))


def test_that_another_file_in_its_place_is_not_taken_for_it(path: Path) -> None:
    copy = FileCopy(str(path))
    copy.close()  # from now on it is found by its name
    other = path.with_name("other")
    other.write_bytes(bytes(path.stat().st_size))
    other.replace(path)
    copy.read_from(0)
    assert copy.is_cut
