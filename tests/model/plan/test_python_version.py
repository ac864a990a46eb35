"""Versions as Pythons tell them, final or not."""

from __future__ import annotations

import pytest

from parloop_gui.model.plan.python_version import language, numbers, with_build


@pytest.mark.parametrize(
    ("version", "parts"),
    [
        ("3.13.0", (3, 13, 0)),
        ("3.14.0rc1", (3, 14, 0)),
        ("3.15.0a2+", (3, 15, 0)),
        ("3.13", (3, 13)),
        ("3.x", (3, 0)),
        ("", (0,)),
    ],
)
def test_that_a_version_is_taken_apart_to_its_numbers(version: str, parts: tuple[int, ...]) -> None:
    assert numbers(version) == parts


def test_that_versions_are_named_as_people_write_them() -> None:
    assert language("3.13.0rc1") == "3.13"
    assert (with_build("3.13", True), with_build("3.13.0", False)) == ("3.13t", "3.13.0")
