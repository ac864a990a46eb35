"""The failure lab’s dialog."""
