"""Finding the Pythons of this machine and learning what each one is."""
