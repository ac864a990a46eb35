"""Counts its calls in a global, and returns the count."""
import time

calls = 0


def numbered(item):
    global calls
    time.sleep(0.01)
    calls += 1
    return calls
