"""Which run is next, within which limits: the conductor, its thread, its rounds."""
