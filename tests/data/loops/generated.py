"""Items come from a generator; each is used once."""
import math


def pairs():
    for first in range(1, 5):
        for second in range(1, 4):
            yield first * 997, second * 991


def greatest_divisor(pair):
    return math.gcd(*pair)
