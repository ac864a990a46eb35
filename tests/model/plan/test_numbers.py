"""Numbers of any type are taken, and what is none is refused in the same words."""

from __future__ import annotations

import numpy as np
import pytest

from parloop_gui.model.plan.numbers import count, workers
from parloop_gui.model.wording.limits import checked_seconds


def test_that_arrays_are_no_numbers() -> None:
    several = np.array([1, 2])
    with pytest.raises(ValueError, match="is a whole number, not array"):
        count(several)
    with pytest.raises(ValueError, match="is auto, python or a number, not array"):
        workers(several)
    with pytest.raises(ValueError, match="is a number of seconds, not array"):
        checked_seconds(several)


def test_that_numbers_of_numpy_are_numbers() -> None:
    assert (count(np.int64(3)), workers(np.int64(3))) == (3, 3)
    assert [checked_seconds(each) for each in (np.int64(30), np.float32(30))] == [30.0, 30.0]
