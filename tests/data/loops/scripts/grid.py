"""Fills a list by index, as with a grid that was made beforehand."""
SIZE = 6
rows = [None] * SIZE

for (i, (low, high)) in enumerate(zip(range(SIZE), range(SIZE, 2 * SIZE))):
    try:
        value = sum(high % n for n in range(low, high))
    except ZeroDivisionError:
        value = -1
    rows[i] = value
