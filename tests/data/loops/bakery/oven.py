"""The loop stands here; what runs is another file, or the package."""

from .flour import sieve


def bake(loaves):
    weights = []
    salt = 7
    for loaf in loaves:
        weights.append(sieve(loaf) + salt)
    return weights
