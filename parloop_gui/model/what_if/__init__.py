"""What a loop would take if it were another one: more items, longer tasks, more cores, larger data, no GIL."""
