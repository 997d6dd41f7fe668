"""What the command line asks and orders: looking ahead, looking back, and the owner's hand."""
