"""A name tells which process made what it names: its number, where that counts, and when it began."""

from __future__ import annotations

import os
import re
import sys

import pytest

from parloop_gui.engine.protocol.owner import SIGNATURE, Owner, birth_of, own_signature, owner_in, place


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells places and births")
def test_that_a_process_signs_with_its_number_its_place_and_its_birth() -> None:
    match = re.fullmatch(SIGNATURE + "00af", own_signature() + "00af")
    assert match is not None
    assert owner_in(match) == Owner(os.getpid(), place(), birth_of(os.getpid()))
    assert place() != ""
    assert birth_of(os.getpid()) != birth_of(1) != ""


@pytest.mark.parametrize(
    ("name", "owner"),
    [("7-00af", Owner(7)), ("7-3fa9c02be41700af", Owner(7, "3fa9c02b", "e417"))],
)
def test_that_a_number_alone_is_an_owner_too(name: str, owner: Owner) -> None:
    match = re.fullmatch(SIGNATURE + "[0-9a-f]{4}", name)
    assert match is not None
    assert owner_in(match) == owner


@pytest.mark.parametrize("name", ["7", "-00af", "²-00af", f"{'1' * 5000}-00af", "7-3fa9c02b00af", "7-00AF"])
def test_that_other_names_have_no_owner(name: str) -> None:
    assert re.fullmatch(SIGNATURE + "[0-9a-f]{4}", name) is None


def test_that_a_process_that_is_not_there_has_no_birth() -> None:
    assert birth_of(2**31) == ""
