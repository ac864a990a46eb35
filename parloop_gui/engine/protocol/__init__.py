"""The words that all processes share: messages, the check of each, and the pipe they go through."""
