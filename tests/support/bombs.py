"""Files that mean harm to whoever opens them."""

import zipfile
from io import BytesIO

from tests.support.books import SPACES
from tests.support.written_packs import PACK

LOL = "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *(f"b{n}: &b{n} [{'*a,' * 9}]" for n in range(9))])
WIDE = "\n".join(f"key{number}: x" for number in range(60_000))


def pack_zip(head: str = PACK["pack.yaml"], **more: str | bytes) -> bytes:
    """A whole pack, but for its first page and what comes beside it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**PACK, "pack.yaml": head, **more}.items():
            file.writestr(name, text)
    return out.getvalue()


def spreadsheet(rows: int) -> bytes:
    """An ODS whose one row says that it is repeated."""
    repeated = f'<table:table-row table:number-rows-repeated="{rows}">'
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p>'
    table = f'<table:table table:name="Cases">{repeated}{cell}</table:table-cell></table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>")
    return out.getvalue()


def bomb() -> bytes:
    """A small workbook that is large when it is unpacked."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"\0" * 20_000_000)
    return out.getvalue()
