"""Counts the words of text files, however they end: work in plain Python that holds the GIL."""

from collections import Counter
from pathlib import Path

ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ness", "ly", "ers", "er", "es", "s")
FILES = sorted((Path(__file__).parent / "texts").glob("*.txt")) * 5


def stem(word):
    letters = "".join(letter for letter in word.lower() if letter.isalpha())
    for ending in ENDINGS:
        if letters.endswith(ending) and len(letters) > len(ending) + 2:
            return letters[: -len(ending)]
    return letters


def count(path):
    """How often each word stands in the file, the five most frequent ones."""
    counted = Counter()
    for word in path.read_text(encoding="utf-8").split():
        counted[stem(word)] += 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
