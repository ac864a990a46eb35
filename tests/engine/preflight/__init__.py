"""The trial of a user's loop, part by part."""
