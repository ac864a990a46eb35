"""Python text from idioms and users’ files: what is shown, copied and exported is what was timed."""
