PICTURES = [bytes(50_000_000), bytes(50_000_000)]


def size(picture):
    return len(picture)
