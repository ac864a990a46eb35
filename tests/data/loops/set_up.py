"""Loads something big once in each worker."""
table = []


def load():
    table[:] = [number * number % 1009 for number in range(100_000)]


def score(start):
    return sum(table[start : start + 40_000 : 2])
