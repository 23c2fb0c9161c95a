"""Editions of a workbook: they share its code (``P7``), and each has a token of its own (``P7.2``).

Packs, moderation workbooks and action workbooks are all issued in editions.
"""


def token_of(code: str, edition: int) -> str:
    """Return what names one edition: on its cover, in its footer, in every reference.

    Example:
        >>> token_of("P7", 2)
        'P7.2'
    """
    return f"{code}.{edition}"


def is_token(name: str) -> bool:
    """Tell whether a name is that of one edition, and not of a workbook in all of them."""
    return "." in name


def edition_in(token: str) -> int:
    """Return the number of the edition that a token names.

    Example:
        >>> edition_in("P7.2")
        2
    """
    return int(token.rpartition(".")[2])


def code_in(token: str) -> str:
    """Return the code of the workbook of which a token names an edition.

    Example:
        >>> code_in("P7.2")
        'P7'
    """
    return token.rpartition(".")[0]
