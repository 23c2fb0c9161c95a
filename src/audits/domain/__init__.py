"""The words of the house: value objects, statuses and their moves, errors, time."""
