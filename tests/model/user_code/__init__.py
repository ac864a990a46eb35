"""A user's file as a loop."""
