"""What goes out: from what is due to what the server said, and what follows from it."""
