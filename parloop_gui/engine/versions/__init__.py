"""Two versions of the user’s code side by side: each one’s modules come from its own folder."""
