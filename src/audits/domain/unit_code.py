"""What the code of an agency or a unit must be: it is part of keys, folders and file names."""

import re


LONGEST = 40  # characters; a key has three more parts, and a file name 255 bytes
CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
# Windows keeps these names for devices, whatever follows a full stop.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def code_fault(code: str) -> str:
    """Return what is wrong with the code of an agency or unit, "" if nothing is.

    Example:
        >>> code_fault("north/south")
        'A code has only letters a to z, digits, - and _ between them. Write it so.'
    """
    if not CODE.fullmatch(code):
        return "A code has only letters a to z, digits, - and _ between them. Write it so."
    if len(code) > LONGEST:
        return f"A code has at most {LONGEST} characters. Shorten it."
    if code.casefold() in DEVICES:
        return f"Windows makes no folder called {code}. Choose another code."
    return ""
