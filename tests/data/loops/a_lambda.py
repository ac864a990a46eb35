half = lambda number: number / 2
