"""The editions of packs, moderation workbooks and action workbooks, as they are stored."""

from typing import TypeVar

from audits.domain.edition import is_token
from audits.storage import ActionBook, IssuedPack, ModerationBook, View


Edition = TypeVar("Edition", IssuedPack, ActionBook, ModerationBook)


def newest_edition(kind: type[Edition], code: str, view: View) -> Edition | None:
    """Return the newest edition of a workbook of this kind, if there is one of this code."""
    editions = view.all(kind, kind.code == code, order_by=kind.edition)
    return editions[-1] if editions else None


def edition_named(kind: type[Edition], name: str, view: View) -> Edition | None:
    """Return the edition that a token (``P7.2``) names, or a code's (``P7``) newest."""
    if is_token(name):
        return view.find(kind, name)
    return newest_edition(kind, name, view)
