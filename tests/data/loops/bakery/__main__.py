from .oven import bake

if __name__ == "__main__":
    print(bake(range(9)))
