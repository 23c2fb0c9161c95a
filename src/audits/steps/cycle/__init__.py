"""One run of one audit: opened, let through its gates, cancelled."""
