"""Programs of any kind: a loop that is split leaves and prints what it does as it stands, or it is refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given

from parloop_gui.model.splitting.refusal import SplitError
from tests.helpers.fuzz import cases
from tests.model.splitting.played import TwiceError, Way, comparable, plain, played, splitted
from tests.model.splitting.programs import programs


@pytest.mark.slow
@pytest.mark.fuzz
@given(programs())
@cases(300, suppress=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_that_a_split_loop_is_the_same_loop_or_is_refused(text: str) -> None:
    expected = plain(text)
    assume(not expected.raised)
    try:
        found = splitted(text)
    except SplitError as error:
        assert str(error).endswith(".")
        return
    ways: tuple[Way, ...] = ("original", "ordered", "isolated")
    for way in ways[:2] if found.changes else ways:
        try:
            ending = played(found, way)
        except TwiceError:
            continue
        assert comparable(ending, found) == comparable(expected, found), f"{way}\n{found.staged}"
