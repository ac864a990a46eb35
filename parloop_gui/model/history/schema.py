"""What the history's database holds. A comparison is a row, a head (its document without runs) and its runs.

A run is written once, when it has finished; the head is written anew after each round. Both are parts of an ordinary
document, as compressed JSON: what reads documents checks them.
"""

from __future__ import annotations

VERSION = 1
# Marks the file as Parloop's: "parl".
APPLICATION_ID = 0x7061726C

SCHEMA = """
CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    begun TEXT NOT NULL,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    rounds INTEGER NOT NULL,
    loop TEXT NOT NULL,
    items TEXT NOT NULL,
    python TEXT NOT NULL,
    strategy TEXT NOT NULL,
    headline TEXT NOT NULL,
    figure TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    deleted_at REAL
);
CREATE INDEX shown ON comparisons (id) WHERE deleted_at IS NULL;
CREATE INDEX running ON comparisons (id) WHERE state = 'running';
CREATE INDEX deleted ON comparisons (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TABLE heads (
    comparison INTEGER PRIMARY KEY REFERENCES comparisons ON DELETE CASCADE,
    data BLOB NOT NULL
);
CREATE TABLE runs (
    comparison INTEGER NOT NULL REFERENCES comparisons ON DELETE CASCADE,
    number INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (comparison, number)
);
CREATE VIRTUAL TABLE search USING fts5 (words, prefix = '1 2 3 4');
"""
