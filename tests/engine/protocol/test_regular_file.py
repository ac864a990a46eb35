"""A file that somebody named is read only where reading it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from parloop_gui.engine.loops.user_module import place_of
from parloop_gui.engine.protocol.regular_file import open_regular, read_regular


def test_that_as_much_is_read_as_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_regular(tmp_path / "a", 10) == b"x" * 10
    assert read_regular(str(tmp_path / "a"), 1000) == b"x" * 100


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices with names there")
def test_that_pipes_devices_and_folders_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    for path in (tmp_path / "pipe.py", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError, match="It is not a file"):
            read_regular(path, 10)
        with pytest.raises(OSError, match="It is not a file"), open_regular(path):
            pass
    assert place_of(tmp_path / "pipe.py") == (tmp_path, "pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices with names there")
@pytest.mark.timeout(20)
def test_that_a_pipe_that_takes_a_file_s_place_behind_the_first_look_is_none_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    was = (tmp_path / "file").stat()
    with monkeypatch.context() as looked, pytest.raises(OSError, match="It is not a file"):
        looked.setattr(os, "stat", lambda path: was)
        read_regular(tmp_path / "pipe", 10)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices with names there")
def test_that_what_is_no_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To open a device may do something: a tape is wound back."""
    os.mkfifo(tmp_path / "pipe")
    with monkeypatch.context() as opened, pytest.raises(OSError, match="It is not a file"):
        opened.setattr(os, "open", lambda *asked: pytest.fail("It was opened."))
        read_regular(tmp_path / "pipe", 10)


def test_that_what_is_no_name_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="null"):
        read_regular("a\0b", 10)
