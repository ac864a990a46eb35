"""An exception of its own that pickles, but can't be read back."""


class BadRow(Exception):
    def __init__(self, row, reason):
        super().__init__(f"row {row}: {reason}")
        self.row = row


def check(row):
    if row < 0:
        raise BadRow(row, "negative")
    return row
