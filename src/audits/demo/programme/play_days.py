"""When the board acts after a deadline, in working days."""

GO_ON = 12  # with what there is
MODERATE = 13
SIGN_OFF = 18
FOLLOW_UP = 28
