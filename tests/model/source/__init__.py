"""What is known of a user's file by parsing."""
