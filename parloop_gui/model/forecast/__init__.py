"""What a contestant will take before it ran: from the plain loop, the machine's own costs and the sizes of data."""
