"""Documents of the sample: PDF with tags, CSV and XLSX, written by hand and the same each time."""

import csv
import io
import textwrap
import zipfile
from xml.sax.saxutils import escape

TOP, LEFT, BOTTOM = 770, 64, 70
EPOCH = (2024, 1, 1, 0, 0, 0)


def written(paper):
    """Return the bytes of a paper: paragraphs as PDF, rows as CSV or XLSX."""
    return {"pdf": pdf, "csv": table, "xlsx": sheet}[paper.form](paper)


def table(paper):
    """Return rows as CSV with a byte order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(paper.content)
    return text.getvalue().encode("utf-8-sig")


# XLSX: Office Open XML, ECMA-376 part 1, the least that a workbook of one sheet is.

XLSX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value):
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet(paper):
    """Return rows as a workbook of one sheet."""
    rows = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in paper.content)
    name = escape(paper.title[:31], {'"': "&quot;"})
    parts = XLSX | {
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        ),
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(zipfile.ZipInfo(path, EPOCH), head + xml, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


# PDF: ISO 32000-1, with the tags by which a screen reader finds headings and paragraphs.


def encoded(text):
    """Return a text as a PDF string; UnicodeEncodeError for letters that the fonts lack.

    Readers of PDF bring Helvetica along, in the letters of western Europe: no č, ć or đ.
    """
    codes = text.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        codes = codes.replace(sign, b"\\" + sign)
    return b"(" + codes + b")"


def lines(paper):
    """Yield (tag, size, lines) of the title and of each paragraph; "## " begins a heading."""
    yield "H1", 20, textwrap.wrap(paper.title, 46)
    for block in paper.content:
        if block.startswith("## "):
            yield "H2", 14, textwrap.wrap(block[3:], 62)
        else:
            yield "P", 11, textwrap.wrap(block, 86)


def pages(paper):
    """Return for each page its operators and the tags of what it shows, in order."""
    laid_out, y = [([], [])], TOP
    for tag, size, wrapped in lines(paper):
        height = len(wrapped) * size * 1.4
        if y - height < BOTTOM:
            laid_out.append(([], []))
            y = TOP
        operators, tags = laid_out[-1]
        font = "F1" if tag == "P" else "F2"
        operators.append(b"/%s <</MCID %d>> BDC BT" % (tag.encode(), len(tags)))
        operators.append(f"/{font} {size} Tf {size * 1.4:.1f} TL {LEFT} {y:.1f} Td".encode())
        operators += [encoded(line) + b" Tj T*" for line in wrapped]
        operators.append(b"ET EMC")
        tags.append(tag)
        y -= height + 9
    return laid_out


def stream(content):
    return b"<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream"


def pdf(paper):
    """Return paragraphs as a PDF with its title, its language and its structure."""
    laid_out = pages(paper)
    objects = {}
    # 1 catalog, 2 page tree, 3 and 4 fonts, 5 structure, 6 document, 7 parent tree,
    # 8 information; then a page, its content and its elements in turn.
    number, kids, elements, parents = 9, [], [], []
    for page, (operators, tags) in enumerate(laid_out):
        content = number + 1
        own = list(range(number + 2, number + 2 + len(tags)))
        kids.append(number)
        objects[number] = (
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            f"/StructParents {page} /Tabs /S "
            "/Resources <</Font <</F1 3 0 R /F2 4 0 R>>>>>>"
        ).encode()
        objects[content] = stream(b"\n".join(operators))
        for place, (element, tag) in enumerate(zip(own, tags, strict=True)):
            objects[element] = (
                f"<</Type /StructElem /S /{tag} /P 6 0 R /Pg {number} 0 R /K {place}>>"
            ).encode()
        elements += own
        parents.append(f"{page} [{references(own)}]")
        number += 2 + len(tags)
    font = "<</Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding>>"
    objects |= {
        1: (
            b"<</Type /Catalog /Pages 2 0 R /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R "
            b"/ViewerPreferences <</DisplayDocTitle true>> /Lang (%s)>>" % paper.language.encode()
        ),
        2: f"<</Type /Pages /Count {len(kids)} /Kids [{references(kids)}]>>".encode(),
        3: font.format("Helvetica").encode(),
        4: font.format("Helvetica-Bold").encode(),
        5: f"<</Type /StructTreeRoot /K 6 0 R /ParentTree 7 0 R "
        f"/ParentTreeNextKey {len(kids)}>>".encode(),
        6: f"<</Type /StructElem /S /Document /P 5 0 R /K [{references(elements)}]>>".encode(),
        7: f"<</Nums [{' '.join(parents)}]>>".encode(),
        8: b"<</Title <FEFF" + paper.title.encode("utf-16-be").hex().encode() + b">>>",
    }
    return whole(objects)


def references(numbers):
    return " ".join(f"{number} 0 R" for number in numbers)


def whole(objects):
    """Return a PDF file of the objects, with its table of where each begins."""
    kept = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number in sorted(objects):
        places.append(len(kept))
        kept += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    table_at, size = len(kept), len(objects) + 1
    kept += b"xref\n0 %d\n0000000000 65535 f \n" % size
    kept += b"".join(b"%010d 00000 n \n" % place for place in places)
    kept += b"trailer\n<</Size %d /Root 1 0 R /Info 8 0 R>>\n" % size
    kept += b"startxref\n%d\n%%%%EOF\n" % table_at
    return bytes(kept)
