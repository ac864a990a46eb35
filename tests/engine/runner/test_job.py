"""A loop made ready for one run, or refused in a sentence."""

from __future__ import annotations

import pytest

from parloop_gui.engine.runner.job import CannotRunError, refuse_unless_pickled
from parloop_gui.engine.strategies.registry import find


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("process-pool", "Pool pickles the function, and this one can't be pickled: "),
        ("joblib", "To run joblib Parloop pickles the function, and this one can't be pickled: "),
        ("mpire", "To run mpire Parloop pickles the function, and this one can't be pickled: "),
    ],
)
def test_that_it_is_said_who_pickles_a_function_that_can_not_be(strategy: str, said: str) -> None:
    with pytest.raises(CannotRunError) as refused:
        refuse_unless_pickled(lambda item: item, find(strategy))
    assert str(refused.value).startswith(said)
