"""Records which worker ran which task when, without being felt, and reads it back."""
