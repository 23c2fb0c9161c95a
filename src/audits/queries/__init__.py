"""READS: one question a file, answered with plain frozen values; nothing here writes."""
