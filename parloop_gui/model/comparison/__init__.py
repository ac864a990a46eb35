"""A comparison so far: its events folded into runs, rows and a verdict."""
