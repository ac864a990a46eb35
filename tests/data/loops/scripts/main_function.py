import argparse
import math

SCALE = 3


def work(x, offset):
    return round(math.sin(x) * SCALE + offset, 6)


def main(offset=2):
    values = [n / 7 for n in range(12)]
    values.reverse()
    out = []
    for index, value in enumerate(values):
        if index % 3 == 0:
            continue
        result = work(value, offset)
        out.append(result)
    return out


if __name__ == "__main__":
    argparse.ArgumentParser().parse_args([])
    results = main()
