import contextlib
import io
import random
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import documents
from tests.fence import fenced

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
OPEN_XML = ["docx", "xlsx", "pptx"]
OPEN_DOCUMENT = ["odt", "ods", "odp"]


def packed(members, method=zipfile.ZIP_DEFLATED):
    """Return a zip archive; a member's name may be a ZipInfo."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def of_many_gigabytes(data, comment=b""):
    """Return an archive whose list of members is told of by the record of Zip64."""
    size, at = struct.unpack_from("<LL", data, len(data) - 10)
    members = data.count(b"PK\x01\x02")
    second = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, members, members, size, at)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(data) - 22, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 100, 0, len(comment))
    return data[:-22] + second + locator + end + comment


def content_types(kind):
    return f'<Types><Override ContentType="{documents.MEDIA_TYPES[kind]}.main+xml"/></Types>'


def office(kind, *members, types=None, manifest="<manifest/>", method=zipfile.ZIP_DEFLATED):
    """Return the least that counts as a document of the kind, with more members in it."""
    if kind in OPEN_XML:
        head = [("[Content_Types].xml", types or content_types(kind))]
    else:
        head = [("mimetype", documents.MEDIA_TYPES[kind]), ("META-INF/manifest.xml", manifest)]
    return packed([*head, ("content.xml", "<x>words</x>"), *members], method)


def check(data, name):
    documents.check(SimpleUploadedFile(name, data), name)


def refusal(data, name):
    """Return the code and the sentence with which a file is refused."""
    with pytest.raises(ValidationError) as caught:
        check(data, name)
    return caught.value.code, caught.value.messages[0]


class TestWhatIsKept:
    @pytest.mark.parametrize("kind", [*OPEN_XML, *OPEN_DOCUMENT])
    def test_office_files_are_kept(self, kind):
        assert check(office(kind), f"Report.{kind}") is None
        assert check(office(kind), f"REPORT.{kind.upper()}") is None

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.pdf", PDF),
            ("a.pdf", b"\n\n" + PDF),
            ("a.pdf", PDF + b"/JavaScript /EmbeddedFile"),
            ("a.txt", "Цуцић, č\r\n\tž\f".encode()),
            ("a.csv", "a;b\r\nč;2\r\n".encode("cp1250")),
            ("a.csv", "a,b\n".encode("utf-16")),
            ("a.txt", b"\xef\xbb\xbfa"),
        ],
    )
    def test_other_kinds_are_kept(self, name, data):
        assert check(data, name) is None

    def test_a_presentation_of_many_slides_is_kept(self):
        slides = [(f"ppt/slides/slide{n}.xml", f"<s>{n}</s>") for n in range(1000)]
        assert check(office("pptx", *slides), "a.pptx") is None

    def test_the_file_is_left_at_its_beginning(self):
        file = SimpleUploadedFile("a.docx", office("docx"))
        documents.check(file, "a.docx")
        assert file.tell() == 0
        assert not file.closed


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "code", "says"),
        [
            ("a.docm", "macros", "Save it without macros"),
            ("a.xlsm", "macros", "Save it without macros"),
            ("a.PPTM", "macros", "Save it without macros"),
            ("a.doc", "old", "Save it as .docx or PDF"),
            ("a.xls", "old", "Save it as .xlsx or PDF"),
            ("a.html", "name", "Upload a PDF"),
            ("a.pdf.exe", "name", "“a.pdf.exe” cannot be used. Upload a PDF"),
            ("a.svg", "name", "Upload a PDF"),
            ("a.zip", "name", "Upload a PDF"),
            ("a.png", "name", "Upload a PDF"),
            ("pdf", "name", "Upload a PDF"),
            (".pdf", "name", "Upload a PDF"),
            ("a.pdf\u202e", "name", "Upload a PDF"),
        ],
    )
    def test_a_name_of_another_kind_is_refused_with_advice(self, name, code, says):
        refused, sentence = refusal(PDF, name)
        assert refused == code
        assert says in sentence

    @pytest.mark.parametrize("kind", documents.MEDIA_TYPES)
    def test_an_empty_file_is_refused(self, kind):
        assert refusal(b"", f"a.{kind}") == (
            "empty",
            "The file is empty. See that it opens on your computer and upload it again.",
        )

    def test_a_file_beyond_measure_is_refused(self):
        file = SimpleUploadedFile("a.pdf", PDF)
        file.size = documents.MOST_BYTES + 1
        with pytest.raises(ValidationError, match="larger than 25 MB"):
            documents.check(file, "a.pdf")

    @pytest.mark.parametrize("kind", documents.MEDIA_TYPES)
    @pytest.mark.parametrize(
        "data",
        [
            b"MZ\x90\x00\x03\0\0",
            b"\x7fELF\0",
            b"\x89PNG\r\n\x1a\n\0",
            b"PK\x03\x04\0\0",
            b"\xff\xfea",
        ],
        ids=["exe", "elf", "png", "zip head", "odd utf-16"],
    )
    def test_another_content_under_a_right_name_is_refused(self, kind, data):
        code, sentence = refusal(data, f"a.{kind}")
        assert code == "not_what_it_says"
        assert "save it anew" in sentence

    @pytest.mark.parametrize("kind", [*OPEN_XML, *OPEN_DOCUMENT])
    def test_an_office_file_of_another_kind_is_refused(self, kind):
        for other in {*OPEN_XML, *OPEN_DOCUMENT} - {kind}:
            assert refusal(office(other), f"a.{kind}")[0] == "not_what_it_says"
        assert refusal(packed([("a.txt", "x")]), f"a.{kind}")[0] == "not_what_it_says"

    @pytest.mark.parametrize("kind", [*OPEN_XML, *OPEN_DOCUMENT])
    def test_an_office_file_cut_short_is_refused(self, kind):
        whole = office(kind)
        assert refusal(whole[: len(whole) // 2], f"a.{kind}")[0] == "not_what_it_says"
        assert refusal(whole[:-10], f"a.{kind}")[0] == "not_what_it_says"

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("docx", office("docx", ("word/vbaProject.bin", "x"))),
            ("xlsx", office("xlsx", ("xl/VBAPROJECT.BIN", "x"))),
            ("xlsx", office("xlsx", ("xl/macrosheets/sheet1.xml", "x"))),
            ("docx", office("docx", types="<T>ms-word.document.macroEnabled.main+xml</T>")),
            ("pptx", office("pptx", types=f"{content_types('pptx')} vnd.ms-office.vbaProject")),
            ("odt", office("odt", ("Basic/script-lc.xml", "x"))),
            ("ods", office("ods", ("Scripts/python/a.py", "x"))),
        ],
    )
    def test_macros_are_refused(self, kind, data):
        code, sentence = refusal(data, f"a.{kind}")
        assert code == "macros"
        assert "virus" in sentence

    @pytest.mark.parametrize("kind", [*OPEN_XML, *OPEN_DOCUMENT])
    def test_a_password_is_refused(self, kind):
        locked = bytearray(office(kind))
        locked[locked.find(b"PK\x01\x02") + 8] |= 1
        old = documents.OLE_START + b"\0" * 600
        for data in (bytes(locked), old):
            code, sentence = refusal(data, f"a.{kind}")
            assert code == "protected"
            assert "password" in sentence

    def test_a_password_of_an_open_document_is_refused(self):
        data = office("odt", manifest="<m><manifest:encryption-data/></m>")
        assert refusal(data, "a.odt")[0] == "protected"

    def test_a_link_inside_is_refused(self):
        link = zipfile.ZipInfo("word/link")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        assert refusal(office("docx", (link, "/etc/passwd")), "a.docx")[0] == "not_what_it_says"


class TestWhatUnpacksTooLarge:
    def test_too_much_when_unpacked(self):
        dice = random.Random(1)  # noqa: S311
        thin = b"".join(dice.randbytes(4) + bytes(60) for _ in range(16_384))
        data = office("xlsx", *((f"a{n}", thin) for n in range(51)))
        assert len(data) > 51 * len(thin) / documents.MOST_RATIO
        assert refusal(data, "a.xlsx")[0] == "packed"
        fewer = office("xlsx", *((f"a{n}", thin) for n in range(49)))
        assert check(fewer, "a.xlsx") is None

    def test_too_tightly_packed(self):
        code, sentence = refusal(office("docx", ("a", b"0" * 9_000_000)), "a.docx")
        assert code == "packed"
        assert "Save it as a PDF" in sentence

    @pytest.mark.parametrize(("kind", "most"), [("xlsx", 200), ("odp", 2000)])
    def test_too_many_parts(self, kind, most):
        own = 2 if kind == "xlsx" else 3
        parts = [(f"p{n}", "x") for n in range(most - own)]
        assert check(office(kind, *parts), f"a.{kind}") is None
        assert refusal(office(kind, *parts, ("one", "x")), f"a.{kind}")[0] == "packed"

    def test_a_list_of_members_that_would_fill_the_memory_is_not_read(self, monkeypatch):
        data = packed((f"{n:060}", "") for n in range(20_000))
        monkeypatch.setattr(zipfile, "ZipFile", None)
        assert refusal(data, "a.docx")[0] == "packed"

    @pytest.mark.parametrize("comment", [b"", b"c" * 65_535])
    def test_list_that_a_second_record_tells_of_is_not_read(self, monkeypatch, comment):
        data = of_many_gigabytes(office("docx"), comment)
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        monkeypatch.setattr(zipfile, "ZipFile", None)
        assert refusal(data, "a.docx") == (
            "zip64",
            "The file is packed in a way that is meant for files of many gigabytes. Open it on "
            "your computer, save it anew, and upload that.",
        )

    def test_a_bomb_is_refused_and_nothing_of_it_unpacked(self, monkeypatch):
        data = office("xlsx", *((f"xl/worksheets/s{n}.xml", b"0" * 20_000_000) for n in range(7)))
        assert len(data) < 600_000
        monkeypatch.setattr(zipfile.ZipFile, "open", None)
        assert refusal(data, "a.xlsx")[0] == "packed"

    def test_noise_never_raises_anything_else(self):
        whole = bytearray(office("docx"))
        for at in range(len(whole)):
            broken = whole.copy()
            broken[at] ^= 0xFF
            with contextlib.suppress(ValidationError):
                check(bytes(broken), "a.docx")


class TestPages:
    @pytest.mark.parametrize(
        ("data", "pages"),
        [
            (b"<</Type/Pages/Count 2>> <</Type/Page>> <</Type /Page/Parent 1 0 R>>", 2),
            (b"<</Type\r\n/Page >><</Type/PageLabel>>", 1),
            (b"<</Type/Pages/Count 3/Kids[]>>", None),
            (b"<</Type/Pages/Count 3>> <</Type/Page>>", None),
            (b"", None),
            (b"/Type/PageLayout /Count 5", None),
        ],
    )
    def test_pages_are_counted_only_where_they_can_be_seen(self, data, pages):
        assert documents.pages(PDF.replace(b"/Pages", b"/X") + data) == pages

    def test_crafted_bytes_are_read_in_one_pass(self):
        with fenced():
            documents.pages(b"/Type " * 500_000 + b"/Type" + b" " * 10**6 + b"/Count " * 300_000)
