"""Five tasks as a newcomer does them: what each takes in clicks, keys and seconds."""
