"""Returns: collected, stored, chased, waived; concerns raised in them."""
