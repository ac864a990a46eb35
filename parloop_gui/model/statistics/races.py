"""A race for each loop of a question: at 10 items another strategy may be the one to use than at 1,000.

    contestants of one loop (same items, same parameters) ─► a race of their own ─┐
    contestants of another                                ─► another              ─┴─► one Race: who runs next round

All of them run in the same rounds, so that a slow spell meets all alike; whoever is known rests as a whole. Where only
how the loop is run differs between points (workers, chunk size) there is one loop and one race, as without a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parloop_gui.model.plan.plan import Arrangement, Contestant, Effort
from parloop_gui.model.statistics.race import Race, advanced
from parloop_gui.model.statistics.wall_times import WallTimes


def loops_of(contestants: Iterable[Contestant]) -> dict[Arrangement, list[Contestant]]:
    """The contestants by what makes their loop another one; a comparison without points has one entry."""
    loops: dict[Arrangement, list[Contestant]] = {}
    for each in contestants:
        loops.setdefault(each.arrangement.of_loop, []).append(each)
    return loops


def advanced_by_loop(before: Race, wall_times: WallTimes, able: Sequence[Contestant], effort: Effort) -> Race:
    """The race after one more round, as `advanced` has it; of several loops each raced alone."""
    everyone = [*before.racing, *before.resting, *before.out_after]
    loops = loops_of(dict.fromkeys((*everyone, *able)))
    if len(loops) <= 1:
        return advanced(before, wall_times, able, effort)
    return _together([_one(before, own, wall_times, able, effort) for own in loops.values()])


def _one(
    before: Race, own: Sequence[Contestant], wall_times: WallTimes, able: Sequence[Contestant], effort: Effort
) -> Race:
    """One loop's race; once it is known nobody of it runs again. Without its plain loop it is over as well."""
    there = frozenset(own)
    if not any(each.is_plain and each in there for each in able):
        return Race((), known=True)
    then = replace(
        before,
        racing=tuple(each for each in before.racing if each in there),
        resting=before.resting & there,
        out_after={each: after for each, after in before.out_after.items() if each in there},
        slower={each: slower for each, slower in before.slower.items() if each in there},
    )
    times = {each: own_times for each, own_times in wall_times.items() if each in there}
    race = advanced(then, times, [each for each in able if each in there], effort)
    return replace(race, racing=(), resting=race.alive) if race.known else race


def _together(races: Sequence[Race]) -> Race:
    """Several as one: nobody is named, for there is no one loop to name somebody for."""
    left = [race.rounds_left for race in races if race.rounds_left is not None]
    return Race(
        racing=tuple(each for race in races for each in race.racing),
        resting=frozenset(each for race in races for each in race.resting),
        out_after={each: after for race in races for each, after in race.out_after.items()},
        slower={each: slower for race in races for each, slower in race.slower.items()},
        sure=all(race.sure for race in races),
        level={each: behind for race in races for each, behind in race.level.items()},
        losses={each: loss for race in races for each, loss in race.losses.items()},
        gains={each: gain for race in races for each, gain in race.gains.items()},
        known=all(race.known for race in races),
        rounds_left=max(left, default=None),
    )
