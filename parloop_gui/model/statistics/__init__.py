"""Wall times to intervals, ranks, tags, and when it is enough."""
