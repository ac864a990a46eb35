"""What a comparison emits while it goes, and what is kept of it."""
