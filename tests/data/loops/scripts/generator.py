from collections import Counter

TEXT = """the quick brown fox
jumps over the lazy dog
and the dog sleeps"""


def letters():
    for line in TEXT.splitlines():
        found = Counter(line)
        yield line.split()[0], found.most_common(2)


results = list(letters())
