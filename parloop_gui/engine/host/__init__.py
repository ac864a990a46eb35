"""What the operating system gives and takes: processes, cores, run delay, scratch folders, the environment."""
