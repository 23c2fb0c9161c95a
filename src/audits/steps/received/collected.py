"""What becomes of one file that comes back."""
