"""The questions of every course on threads and processes, each with a built-in loop that shows the answer."""
