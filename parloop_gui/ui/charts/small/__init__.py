"""The small charts: task times, cores busy."""
