"""Fills a list by index, as with a grid that was made beforehand."""
SIZE = 6
rows = [None] * SIZE

for (i, (low, high)) in enumerate(zip(range(SIZE), range(SIZE, 2 * SIZE))):
    try:
        rows[i] = sum(high % n for n in range(low, high))
    except ZeroDivisionError:
        rows[i] = -1
