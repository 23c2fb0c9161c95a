"""What takes a cycle on from where it stands: by itself, or by a person's decision."""
