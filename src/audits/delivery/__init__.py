"""Put one message in front of one unit, by whichever route it has.

To add a route: write its module here, a class with the methods of `Channel`, and its settings
beside it; then name those settings in the settings room.
"""

from .channel import Channel
from .folder import FolderChannel, FolderSettings
from .graph import GraphChannel, GraphSettings
from .notify import NotifyChannel, NotifySettings
from .notify_status import NotifyStatus
from .smtp import SmtpChannel, SmtpSettings


__all__ = [
    "Channel",
    "FolderChannel",
    "FolderSettings",
    "GraphChannel",
    "GraphSettings",
    "NotifyChannel",
    "NotifySettings",
    "NotifyStatus",
    "SmtpChannel",
    "SmtpSettings",
]
