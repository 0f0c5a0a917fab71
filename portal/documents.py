"""Documents as they come in: what may be kept, judged by what is in them."""

import io
import re
import stat
import struct
import zipfile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import names

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{OPEN_XML}presentationml.presentation",
    "odt": f"{OPEN_DOCUMENT}text",
    "ods": f"{OPEN_DOCUMENT}spreadsheet",
    "odp": f"{OPEN_DOCUMENT}presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
WITH_MACROS = set("docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam".split())
OLD = {"doc": "docx", "xls": "xlsx", "ppt": "pptx", "rtf": "docx"}

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_RATIO = 100
# A sheet has few parts. A text has one for each picture, a presentation five for each slide.
MOST_MEMBERS = {"xlsx": 200, "ods": 200}
MOST_MEMBERS_OTHERWISE = 2000
MOST_DIRECTORY = MEGABYTE
MOST_LIST_OF_PARTS = MEGABYTE

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = 0x1
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
# Tab, line and page ends, and the end of file of old systems are part of plain texts.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+([0-9]{1,6})(?![0-9])")


def extension(name: str) -> str:
    """Return the end of a file's name, in small letters and without the dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def check(file, name: str) -> None:
    """Raise ValidationError if the file is not a document that may be kept."""
    kind = extension(name)
    _check_name(kind, name)
    _check_size(file)
    file.seek(0)
    start = file.read(1024)
    try:
        if kind == "pdf":
            if b"%PDF-" not in start:
                raise _not_what_it_says("PDF")
        elif kind in ("txt", "csv"):
            _check_text(file, start)
        else:
            _check_office(file, start, kind)
    finally:
        file.seek(0)


def pages(data: bytes) -> int | None:
    """Return how many pages a PDF has; None where that cannot be told from its bytes.

    Page objects are counted where they stand in plain sight, and the number is believed if
    the document's own tree of pages names it too.
    """
    seen = len(_PAGE.findall(data))
    counts = {int(count) for count in _COUNT.findall(data)}
    return seen if seen and (seen in counts or not counts) else None


def _check_name(kind, name):
    if kind in MEDIA_TYPES:
        return
    if kind in WITH_MACROS:
        raise _has_macros()
    if kind in OLD:
        raise ValidationError(
            _("This is a file of an old kind. Save it as .%(new)s or PDF and upload that."),
            code="old",
            params={"new": OLD[kind]},
        )
    raise ValidationError(
        _(
            "“%(name)s” cannot be used. Upload a PDF, a Word, Excel or PowerPoint file (.docx, "
            ".xlsx, .pptx), an OpenDocument file (.odt, .ods, .odp), or a .txt or .csv."
        ),
        code="name",
        params={"name": names.tidy(name)[-60:]},
    )


def _check_size(file):
    if not file.size:
        raise ValidationError(
            _("The file is empty. See that it opens on your computer and upload it again."),
            code="empty",
        )
    if file.size > MOST_BYTES:
        raise ValidationError(
            _(
                "The file is larger than %(most)s MB. Make its pictures smaller, or save it "
                "as a PDF for the screen, and upload that."
            ),
            code="too_large",
            params={"most": MOST_BYTES // MEGABYTE},
        )


def _check_text(file, start):
    if start.startswith(UTF_16_STARTS):
        try:
            file.seek(0)
            file.read().decode("utf-16")
        except UnicodeDecodeError as error:
            raise _not_what_it_says(_("plain text")) from error
    elif any(_NOT_TEXT.search(chunk) for chunk in file.chunks()):
        raise _not_what_it_says(_("plain text"))


def _check_office(file, start, kind):
    if start.startswith(OLE_START):
        raise ValidationError(
            _(
                "The file is protected by a password, or of an old kind. Save it without a "
                "password as .%(kind)s and upload that."
            ),
            code="protected",
            params={"kind": kind},
        )
    try:
        with packed(file, kind) as archive:
            _check_members(archive.infolist(), kind)
            _check_parts(archive, kind)
    except ValidationError:
        raise
    except Exception as error:
        # A broken archive makes zipfile raise whatever it stumbles upon.
        raise _not_what_it_says(f".{kind}") from error


def packed(file, kind: str) -> zipfile.ZipFile:
    """Return an office file to be looked into, once it is known how long its list of members is."""
    _check_directory(file, kind)
    return zipfile.ZipFile(file)


def _check_directory(file, kind):
    """Refuse a packed file whose list of members alone would fill the memory.

    PKWARE APPNOTE 4.3.16, "End of central directory record": its size stands at byte 12. Right
    before it may be a locator (4.3.15) of another such record, which zipfile would believe.
    """
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - 65_577))
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 22:
        raise _not_what_it_says(f".{kind}")
    if tail[max(0, found - 20) : found].startswith(b"PK\x06\x07"):
        raise ValidationError(
            _(
                "The file is packed in a way that is meant for files of many gigabytes. Open it "
                "on your computer, save it anew, and upload that."
            ),
            code="zip64",
        )
    if struct.unpack_from("<L", tail, found + 12)[0] > MOST_DIRECTORY:
        raise _unpacks_too_large()


def _check_members(members, kind):
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise _protected()
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise _not_what_it_says(f".{kind}")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MOST_MEMBERS.get(kind, MOST_MEMBERS_OTHERWISE)
        or unpacked > MOST_UNPACKED
        or unpacked > packed * MOST_RATIO
    ):
        raise _unpacks_too_large()
    folders = tuple(member.filename.lower() for member in members)
    if any(name.endswith("vbaproject.bin") for name in folders) or any(
        name.startswith(("basic/", "scripts/", "xl/macrosheets/")) for name in folders
    ):
        raise _has_macros()


def _check_parts(archive, kind):
    """Look into the list that says which kinds of parts the document is made of."""
    if kind.startswith("od"):
        if _part(archive, "mimetype").strip() != MEDIA_TYPES[kind].encode():
            raise _not_what_it_says(f".{kind}")
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise _protected()
        return
    parts = _part(archive, "[Content_Types].xml")
    if b"macroenabled" in parts.lower() or b"vbaproject" in parts.lower():
        raise _has_macros()
    if f"{MEDIA_TYPES[kind]}.main+xml".encode() not in parts:
        raise _not_what_it_says(f".{kind}")


def _part(archive, name):
    with archive.open(name) as part:
        return part.read(MOST_LIST_OF_PARTS)


def _has_macros():
    return ValidationError(
        _(
            "The file holds macros, which can carry a virus. Save it without macros, as .docx, "
            ".xlsx or .pptx, or as a PDF, and upload that."
        ),
        code="macros",
    )


def _protected():
    return ValidationError(
        _("The file is protected by a password. Save it without one and upload that."),
        code="protected",
    )


def _unpacks_too_large():
    return ValidationError(
        _(
            "The file is packed so tightly that it may be harmful, or it has too many parts. "
            "Save it as a PDF and upload that."
        ),
        code="packed",
    )


def _not_what_it_says(kind):
    return ValidationError(
        _(
            "This file is damaged, or is not the %(kind)s that its name says. Open it on your "
            "computer, save it anew, and upload that."
        ),
        code="not_what_it_says",
        params={"kind": kind},
    )
