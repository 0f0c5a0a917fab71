import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal import pictures, pieces


def written(kind, mode="RGB", **options):
    data = io.BytesIO()
    Image.new(mode, (64, 64), 0).save(data, kind, **options)
    return data.getvalue()


JPEG, PNG, GIF = written("JPEG"), written("PNG"), written("GIF", "P")
GIF_HEAD = 13 + 3 * (2 << (GIF[10] & 7))
PROGRESSIVE = written("JPEG", "L", progressive=True)


def scans(number):
    """Return a JPEG that goes over the picture so many times: its last time again and again."""
    there = PROGRESSIVE.count(b"\xff\xda")
    again = PROGRESSIVE[PROGRESSIVE.rindex(b"\xff\xda") : -2]
    return PROGRESSIVE[:-2] + again * (number - there) + PROGRESSIVE[-2:]


def beside(data):
    """Return a JPEG that tells some bytes in a piece of their own."""
    return JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + JPEG[2:]


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def profiles(number):
    return PNG[:33] + chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10_000))) * number + PNG[33:]


def remarks(number, size=1):
    """Return a GIF with a remark of so many blocks before its picture."""
    blocks = (bytes([size]) + b"r" * size) * number
    return GIF[:GIF_HEAD] + b"!\xfe" + blocks + b"\0" + GIF[GIF_HEAD:]


FILLED = pieces.MOST + 1
UNREAD = b"\xff\xf0\xff\xff" + bytes(0xFFFF - 2)
FRAMES = [Image.new("P", (8, 8), number % 8) for number in range(600)]
LATE = chunk(b"aaAa") * (pieces.MOST_BESIDE + 1)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(scans(pieces.MOST_SCANS + 1), "a.jpg", id="scans"),
        pytest.param(scans(5000), "a.jpg", id="thousands of scans"),
        pytest.param(JPEG[:2] + b"\xff\xfe\0\2" * 501 + JPEG[2:], "a.jpg", id="remarks"),
        pytest.param(JPEG[:2] + b"\xff" * FILLED + JPEG[2:], "a.jpg", id="filling"),
        pytest.param(JPEG[:2] + b"\xff\xd0" * 50_001 + JPEG[2:], "a.jpg", id="restarts"),
        pytest.param(JPEG[:2] + b"\xff\xd9" * 50_001 + JPEG[2:], "a.jpg", id="ends"),
        pytest.param(JPEG[:2] + UNREAD * 2 + JPEG[2:], "a.jpg", id="unread"),
        pytest.param(JPEG[:2] + bytes(FILLED), "a.jpg", id="nothing"),
        pytest.param(profiles(pieces.MOST_BESIDE), "a.png", id="profiles"),
        pytest.param(PNG[:-12] + LATE + PNG[-12:], "a.png", id="chunks behind"),
        pytest.param(PNG[:33] + chunk(b"IDAT") * FILLED + PNG[33:], "a.png", id="empty chunks"),
        pytest.param(remarks(pieces.MOST + 1), "a.gif", id="blocks"),
        pytest.param(
            GIF[:GIF_HEAD] + b"!\xfe\0" * FILLED + GIF[GIF_HEAD:], "a.gif", id="extensions"
        ),
        pytest.param(GIF[:GIF_HEAD] + bytes(FILLED) + GIF[GIF_HEAD:], "a.gif", id="no blocks"),
    ],
)
def test_file_of_too_many_pieces_is_refused_before_pillow_looks_at_it(monkeypatch, data, name):
    monkeypatch.setattr(Image, "open", None)
    file = SimpleUploadedFile(name, data)
    with pytest.raises(ValidationError) as caught:
        pictures.remake(file, name)
    assert caught.value.code == "pieces"
    assert caught.value.messages == [
        "The file is put together in a way that takes minutes to read. Open it in a program for "
        "pictures, save it anew as an ordinary JPEG or PNG, and upload that."
    ]
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(PROGRESSIVE, "a.jpg", id="progressive"),
        pytest.param(scans(pieces.MOST_SCANS), "a.jpg", id="scans"),
        pytest.param(beside(b"\xff\xda" * 1000), "a.jpg", id="what looks like scans"),
        pytest.param(JPEG + scans(1000), "a.jpg", id="scans behind the end"),
        pytest.param(JPEG[:2] + b"\xff\xfe\0\2" * 400 + JPEG[2:], "a.jpg", id="remarks"),
        pytest.param(written("JPEG", restart_marker_blocks=1), "a.jpg", id="restarts"),
        pytest.param(profiles(400), "a.png", id="profiles"),
        pytest.param(
            written("PNG", save_all=True, append_images=FRAMES), "a.png", id="frames of a PNG"
        ),
        pytest.param(PNG + LATE, "a.png", id="chunks behind the end"),
        pytest.param(remarks(4000, 255), "a.gif", id="a megabyte of remarks"),
        pytest.param(GIF[:-1] + bytes(FILLED), "a.gif", id="bytes behind the first picture"),
        pytest.param(written("WEBP"), "a.webp", id="another kind"),
    ],
)
def test_file_as_programs_write_it_is_taken(data, name):
    made = pictures.remake(SimpleUploadedFile(name, data), name)
    assert (made.width, made.height) == (64, 64)


@pytest.mark.parametrize("whole", [PROGRESSIVE, PNG, GIF])
def test_file_that_is_cut_off_anywhere_is_judged(whole):
    assert not any(pieces.are_too_many(whole[:end]) for end in range(len(whole)))
