"""Two versions of the user's code side by side."""
