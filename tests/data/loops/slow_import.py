"""Takes its time to be imported, as machine learning does."""
import time

time.sleep(0.6)


def square(number):
    return number * number
