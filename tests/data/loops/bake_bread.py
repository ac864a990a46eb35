import argparse

from bakery.oven import bake

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--loaves", type=int, required=True)
    print(bake(range(parser.parse_args().loaves)))
