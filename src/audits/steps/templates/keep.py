"""Keep a template that an officer wrote in Excel: the next audit of its kind asks by it."""

import hashlib
from pathlib import Path

from audits.domain.errors import NotFoundError
from audits.queries.authored_template import AuthoredTemplate, read_authored
from audits.queries.template_versions import check_may_be_kept
from audits.storage import write_whole
from audits.templates import find_template
from audits.workspace import Workspace


def keep_template(data: bytes, name: str, *, workspace: Workspace) -> AuthoredTemplate:
    """Keep the template that a workbook holds, in place of its kind's own version before.

    Audits that are open keep what they were opened with.

    Raises:
        TemplateError: naming every cell that does not fit, or the audit that was opened with this
            version as it was before.
    """
    folder = workspace.stores.templates
    authored = read_authored(data, name, folder=folder, shapes=workspace.shapes)
    template, text = authored.template, authored.text.encode()
    with workspace.open_uow() as uow:
        check_may_be_kept(template, uow)
        # The file comes first: killed between the two, whoever begins again writes the same.
        write_whole(_path(template.kind, folder), text)
        uow.note(
            "template kept",
            template.kind,
            version=template.version,
            sha256=hashlib.sha256(text).hexdigest(),
        )
        uow.commit()
    return authored


def _path(kind: str, folder: Path) -> Path:
    """Return the file that holds a kind of audit, or is to hold it."""
    try:
        return find_template(kind, [folder])
    except NotFoundError:
        return folder / f"{kind}.yaml"
