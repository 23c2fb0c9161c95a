"""Papers: made, signed."""
