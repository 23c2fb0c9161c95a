"""What this machine answers over the web: for now, GOV.UK Notify's calls and a sign of life."""

from .app import make_app, make_boards_app
from .patience import PatientProtocol
from .serving import config_of, serve


__all__ = ["PatientProtocol", "config_of", "make_app", "make_boards_app", "serve"]
