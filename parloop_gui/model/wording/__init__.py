"""Units, titles and limits, spelt one way everywhere."""
