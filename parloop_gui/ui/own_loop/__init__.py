"""The user's own loop in the window: choosing it, reading what the file holds, trying it, trusting it."""
