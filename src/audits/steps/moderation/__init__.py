"""Moderation: grades given, differences settled, workbooks out and in."""
