"""Twelve ways of handing much over with each task, each with its twin that hands nothing over; the work is the same."""

from functools import partial

TASKS = 48
TURNS = 12_000
"""Of a task: about a millisecond."""
BLOCK = bytes(6_000_000)
ROWS = [(number, str(number), number / 7) for number in range(12_000)]
TABLE = {number: format(number, "b") for number in range(60_000)}


def work(number):
    total = 0
    for turn in range(TURNS):
        total = (total * 31 + turn * number) % 1_000_003
    return total


def number_of(data, number):
    return work(number)


def of_data(data):
    return work(len(data) % 7)


def of_row(row):
    return work(row["number"])


def of_tuple(pair):
    return work(pair[1])


def of_box(box):
    return work(box.number)


class Box:
    def __init__(self, number, data):
        self.number, self.data = number, data

    def method(self, number):
        return work(number)


def others(data):
    """The data once more for each task, so that no two tasks share it."""
    return [data[:] + data[:1] * (number + 1) for number in range(TASKS)] if data else [data] * TASKS


def gives_block(number):
    work(number)
    return bytes(6_000_000)


def gives_no_block(number):
    gives_block(number)


def gives_rows(number):
    work(number)
    return ROWS


def gives_no_rows(number):
    gives_rows(number)


def named(number, *, table):
    return work(number)


method, light_method = Box(0, TABLE).method, Box(0, {}).method
bound, light_bound = partial(number_of, BLOCK), partial(number_of, b"")
named_table, light_named_table = partial(named, table=TABLE), partial(named, table={})
