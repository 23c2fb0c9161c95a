"""Links by which people share a file instead of attaching it."""

import re
from urllib.parse import unquote_to_bytes


# Only addresses that name a shared file: a signature's link to a site is none.
SHARED = re.compile(
    rb"https://("
    rb"[\w.-]+\.sharepoint\.com/:[a-z]:/"
    rb"|1drv\.ms/"
    rb"|onedrive\.live\.com/"
    rb"|docs\.google\.com/(spreadsheets|document|forms)/"
    rb"|drive\.google\.com/(file|drive|open)"
    rb"|(www\.)?dropbox\.com/(s|scl|sh|t)/"
    rb"|we\.tl/|(www\.)?wetransfer\.com/downloads/"
    rb"|(www\.)?icloud\.com/(iclouddrive|numbers|attachment)"
    rb"|app\.box\.com/s/|[\w.-]+\.egnyte\.com/dl/"
    rb")",
    re.IGNORECASE,
)


def has_shared_link(text: bytes) -> bool:
    """Tell whether a text has a link to a file that is kept elsewhere.

    Example:
        >>> has_shared_link(b"https://council.sharepoint.com/:x:/s/mash/Ed0")
        True
        >>> has_shared_link(b"https://council.sharepoint.com/sites/mash")
        False
    """
    # Outlook's link protection hides the address within one of its own.
    return SHARED.search(text) is not None or SHARED.search(unquote_to_bytes(text)) is not None
