"""Counts its calls in a global, and returns the count."""
calls = 0


def numbered(item):
    global calls
    calls += 1
    return calls
