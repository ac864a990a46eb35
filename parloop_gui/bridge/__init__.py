"""Starts the engine's processes and drives a comparison; talks to Qt Core at the most."""
