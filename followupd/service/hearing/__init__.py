"""What comes in: from the wire to the committed stop."""
