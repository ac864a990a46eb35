"""Names, in the syntax of Python 3.12."""
type Name = str

TITLES = {"a": "Dr", "b": "Prof"}


def greeting[T](title: T, name: Name = f"{TITLES["a"]} Who") -> str:
    """The words for one name."""
    return f"{TITLES[title]} {name}"


def pair(title, name):
    """Both, side by side."""
    return title, name


def pairs():
    """Every title with a name."""
    yield from zip(TITLES, ["Ada", "Ben"])


lengths = []
for title in TITLES.values():
    lengths.append(pair(title, len(title)))

labels = []
for title in TITLES:
    labels.append(f"{TITLES[title.removesuffix("x")]}!")
