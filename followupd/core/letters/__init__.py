"""Our mails in bytes, what their fields say, and which of them a message answers."""
