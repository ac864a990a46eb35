"""What the words of the window mean, on a page of their own."""
