"""Loops as people write them, each with the outcome that it must have, through the real engine."""
