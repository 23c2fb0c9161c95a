"""Everything that is kept, written out for another program or for none."""
