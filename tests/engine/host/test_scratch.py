"""The folders that runs of one comparison share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.host.scratch import Folders
from parloop_gui.engine.protocol.scratch_files import remove


@pytest.fixture
def folders() -> Iterator[Folders]:
    """A supervisor's folders, removed afterwards."""
    made = Folders()
    yield made
    made.remove_all()


@pytest.mark.parametrize(("before", "now"), [("before", "now"), ("123456789012", "0123456789ab")])
def test_that_a_comparisons_pythons_and_loops_keep_a_folder_each_and_an_earlier_comparisons_go(
    folders: Folders, before: str, now: str
) -> None:
    earlier = folders.for_comparison(f"{before}-0-0")
    first, *others = (folders.for_comparison(f"{now}-{numbers}") for numbers in ("0-0", "1-0", "0-1"))
    assert folders.for_comparison(f"{now}-0-0") == first
    assert len({first, *others}) == 3
    assert all(folder.is_dir() for folder in (first, *others))
    assert not earlier.exists()


def test_that_a_link_in_the_place_of_a_folder_is_no_folder(folders: Folders, tmp_path: Path) -> None:
    place = folders.for_comparison("1").parent
    remove(place)
    (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="another user's"):
        folders.for_comparison("1")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a folder another's")
def test_that_a_folder_that_another_user_made_before_is_not_worked_in(folders: Folders) -> None:
    """They could have guessed its name, and what they laid in it would be unpickled."""
    place = folders.for_comparison("1").parent
    os.chown(place, 65534, 65534)
    for make in (lambda: folders.for_comparison("2"), lambda: folders.for_run(writes=True)):
        with pytest.raises(OSError, match="another user's"):
            make()
    os.chown(place, os.geteuid(), -1)
    assert [path.name for path in place.iterdir()] == ["c-1"]
