"""Whatever user code does: nothing hangs, nothing is left behind, nothing is lost."""
