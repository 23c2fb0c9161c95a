"""Put one message in front of one unit, by whichever route it has.

To add a route: write its module here, a class with ``send`` and ``find``, and its settings beside
it; then name those settings in the settings room.
"""

from .channel import Channel
from .folder import FolderChannel, FolderSettings


__all__ = ["Channel", "FolderChannel", "FolderSettings"]
