"""When the board acts after a deadline, in working days."""

GO_ON = 12  # with what there is
MODERATE = 13
SIGN_OFF = 24  # agencies have ten days to check the facts of draft findings
FOLLOW_UP = 34
