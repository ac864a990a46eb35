"""The engine’s processes as the app sees them: started, watched, cleaned up after."""
