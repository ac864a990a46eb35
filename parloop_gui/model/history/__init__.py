"""The history: every comparison, kept in one SQLite database in the user's data folder as its runs finish.

Comparison ── Recorder ─► history.sqlite ── History ─► Entry (a row of the table), Comparison (opened again)
"""
