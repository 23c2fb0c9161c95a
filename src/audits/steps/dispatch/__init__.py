"""Messages: made due, sent once, followed up, called back."""
