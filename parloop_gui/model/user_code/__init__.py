"""A user’s file as a loop: its outline, a function of it over items, a loop of it where it stands."""
