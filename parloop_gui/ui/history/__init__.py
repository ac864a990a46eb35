"""The history in the window: a table that is read page by page, what is known of a row, two of them side by side."""
