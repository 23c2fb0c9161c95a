"""The names of a cycle's gates: decisions that wait for a person.

An audit template says of the first four whether each waits (``person``) or not (``automatic``).
Between which statuses each stands, ``status.CYCLE_MOVES`` shows.
"""

APPROVE_DRAW = "approve_draw"  # drawn to approved
END_MODERATION = "end_moderation"  # moderating to analysed
SIGN_OFF = "sign_off"  # analysed to agreed
RELEASE = "release"  # agreed to published
RECIPIENTS = "recipients"  # never automatic: a wrong address is a breach
