"""What is known of a user's loop before anything is timed: what stands in the way, what it rules out, how long."""
