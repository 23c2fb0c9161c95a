"""What the schedules run, one process at a time."""
