"""Longest word of each line of this very file."""
from pathlib import Path

longest = []
with open(Path(__file__)) as file:
    for line in file:
        words = line.split()
        if words:
            longest.append(max(words, key=len))
