"""One run: one strategy doing the whole loop once, in a process of its own."""
