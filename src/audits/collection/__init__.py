"""Take in what agencies send back, by whichever route it comes.

To add a route: write its module here, a class with the methods of `Inbox`, and its settings beside
it; then name those settings in the settings room.
"""

from .arrivals import saved_mail
from .folder import FolderInbox, FolderInboxSettings
from .graph import GraphInbox, GraphInboxSettings
from .imap import ImapInbox, ImapSettings
from .inbox import Arrival, Inbox
from .notices import Notice


__all__ = [
    "Arrival",
    "FolderInbox",
    "FolderInboxSettings",
    "GraphInbox",
    "GraphInboxSettings",
    "ImapInbox",
    "ImapSettings",
    "Inbox",
    "Notice",
    "saved_mail",
]
