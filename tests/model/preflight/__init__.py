"""What is said of a user's loop before anything is timed."""
