"""Tasks of which it is known what they are bound by and what they do with the GIL."""

import hashlib
import json
import pickle
import re
import subprocess
import sys
import time

TEXT = json.dumps([{"name": f"n{number}", "values": list(range(20))} for number in range(60)])
RECORDS = [{"name": f"n{number}", "values": list(range(20))} for number in range(120)]
LOG = " ".join(f"word{number} 2026-01-{number % 28 + 1:02d} {number}.{number % 100}" for number in range(400))
LARGE = bytes(4_000_000)
SMALL = bytes(64)
DATES = re.compile(r"(\d{4})-(\d\d)-(\d\d)\s+(\d+\.\d+)")


def read_json(number):
    """Parse JSON: computes, and the parser holds the GIL."""
    return sum(len(json.loads(TEXT)) for _ in range(12))


def match_words(number):
    """Search with a regular expression: computes, and the matcher holds the GIL."""
    return sum(len(DATES.findall(LOG)) for _ in range(12))


def hash_large(number):
    """Hash a large buffer: computes, and hashlib releases the GIL meanwhile."""
    return hashlib.sha256(LARGE).hexdigest()


def hash_small(number):
    """Hash small buffers: computes, and hashlib keeps the GIL below 2,048 bytes."""
    return [hashlib.sha256(SMALL).digest() for _ in range(6000)][-1].hex()


def pickle_records(number):
    """Pickle records and load them: computes, and pickle holds the GIL."""
    return sum(len(pickle.loads(pickle.dumps(RECORDS))) for _ in range(12))  # noqa: S301


def half_and_half(number):
    """Compute in Python for 4 ms of CPU time, then sleep 4 ms."""
    until, turns = time.thread_time() + 0.004, 0
    while time.thread_time() < until:
        turns = sum(range(200))
    time.sleep(0.004)
    return turns


def multiply(number):
    """Multiply matrices with numpy, whose BLAS releases the GIL: computes."""
    return float(MATRIX.dot(MATRIX)[0, 0])


def run_program(number):
    """Run another program that computes: waits for it, and the CPU time is its own."""
    code = "sum(number * number for number in range(400_000))"
    return subprocess.run([sys.executable, "-S", "-c", code], check=True).returncode


try:
    import numpy

    MATRIX = numpy.full((400, 400), 1.5)
except ImportError:
    MATRIX = None
