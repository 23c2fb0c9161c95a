"""Two whole years of a board's audits, and a count of its own to compare the engine with."""
