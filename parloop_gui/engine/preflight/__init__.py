"""Tries a user's loop before anything is timed, in a process that is thrown away."""
