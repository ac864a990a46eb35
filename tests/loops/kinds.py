"""Programs of the kinds that people bring, each with what reading it and running it must give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parloop_gui.engine.protocol.kinds import ProofKind

MARK = "# the loop"


@dataclass(frozen=True)
class Kind:
    """A program with one line marked, and what must come of the loop there.

    `refused`: part of why it can't be taken apart. `proof` is what running it shows, `differs` what is then named.
    `changes`: whether its file can be handed over changed, and gives the same output whatever the strategy.
    """

    text: str
    refused: str = ""
    proof: ProofKind = "proven"
    differs: tuple[str, ...] = ()
    changes: bool = True

    @property
    def line(self) -> int:
        """Where the loop stands."""
        return 1 + self.text[: self.text.index(MARK)].count("\n")


WORK = "def work(n):\n    return sum(k * n % 7 for k in range(400))\n\n\n"
KINDS = {
    "a reader behind a header": Kind(
        "import csv\nfrom pathlib import Path\n\nROWS = Path(__file__).with_name('rows.csv')\n"
        "ROWS.write_text('a,b\\n1,2\\n3,4\\n5,6\\n')\n"
        + WORK
        + "def main():\n    out = []\n    with open(ROWS, newline='') as file:\n"
        "        reader = csv.reader(file)\n"
        "        next(reader)\n        for row in reader:  # the loop\n            out.append(work(int(row[1])))\n"
        "    print(out)\n\n\nif __name__ == '__main__':\n    main()\n"
    ),
    "made ready by a call": Kind(
        "limits = {}\n\n\ndef prepare(into):\n    into['top'] = 40\n\n\ndef work(n):\n"
        "    return sum(k * n for k in range(limits['top']))\n\n\nprepare(limits)\nout = []\n"
        "for n in range(9):  # the loop\n    out.append(work(n))\nprint(out)\n"
    ),
    "rows that are written": Kind(
        "import csv\nimport sys\nfrom pathlib import Path\n\nROWS = Path(__file__).with_name('rows.csv')\n\n\n"
        + WORK
        + "with open(ROWS, 'w', newline='') as file:\n"
        "    writer = csv.writer(file)\n    for n in range(9):  # the loop\n        writer.writerow([n, work(n)])\n"
        "sys.stdout.write(ROWS.read_text())\n"
    ),
    "a dictionary, filled at once": Kind(WORK + "print({n: work(n) for n in range(20) if n % 3})  # the loop\n"),
    "printed as it goes": Kind(
        WORK + "out = []\nfor n in range(9):  # the loop\n    out.append(work(n))\n"
        "    if len(out) % 3 == 0:\n        print(len(out), 'done')\nprint(out)\n"
    ),
    "several folds": Kind(
        WORK + "counts, longest, text = {}, 0, ''\nfor n in range(12):  # the loop\n    value = work(n)\n"
        "    counts[n % 3] = counts.get(n % 3, 0) + value\n    longest = max(longest, value)\n"
        "    text += f'{n}:{value} '\nprint(counts, longest, text)\n"
    ),
    "a list of its own, changed in place": Kind(
        WORK + "numbers = list(range(9))\nfor at, n in enumerate(numbers):  # the loop\n    numbers[at] = work(n)\n"
        "print(numbers)\n"
    ),
    "attributes of its items": Kind(
        "class Person:\n    best = 0\n\n\n" + WORK + "people = [Person() for _ in range(6)]\n"
        "for person, n in zip(people, range(6)):  # the loop\n    person.best = work(n)\n"
        "print([each.best for each in people])\n"
    ),
    "a method that collects": Kind(
        "class Checker:\n    def __init__(self):\n        self.limit, self.found = 300, []\n\n"
        "    def check(self, n):\n        return sum(k * n for k in range(self.limit))\n\n    def run(self, numbers):\n"
        "        for n in numbers:  # the loop\n            self.found.append(self.check(n))\n"
        "        return self.found\n\n\nif __name__ == '__main__':\n    print(Checker().run(range(9)))\n"
    ),
    "a pool that is there already": Kind(
        "from multiprocessing import Pool\n\n\n" + WORK + "if __name__ == '__main__':\n    with Pool(2) as pool:\n"
        "        print(sum(pool.map(work, range(20))))  # the loop\n"
    ),
    "submitted in a loop": Kind(
        "from concurrent.futures import ThreadPoolExecutor\n\n\n" + WORK + "futures = []\n"
        "with ThreadPoolExecutor(2) as pool:\n    for n in range(9):  # the loop\n"
        "        futures.append(pool.submit(work, n))\nprint([each.result() for each in futures])\n",
        changes=False,
    ),
    "a sum of a generator": Kind(WORK + "print(sum(work(n) for n in range(20)))  # the loop\n"),
    "what main knows": Kind(
        "def main():\n    factor = 3\n\n    def score(n):\n        return sum(k * factor % 5 for k in range(n))\n\n"
        "    out = []\n    for n in range(20, 30):  # the loop\n        out.append(score(n))\n    print(out)\n\n\n"
        "if __name__ == '__main__':\n    main()\n",
        changes=False,  # no process that is started afresh can be handed a local function
    ),
    "a module's list": Kind(
        "seen = []\n\n\ndef work(n):\n    seen.append(n * n)\n\n\n"
        "for n in range(9):  # the loop\n    work(n)\nprint(len(seen))\n",
        proof="threads-only",
        differs=("seen",),
        changes=False,
    ),
    "found early": Kind(WORK + "for n in range(99):  # the loop\n    if work(n) > 900:\n        break\nprint(n)\n"),
    "whether any is found": Kind(WORK + "if any(work(n) > 900 for n in range(99)):  # the loop\n    print('found')\n"),
    "whether all are so": Kind(
        WORK + "def main(limit):\n    return all(work(n) < limit for n in range(60))  # the loop\n\n\n"
        "if __name__ == '__main__':\n    print(main(900), main(9_000))\n"
    ),
    "the first of a map": Kind(
        WORK + "found = next((r for r in map(work, range(99)) if r > 900), None)  # the loop\nprint(found)\n"
    ),
    "each needs the one before": Kind(
        WORK + "last = 1\nfor n in range(9):  # the loop\n    last = work(last + n)\nprint(last)\n",
        refused="`last` (line 7) is what earlier passes left",
    ),
    "a memo": Kind(
        WORK + "memo = {}\nfor n in [1, 2, 1, 2]:  # the loop\n    if n not in memo:\n        memo[n] = work(n)\n"
        "print(memo)\n",
        refused="`memo` (line 7) is what earlier passes left: line 8 changes it.",
    ),
    "nothing to compute": Kind(
        "total = 0\nfor n in range(9):  # the loop\n    total += n\nprint(total)\n",
        refused="Nothing is left for a worker to do: `total += n` (line 3)",
    ),
    "it waits for what was started": Kind(
        "from concurrent.futures import ThreadPoolExecutor\n\n\n" + WORK + "with ThreadPoolExecutor(2) as pool:\n"
        "    futures = [pool.submit(work, n) for n in range(9)]\n    for future in futures:  # the loop\n"
        "        print(future.result())\n",
        refused="waits for what was started elsewhere: compare the loop at line 9, which starts it.",
    ),
}


def written(folder: Path, name: str) -> Path:
    """That program as a file there."""
    path = folder / "program.py"
    path.write_text(KINDS[name].text, encoding="utf-8")
    return path
