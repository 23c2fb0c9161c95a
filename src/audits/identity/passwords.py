"""Whether a password will do: long enough, and not among what is tried first.

How hard one is to guess is what zxcvbn says, from 30,000 that were found out, names, words and
ways to change them (OWASP ASVS 5.0, 6.2.4 and 6.2.11). No rule says what it is made of.
"""

from audits.domain.access import LONGEST_PASSWORD, SHORTEST_PASSWORD


TOO_EASY = "Choose a password that is harder to guess: three words that do not belong together."
HARD_ENOUGH = 3  # of 4: more than a hundred million guesses
LOOKED_AT = 72  # characters; who has more has enough, and it would take long


def password_fault(password: str, *, name: str, email: str) -> str:
    """Return what is wrong with a password that somebody chose; "" if it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a password of {SHORTEST_PASSWORD} characters or more. Three words will do."
    if len(password) > LONGEST_PASSWORD:
        return f"Choose a password of at most {LONGEST_PASSWORD} characters."
    from zxcvbn import zxcvbn  # only who chooses a password waits for it

    parts = email.replace("@", " ").replace(".", " ").split()
    known = [email, name, name.replace(" ", ""), *parts, *name.split(), "safeguarding", "audits"]
    # With its spaces taken out too: "Kim Officer Kim Officer" is a name, twice.
    for form in (password, password.replace(" ", "")):
        if zxcvbn(form[:LOOKED_AT], user_inputs=known)["score"] < HARD_ENOUGH:
            return TOO_EASY
    return ""
