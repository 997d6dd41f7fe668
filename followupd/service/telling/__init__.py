"""What is said of it: to the owner at once, to the logs for later."""
