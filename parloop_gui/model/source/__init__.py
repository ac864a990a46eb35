"""What a user's file holds, known by parsing it alone: nothing here imports or runs it."""
