"""Parloop for agents: a server over stdio that compares what lies in one folder, and gives short answers."""
