"""A comparison as text: the table, the caption under a picture, the conditions it was measured in."""
