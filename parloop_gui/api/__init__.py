"""Comparing from Python: a function and its items go in, a comparison comes out."""
