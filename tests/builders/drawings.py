"""Pictures and text boxes over the sheets of a workbook, as Excel writes them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DML = "http://schemas.openxmlformats.org/drawingml/2006/main"


def with_drawing(data: bytes, inside: str) -> bytes:
    """Return a workbook with something drawn over its second sheet, as Excel writes it."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                part = part.replace(b"</worksheet>", b'<drawing r:id="rIdD"/></worksheet>')
                part = part.replace(
                    b"<worksheet ",
                    b'<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                    b'relationships" ', 1,
                )  # fmt: skip
            new.writestr(name, part)
        new.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rIdD" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/drawing" Target="../drawings/drawing9.xml"/></Relationships>',
        )
        new.writestr(
            "xl/drawings/drawing9.xml",
            f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DML}"><xdr:twoCellAnchor>{inside}'
            "</xdr:twoCellAnchor></xdr:wsDr>",
        )
    return made.getvalue()


def box(text: str) -> str:
    return f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
