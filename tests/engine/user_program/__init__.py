"""Running the user’s program to its loop, and the proof of the split."""
