"""What the app needs of its machine: paths, cores, a single window, its own Python."""
