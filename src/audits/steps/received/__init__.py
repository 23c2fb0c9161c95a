"""Files that came, before they are known to be returns."""
