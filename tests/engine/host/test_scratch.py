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
