"""Runs the user's own program up to the loop that is to be measured, and proves that the loop can be split."""
