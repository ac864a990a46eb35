"""Files are there whole, or as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parloop_gui.model.document.whole_file import write_whole


def test_that_the_file_a_link_leads_to_is_replaced_and_nothing_else_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("old")
    (tmp_path / "link").symlink_to("kept")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "kept").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "link"]


def test_that_what_is_written_is_on_the_disk_before_its_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, bool]] = []

    def note(handle: int) -> None:
        is_folder = os.path.samestat(os.fstat(handle), tmp_path.stat())
        synced.append((is_folder, (tmp_path / "new").exists()))

    monkeypatch.setattr(os, "fsync", note)
    write_whole(tmp_path / "new", b"data")
    assert synced == [(False, False), (True, True)]


def test_that_a_full_disk_leaves_the_old_file_and_no_half_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "kept").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "kept", b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept", "old")]
