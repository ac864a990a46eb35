"""Loads something big once in each worker."""
table = []


def load():
    table[:] = [number * number % 1009 for number in range(300_000)]


def score(start):
    return sum(table[start:])
