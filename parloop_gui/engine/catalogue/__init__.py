"""What strategies, calls, loops and faults there are, as plain data for all other layers."""
