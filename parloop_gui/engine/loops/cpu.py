"""CPU-bound loops that calculate, in pure Python: primes, mandelbrot and learn."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from ..host.lazy_function import deferred
from .loop import Loop, Parameter, Surroundings

NUMBERS = 1
WIDTH = 1
DEPTH = 1
POINTS: list[tuple[float, float]] = []
CLUSTERS = 1
STEPS = 1


def prepare_primes(params: dict[str, Any], surroundings: Surroundings) -> None:
    """How many numbers a task looks at."""
    global NUMBERS
    NUMBERS = params["numbers"]


def make_starts(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """Where each task starts to look: between 10 and 21 million, so that all take about as long."""
    first = 10_000_000 + Random(surroundings.seed).randrange(1_000_000)
    return [first + number * params["numbers"] % 10_000_000 for number in range(count)]


def is_prime(number: int) -> bool:
    """Whether an odd divisor, or 2, is found by trying."""
    if number < 3 or number % 2 == 0:
        return number == 2
    return all(number % divisor for divisor in range(3, math.isqrt(number) + 1, 2))


def find_primes(start: int) -> list[int]:
    """The primes among the numbers from `start` on."""
    return [number for number in range(start, start + NUMBERS) if is_prime(number)]


def prepare_mandelbrot(params: dict[str, Any], surroundings: Surroundings) -> None:
    """How wide the picture is, and when to give up on a point."""
    global WIDTH, DEPTH
    WIDTH = params["width"]
    DEPTH = params["depth"]


def make_rows(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[float]:
    """The imaginary part of each row, from top to bottom; the seed shifts them by less than a row."""
    shift = Random(surroundings.seed).random()
    return [1.25 - 2.5 * (number + shift) / count for number in range(count)]


def draw_row(imaginary: float) -> list[int]:
    """For each point of the row, after how many steps z² + c runs away (at most `DEPTH`)."""
    row = []
    for column in range(WIDTH):
        c = complex(-2.1 + 2.8 * column / WIDTH, imaginary)
        z = 0j
        steps = 0
        while steps < DEPTH and z.real * z.real + z.imag * z.imag <= 4:
            z = z * z + c
            steps += 1
        row.append(steps)
    return row


def prepare_points(params: dict[str, Any], surroundings: Surroundings) -> None:
    """Points that lie in clusters, the same in every process."""
    global POINTS, CLUSTERS, STEPS
    random = Random(surroundings.seed)
    CLUSTERS, STEPS = params["clusters"], params["steps"]
    middles = [(random.uniform(0, 100), random.uniform(0, 100)) for _ in range(CLUSTERS)]
    around = [middles[number % CLUSTERS] for number in range(params["points"])]
    POINTS = [(x + random.uniform(-9, 9), y + random.uniform(-9, 9)) for x, y in around]


def make_guesses(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One seed per start: k-means is run from many starts, because where it ends depends on it."""
    return [surroundings.seed + number for number in range(count)]


def cluster(guess: int) -> tuple[float, list[tuple[float, float]]]:
    """Run k-means (Lloyd's steps) from one start; returns the sum of squared distances and the middles."""
    middles = Random(guess).sample(POINTS, CLUSTERS)
    spread = 0.0
    for _ in range(STEPS):
        sums = [[0.0, 0.0, 0] for _ in middles]
        spread = 0.0
        for x, y in POINTS:
            distances = [(x - mx) * (x - mx) + (y - my) * (y - my) for mx, my in middles]
            nearest = min(distances)
            own = sums[distances.index(nearest)]
            own[0] += x
            own[1] += y
            own[2] += 1
            spread += nearest
        middles = [(sx / n, sy / n) if n else old for (sx, sy, n), old in zip(sums, middles, strict=True)]
    return spread, middles


PRIMES = Loop(
    slug="primes",
    title="Primes",
    kind="cpu",
    hint="pure Python",
    caption="Every task calculates in Python and holds the GIL, so processes should gain a core each and threads "
    "nothing.",
    code=deferred(find_primes),
    items_code=deferred(make_starts),
    set_up_code=deferred(prepare_primes),
    default_items=60,
    most_items=100_000,
    parameters=(Parameter("numbers", "Numbers per task", "int", 300, 1, 1_000_000),),
)

MANDELBROT = Loop(
    slug="mandelbrot",
    title="Mandelbrot",
    kind="cpu",
    hint="pure Python",
    caption="A row per task, some far longer than others: processes should win, and small chunks share the work best.",
    code=deferred(draw_row),
    items_code=deferred(make_rows),
    set_up_code=deferred(prepare_mandelbrot),
    default_items=48,
    most_items=20_000,
    parameters=(
        Parameter("width", "Width of the picture", "int", 300, 1, 10_000, unit="points"),
        Parameter("depth", "Steps at most", "int", 200, 1, 100_000),
    ),
)

LEARN = Loop(
    slug="learn",
    title="k-means",
    kind="cpu",
    hint="pure Python",
    caption="Every task finds clusters from a start of its own and holds the GIL, so processes should win.",
    code=deferred(cluster),
    items_code=deferred(make_guesses),
    set_up_code=deferred(prepare_points),
    at_first=False,
    default_items=48,
    most_items=100_000,
    parameters=(
        Parameter("points", "Points", "int", 400, 64, 100_000),
        Parameter("clusters", "Clusters", "int", 5, 1, 64),
        Parameter("steps", "Steps", "int", 8, 1, 1000),
    ),
)

LOOPS = (PRIMES, MANDELBROT, LEARN)
