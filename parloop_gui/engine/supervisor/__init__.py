"""Starts the runners, watches them, holds them to their limits, and ends all that they started."""
