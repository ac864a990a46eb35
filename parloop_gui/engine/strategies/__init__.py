"""The ways of running a loop: one file per family, each idiom standing once as ordinary code."""
