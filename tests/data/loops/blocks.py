"""Sums over blocks of numbers, each given by its two ends."""
BLOCKS = [(start, start + 16_000) for start in range(0, 256_000, 16_000)]


def residues(low, high):
    return sum(pow(number, 3, 1009) for number in range(low, high))
