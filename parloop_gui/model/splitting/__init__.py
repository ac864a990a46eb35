"""A loop taken apart by reading its file: what each pass computes, and what is folded in order behind it."""
