"""What this machine answers over the web: for now, GOV.UK Notify's calls and a sign of life."""

from .app import make_app
from .serving import serve


__all__ = ["make_app", "serve"]
