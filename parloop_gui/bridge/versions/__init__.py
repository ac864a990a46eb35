"""An earlier version of the user’s code: unpacked from git, in another file, or as it was recorded."""
