"""Everything that changes what is stored, by subject.

A file holds one verb, or the few verbs of one thing; each is one transaction, noted in the trail.
What it needs to know it asks of ``queries``.
"""
