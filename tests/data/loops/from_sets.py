"""Lists made from sets: in another order wherever strings hash otherwise."""
NAMES = ["ada", "grace", "alan", "edsger", "barbara", "donald"]


def letters(name):
    return list(set(name + "parallel"))
