"""What somebody has a right to ask of what is kept about them."""
