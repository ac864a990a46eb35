"""Every fault under every strategy: which runs, how they are made, what they leave behind."""
