"""Packs: issued, sent again, and the editions that ask again."""
