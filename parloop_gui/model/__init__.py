"""What a comparison is and what it says: plain Python, no Qt, no processes."""
