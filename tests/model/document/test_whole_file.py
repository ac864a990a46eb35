"""Files are there whole, or as they were."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from parloop_gui.model.document.whole_file import check_writable, write_whole


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


@pytest.mark.skipif(sys.platform == "win32", reason="rights, pipes and devices as POSIX has them")
def test_that_pipes_devices_and_links_without_end_stay_what_they_are(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-a-pipe").symlink_to("pipe")
    (tmp_path / "round").symlink_to("round")
    if os.geteuid() == 0:
        os.mknod(tmp_path / "device", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    before = {path: path.lstat().st_mode for path in tmp_path.iterdir()}
    for path in before:
        for write in (check_writable, lambda place: write_whole(place, b"new")):
            with pytest.raises(OSError, match=r"not a file|symbolic links"):
                write(path)
    assert {path: path.lstat().st_mode for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights, pipes and devices as POSIX has them")
def test_that_who_may_read_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "private").touch()
    (tmp_path / "private").chmod(0o600)
    write_whole(tmp_path / "private", b"new")
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="root alone gives files away")
def test_that_root_leaves_a_file_to_whose_it_is(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.touch()
    os.chown(theirs, 12345, 54321)
    theirs.chmod(0o4640)
    write_whole(theirs, b"new")
    now = theirs.stat()
    assert (now.st_uid, now.st_gid) == (12345, 54321)
    assert stat.S_IMODE(now.st_mode) == 0o640, "as where the system sees a file written over"


@pytest.mark.skipif(sys.platform == "win32", reason="rights, pipes and devices as POSIX has them")
@pytest.mark.parametrize(("rights", "left"), [(0o664, 0o644), (0o640, 0o600), (0o604, 0o604), (0o644, 0o644)])
def test_that_another_group_may_do_no_more_than_the_old_one_and_everybody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: int, left: int
) -> None:
    def refused(handle: int, owner: int, group: int) -> None:
        raise PermissionError

    path = tmp_path / "shared"
    path.touch()
    path.chmod(rights)
    write_whole(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == rights
    known = os.stat_result((*path.stat()[:5], path.stat().st_gid + 1, *path.stat()[6:]))
    monkeypatch.setattr(Path, "stat", lambda self, **named: known)
    monkeypatch.setattr(os, "fchown", refused)
    write_whole(path, b"new")
    monkeypatch.undo()
    assert stat.S_IMODE(path.stat().st_mode) == left


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
