"""Earlier versions of the user's code."""
