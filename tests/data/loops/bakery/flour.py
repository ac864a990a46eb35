def sieve(loaf):
    return sum(grain * loaf % 11 for grain in range(3000))
