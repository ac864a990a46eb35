"""Small questions to an interpreter about a user’s file: does it parse there, which modules does it miss."""
