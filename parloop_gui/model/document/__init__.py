"""A comparison as a versioned JSON document, written and read back."""
