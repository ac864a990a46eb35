"""Returns something that can't travel between processes."""
import threading


def lock(item):
    return threading.Lock()
