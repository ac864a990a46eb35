"""The order of two versions: A B B A, by the seed."""

from __future__ import annotations

from parloop_gui.bridge.scheduler.order import mirrored
from parloop_gui.model.plan.plan import BEFORE, Arrangement, plain_loop

NOW, THEN = plain_loop("3.11"), plain_loop("3.11", Arrangement(source=BEFORE))


def test_that_the_second_round_of_two_goes_the_other_way_round() -> None:
    orders = [mirrored([NOW, THEN], 7, number) for number in range(1, 41)]
    assert all(second == first[::-1] for first, second in zip(orders[::2], orders[1::2], strict=True))
    firsts = [first[0] for first in orders[::2]]
    assert {firsts.count(NOW), firsts.count(THEN)} != {0, 20}, "which is first is left to chance"


def test_that_a_seed_gives_the_same_order() -> None:
    orders = [[mirrored([NOW, THEN], seed, number) for number in range(1, 41)] for seed in (7, 7, 8)]
    assert orders[0] == orders[1] != orders[2]
