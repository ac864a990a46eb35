"""Functions that are bound to something, which goes along where they are sent."""


class Counter:
    """Counts its calls: a copy counts anew."""

    def __init__(self):
        self.calls = 0

    def count(self, number):
        self.calls += 1
        return self.calls


count = Counter().count
TABLE = list(range(1000))


def anew_in_each_four(number):
    return number % 4 + 1


def on_and_on(number):
    return number + 1


def looked_up(table, number):
    return table[number]
