"""Statuses and their moves, permissions, errors, time, value objects: standard library only."""
