"""The cards that pages of the lab are made of: answer, curves, grounds, and the list of questions."""
