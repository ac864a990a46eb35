"""A script with arguments of its own under the main guard."""
import argparse


def cube(number):
    return number**3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    print(sum(map(cube, range(parser.parse_args().count))))


if __name__ == "__main__":
    main()
    raise SystemExit("only when it is run as a script")
