"""Programs of any kind: a loop that is split leaves and prints what it does as it stands, or it is refused."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given

from parloop_gui.model.source.refusal import SplitError
from tests.helpers.fuzz import cases
from tests.model.splitting.played import TwiceError, Way, comparable, plain, played, splitted
from tests.model.splitting.programs import programs

# Of the programs that end: where so many more are refused, what could be split is not.
LEAST_TAKEN = 0.6


def ways_of(text: str) -> tuple[Way, ...]:
    """The ways in which the split loop must be the same: not in copies where called functions change something."""
    return ("original", "ordered") if splitted(text).changes else ("original", "ordered", "isolated")


@pytest.mark.slow
@pytest.mark.fuzz
def test_that_a_split_loop_is_the_same_loop_or_is_refused() -> None:
    ended = Counter[str]()

    @cases(200, suppress=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(programs())
    def is_same_or_refused(text: str) -> None:
        expected = plain(text)
        assume(not expected.raised)
        try:
            found = splitted(text)
        except SplitError as error:
            assert str(error).endswith(".")
            ended["refused"] += 1
            return
        for way in ways_of(text):
            try:
                ending = played(found, way)
            except TwiceError:  # the engine sees that an item came twice
                ended["refused"] += 1
                return
            if found.until_found and ending.raised:  # of an item behind the match: not the same, but not silently so
                ended["refused"] += 1
                return
            assert comparable(ending, found) == comparable(expected, found), f"{way}\n{found.staged}"
        ended["taken"] += 1

    is_same_or_refused()
    assert ended["taken"] >= LEAST_TAKEN * ended.total(), ended
