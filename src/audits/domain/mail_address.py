"""What a mail address must be, so that every route can carry mail to it.

Stricter than RFC 5321 where practice is: GOV.UK Notify, Microsoft 365 and most mail servers take no
letters outside ASCII, no quoted names and no domain without a dot.
"""

import re
import unicodedata


LONGEST, LONGEST_NAME, LONGEST_LABEL = 254, 64, 63  # characters (RFC 5321, 4.5.3.1; RFC 1035)
NAME = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
BETWEEN = re.compile(r"[\s,;]+")
MEANT = {"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "＠": "@"}  # by Word


def clean_address(text: str) -> str:
    r"""Return an address without what nobody can see: spaces around, zero-width characters.

    Example:
        >>> clean_address(" lead@police.example.org\u200b ")
        'lead@police.example.org'
    """
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(seen).strip()


def address_fault(address: str) -> str:
    """Return what is wrong with a mail address and how to put it right, "" if nothing is.

    The sentence does not quote the address.
    """
    if "@" not in address:
        return "This is not a mail address: it has no @. Write one, or take the row out."
    if sum("@" in word for word in BETWEEN.split(address)) > 1:
        return "There is more than one address in the cell. Give each person a row of their own."
    name, _, domain = address.rpartition("@")
    return _odd_letter(name + domain) or _name_fault(name) or _domain_fault(domain)


def checked_address(address: str) -> str:
    """Return a mail address as it is.

    Raises:
        ValueError: saying what is wrong with it.
    """
    fault = address_fault(address)
    if fault:
        raise ValueError(fault)
    return address


def addresses_fault(text: str) -> str:
    """Return what is wrong with the first mail address in a line of text, "" if nothing is.

    Example:
        >>> addresses_fault("the business unit, audits@board")
        'What stands after the @ is no domain, as police.example.org is. Put it right.'
    """
    words = (part.strip("()<>.:;,") for part in BETWEEN.split(text))
    return next(filter(None, (address_fault(word) for word in words if "@" in word)), "")


def _odd_letter(text: str) -> str:
    for letter in text:
        if letter in MEANT:
            return f"It has {letter} where mail addresses have {MEANT[letter]}. Type it anew."
        if letter.isspace():
            return "It has a space or line break within it. Take it out."
        if not letter.isascii() or not letter.isprintable():
            known = unicodedata.name(letter, "a character without a name").lower()
            return f"It has {known}, which mail servers refuse. Ask for an address without it."
    return ""


def _name_fault(name: str) -> str:
    odd = next((letter for letter in name if not NAME.match(letter)), "")
    if odd:
        return f"A mail address cannot have {odd} before the last @. Write only the address."
    if not name or name.startswith(".") or name.endswith(".") or ".." in name:
        return "What stands before the @ is empty, or has a full stop too many. Put it right."
    return "What stands before the @ is too long." if len(name) > LONGEST_NAME else ""


def _domain_fault(domain: str) -> str:
    labels = domain.split(".")
    well_formed = all(LABEL.fullmatch(label) and len(label) <= LONGEST_LABEL for label in labels)
    if len(labels) < 2 or not well_formed or labels[-1].isdigit() or len(domain) > LONGEST - 2:
        return "What stands after the @ is no domain, as police.example.org is. Put it right."
    return ""
