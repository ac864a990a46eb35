"""A comparison as pictures: one small module per format, all of them through the same paint routines."""
