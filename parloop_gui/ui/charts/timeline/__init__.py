"""The timeline: a lane for each worker, a block for each task."""
