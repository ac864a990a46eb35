"""A comparison as files: one small module per format."""
