from functools import lru_cache


@lru_cache(maxsize=None)
def steps(number):
    """How long the Collatz sequence is."""
    return 1 if number < 2 else 1 + steps(number // 2 if number % 2 == 0 else 3 * number + 1)
