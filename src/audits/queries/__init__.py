"""Everything that only reads: one question a file, answered with a frozen, typed view."""
