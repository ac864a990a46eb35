"""The timeline in the window: its card, its tab, and what is said beside it."""
