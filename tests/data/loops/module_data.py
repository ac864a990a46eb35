"""Looks numbers up in a table that is made when the file is imported."""
TABLE = {number: number**3 % 1009 for number in range(20_000)}
KEYS = list(range(0, 20_000, 1000))


def look_up(key):
    return sum(TABLE[(key + step) % 20_000] for step in range(2000))
