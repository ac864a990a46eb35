"""No main guard: whoever imports it runs it."""


def cube(number):
    return number**3


total = sum(map(cube, range(1000)))
print("total:", total)
