"""All tasks use one buffer, and none of them is alone with it once there are threads."""
import time

buffer = [0]


def doubled(number):
    buffer[0] = number
    time.sleep(0.002)
    return buffer[0] * 2
