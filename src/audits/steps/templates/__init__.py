"""Templates that somebody wrote in Excel: looked at, tried, and kept."""
