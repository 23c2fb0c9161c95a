"""Where people reach the website."""

import re


BY_HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[\w./-]*)?")
ONLY_HERE = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/?")


def checked_public_address(text: str) -> str:
    """Return where the website is reached, without a slash at its end.

    Raises:
        ValueError: if it is neither by https nor on this machine alone: passwords would be read on
            the way.
    """
    if not (BY_HTTPS.fullmatch(text) or ONLY_HERE.fullmatch(text)):
        raise ValueError("must begin with https://, so that nobody reads passwords on the way")
    return text.rstrip("/")
