"""Prints and asks while it works."""


def ask(item):
    print("working on", item)
    answer = input("Go on? ")
    return item if answer else None
