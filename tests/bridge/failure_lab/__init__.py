"""Cells of the failure matrix, over an engine that tells what it is to tell."""
