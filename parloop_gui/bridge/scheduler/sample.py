"""How much of a loop is measured where all of it would not fit: so many items, spread evenly, that rounds fit."""

from __future__ import annotations

from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS

# Of the budget: a plain loop not done by then is stopped, and how far it came tells how long it takes.
TRIAL_SHARE = 0.15

# So many rounds should fit: with five, pairs tell 1.5 times apart, and the rounds that follow cost less as contestants
# drop out (ANSWER.md's figures).
ROUNDS = 5

# What a contestant's run takes, on average, of what the plain loop takes: some are faster, none is let be much slower
# for long.
RUN_SHARE = 0.8

# Items for each core at least: with fewer, workers that get one item more than others look slow by chance.
LEAST_PER_CORE = 4

# From this share of the items on all of them are measured: a race takes fewer rounds or more as it must.
NEARLY_ALL = 0.8

# A loop that takes less than so many times what each run costs anyway is not sampled: it would save hardly a thing.
WORTH = 4.0

# So much of the budget is meant to be filled: guesses err.
FILL = 0.9


def sample_that_fits(
    budget_s: float, plain_s: float, items: int, contestants: int, cores: int, overhead_s: float
) -> int | None:
    """How many of the items to measure; None where all of them fit.

    `plain_s` is the plain loop over all items, `overhead_s` what a run costs beside it. The passes meant: the plain
    loop twice for calibration, everyone once to warm up, and ROUNDS rounds. Where that leaves each core too few items,
    LEAST_ROUNDS rounds and no warm-up, with as many items for each core; never less than one, which may not fit.
    """
    wanted_s = _run_s(budget_s, 2, (1 + ROUNDS) * contestants, overhead_s)
    if plain_s <= max(wanted_s, WORTH * overhead_s) or items <= 1:
        return None
    sample, enough = int(items * wanted_s / plain_s), LEAST_PER_CORE * cores
    if sample < enough:
        few = int(items * _run_s(budget_s, 2, LEAST_ROUNDS * contestants, overhead_s) / plain_s)
        sample = max(sample, min(enough, few // cores * cores), cores)
    return _rounded(sample) if sample < NEARLY_ALL * items else None


def point_fits(left_s: float, plain_s: float, contestants: float, overhead_s: float) -> bool:
    """Whether LEAST_ROUNDS rounds fit, with so many contestants for each plain loop.

    `plain_s` and `overhead_s` are those of one pass over the plain loops of all points up to this one.
    """
    return LEAST_ROUNDS * contestants * (plain_s * RUN_SHARE + overhead_s) <= FILL * left_s


def _run_s(budget_s: float, plain_runs: int, other_runs: int, overhead_s: float) -> float:
    """How long the plain loop may take for so many runs of it and of others to fit."""
    fixed_s = overhead_s * (plain_runs + other_runs)
    # A fifth at least goes to what is measured, or starting processes would leave a loop of slow imports nothing.
    return max(FILL * budget_s - fixed_s, 0.2 * budget_s) / (plain_runs + other_runs * RUN_SHARE)


def _rounded(count: int) -> int:
    """Two significant digits, rounded down: a sample is no exact science."""
    scale: int = 10 ** max(0, len(str(count)) - 2)
    return count // scale * scale
