"""Needs a package that nobody has."""
import no_such_package_anywhere


def work(item):
    return no_such_package_anywhere.work(item)
