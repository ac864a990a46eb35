"""The break-even map as a picture: who wins for which length of task and size of data."""
