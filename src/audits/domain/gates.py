"""The names of a cycle's gates: decisions that wait for a person."""

APPROVE_DRAW, END_MODERATION = "approve_draw", "end_moderation"

SIGN_OFF, RELEASE = "sign_off", "release"

RECIPIENTS = "recipients"  # never automatic: a wrong address is a breach
