"""Actions: opened, changed, linked, measured, evidenced."""
