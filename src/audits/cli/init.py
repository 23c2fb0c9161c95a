"""The command that makes a workspace."""

from audits.settings import home_folder, init_workspace
from audits.wiring import build_here

from .output import say


def init() -> None:
    """Make a workspace in AUDITS_HOME (./var unless set); one that is there is left as it is."""
    home = home_folder()
    init_workspace(home)
    build_here()
    say(f"The workspace is {home}. Its settings are in audits.toml; read them before you send.")
    say("Next: audits agency import FILE, then audits register load FILE --as mash_contacts")
