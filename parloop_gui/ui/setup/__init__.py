"""The left panel: the loop, its parameters, the strategies, the workers."""
