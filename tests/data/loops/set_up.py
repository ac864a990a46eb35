"""Loads something big once in each worker."""
table = {}


def load():
    table.update({number: number * number for number in range(1000)})


def squared(number):
    return table[number]
