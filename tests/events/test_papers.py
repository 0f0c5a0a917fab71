"""What documents say is read from their bytes, without a database."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from events.rights.calling import Called
from events.rights.papers import MOST_BYTES, MOST_PAGES, look_into, said

AUTHOR = "Petar Kvržić"
WHO = Called([AUTHOR], "Kvržić")


def paper(name, data):
    return SimpleNamespace(
        file=ContentFile(data, name), extension=name.rpartition(".")[2], size=len(data)
    )


def packed(name, **parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in parts.items():
            archive.writestr(member.replace("__", "/") + ".xml", text)
    return paper(name, data.getvalue())


def printed(text, pages=1, info=b"", packet=b""):
    """Make a PDF of which each page says a text in the letters of Windows-1250.

    `info` and `packet` are what it tells of itself.
    """
    drawn = b"BT /F 12 Tf 20 100 Td (" + text.encode("cp1250") + b") Tj ET"
    letters = b"/Differences[230/cacute 158/zcaron]"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
        b"<</Type/Pages/Kids[" + b"3 0 R " * pages + b"]/Count " + b"%d" % pages + b">>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length " + b"%d" % len(drawn) + b">>stream\n" + drawn + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding"
        b"/BaseEncoding/WinAnsiEncoding" + letters + b">>>>",
        b"<</Length " + b"%d" % len(packet) + b">>stream\n" + packet + b"\nendstream",
        b"<<" + info + b">>",
    ]
    body = b"".join(b"%d 0 obj" % at + part + b"endobj\n" for at, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Info 7 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    "document",
    [
        paper("a.pdf", printed("With Petar Kvržić.")),
        paper("a.txt", "With Petar Kvržić.".encode("cp1250")),
        paper("a.csv", "Name;As\nPetar Kvržić;Chair\n".encode("utf-16")),
        packed(
            "a.docx",
            word__document="<w:p><w:r><w:t>Pet</w:t></w:r><w:proofErr/><w:r><w:t>ar</w:t></w:r>"
            "<w:r><w:t xml:space='preserve'> Kvržić</w:t></w:r></w:p>",
        ),
        packed("a.docx", docProps__core="<dc:creator>Petar Kvr&#382;i&#263;</dc:creator><x/>"),
        packed("a.xlsx", xl__sharedStrings="<si><t>1</t></si><si><t>Petar Kvržić</t></si>"),
        packed("a.pptx", ppt__slides__slide1="<a:p><a:r><a:t>Petar Kvržić</a:t></a:r></a:p>"),
        paper(
            "a.pdf", printed("Roads.", info=b"/Author(\xfe\xff" + AUTHOR.encode("utf-16-be") + b")")
        ),
        paper("a.pdf", printed("Roads.", packet=f"<dc:creator><rdf:li>{AUTHOR}</rdf:li>".encode())),
        packed("a.docx", word__comments=f'<w:comment w:author="{AUTHOR}"><w:p/></w:comment>'),
        packed("a.docx", word__document=f'<w:ins w:id="1" w:author="{AUTHOR}"><w:p/></w:ins>'),
        packed("a.docx", word__diagrams__data1=f"<a:p><a:t>{AUTHOR}</a:t></a:p>"),
        packed("a.xlsx", xl__persons__person=f'<person displayName="{AUTHOR}"/>'),
        packed("a.xlsx", xl__drawings__drawing1=f"<a:p><a:t>{AUTHOR}</a:t></a:p>"),
        packed("a.pptx", ppt__commentAuthors=f'<p:cmAuthor id="0" name="{AUTHOR}"/>'),
        packed("a.odt", content="<text:p>Petar<text:s/><text:span>Kvr</text:span>žić</text:p>"),
    ],
    ids=lambda document: document.extension,
)
def test_document_that_names_somebody_is_known_by_its_words(document):
    [read] = look_into([document], WHO)
    assert (read.names_them, read.is_sure) == (1, True)


def test_words_of_two_cells_and_paragraphs_are_not_one():
    cells = packed("a.docx", word__document="<w:p><w:t>Petar Kvr</w:t></w:p><w:p>žić</w:p>")
    assert said([cells])[0].split() == ["Petar", "Kvr", "žić"]


def test_what_a_pdf_tells_of_itself_takes_nothing_away_where_it_is_damaged():
    broken = printed("Petar Kvržić", packet=b"\xff\xfe").replace(b"/Info 7 0 R", b"/Info 5")
    assert [read.names_them for read in look_into([paper("a.pdf", broken)], WHO)] == [1]


def test_document_without_the_name_is_told_from_one_that_cannot_be_read():
    papers = [
        paper("a.txt", b"Roads."),
        paper("a.pdf", b"%PDF-1.4"),
        paper("a.pdf", printed("")),
        paper("a.pdf", printed("Petar Kvržić", pages=MOST_PAGES + 1)),
        paper("a.pdf", printed("Petar Kvržić")[:200]),
        paper("a.docx", b"PK\x05\x06 broken"),
    ]
    assert [read.names_them for read in look_into(papers, WHO)] == [0, *[None] * 5]


def test_entity_is_not_replaced_and_nothing_outside_is_named():
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:p>&a;</w:p>'
    [text] = said([packed("a.docx", word__document=bomb)])
    assert text.strip().endswith("&a;")


def test_list_of_parts_that_would_fill_the_memory_is_not_read(monkeypatch):
    document = packed("a.docx", **{f"{number:070}": "" for number in range(10_000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert said([document]) == [None]


def test_no_more_is_read_than_one_look_may_take():
    large = paper("a.txt", b"Petar Kvrzic")
    large.size = MOST_BYTES + 1
    assert [read.names_them for read in look_into([large], WHO)] == [None]
