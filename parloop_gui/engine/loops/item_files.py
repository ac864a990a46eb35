"""Items from a file of one item a line; scripts that Parloop writes hold these functions too."""

from __future__ import annotations

import csv


def lines_of(path: str) -> list[str]:
    """The lines of a text file that are not empty."""
    with open(path, encoding="utf-8-sig") as file:
        return [line for line in file.read().splitlines() if line]


def rows_of(path: str, delimiter: str = ",") -> list[tuple[str, ...] | str]:
    """The rows of a CSV file: tuples of texts, or the text itself where there is one column."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [tuple(row) if len(row) > 1 else row[0] for row in csv.reader(file, delimiter=delimiter) if row]
