"""The folders that runs of one comparison share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parloop_gui.engine.host.scratch import Folders


@pytest.fixture
def folders() -> Iterator[Folders]:
    """A supervisor's folders, removed afterwards."""
    made = Folders()
    yield made
    made.remove_all()


def test_that_a_comparisons_pythons_keep_a_folder_each_and_an_earlier_comparisons_go(folders: Folders) -> None:
    before = folders.for_comparison("before-0")
    first, second = folders.for_comparison("now-0"), folders.for_comparison("now-1")
    assert folders.for_comparison("now-0") == first != second
    assert first.is_dir()
    assert second.is_dir()
    assert not before.exists()
