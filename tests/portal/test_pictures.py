import contextlib
import io
import struct
import subprocess
import sys
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from portal import pictures

RED, BLUE = (200, 30, 30), (30, 30, 200)


def written(image, kind="JPEG", **options):
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def picture(size=(1000, 800), mode="RGB", colour=RED, kind="JPEG", **options):
    return written(Image.new(mode, size, colour), kind, **options)


def upload(data, name="photo.jpg"):
    return SimpleUploadedFile(name, data)


def remade(data, name="photo.jpg", **options):
    made = pictures.remake(upload(data, name), name, **options)
    return made, Image.open(io.BytesIO(made.data))


def refusal(data, name="photo.jpg"):
    """Return the code and the sentence with which a file is refused."""
    with pytest.raises(ValidationError) as caught:
        pictures.remake(upload(data, name), name)
    return caught.value.code, caught.value.messages[0]


def png_head(width, height):
    """Write a PNG that claims a size and holds nothing."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


class TestServedWidths:
    @pytest.mark.parametrize(
        ("width", "served"),
        [
            (1, [1]),
            (479, [479]),
            (480, [480]),
            (959, [480]),
            (1000, [480, 960]),
            (1600, [480, 960, 1600]),
            (9000, [480, 960, 1600]),
        ],
    )
    def test_never_wider_than_the_picture_and_at_least_one(self, width, served):
        assert pictures.served_widths(width) == served


class TestWhatIsMade:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_every_kind_becomes_a_jpeg_with_its_renditions(self, kind):
        made, image = remade(picture(kind=kind), f"photo.{kind.lower()}")
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1000, 800))
        assert (made.width, made.height, made.extension) == (1000, 800, "jpg")
        assert [(r.width, r.extension) for r in made.renditions] == [
            (480, "jpg"), (480, "webp"), (960, "jpg"), (960, "webp"),
        ]  # fmt: skip
        for rendition in made.renditions:
            shown = Image.open(io.BytesIO(rendition.data))
            assert shown.format == {"jpg": "JPEG", "webp": "WEBP"}[rendition.extension]
            assert shown.size == (rendition.width, round(rendition.width * 0.8))
            pixel = shown.convert("RGB").getpixel((5, 5))
            assert all(abs(a - b) < 16 for a, b in zip(pixel, RED, strict=True))

    def test_a_small_picture_has_one_width_its_own(self):
        made, _image = remade(picture((300, 200)))
        assert [(r.width, r.extension) for r in made.renditions] == [(300, "jpg"), (300, "webp")]

    def test_a_very_large_picture_is_kept_at_twice_what_is_shown(self):
        made, image = remade(picture((6000, 4000), quality=50))
        assert max(image.size) <= pictures.LONGEST_SIDE
        assert image.width / image.height == pytest.approx(1.5, abs=0.01)
        assert [r.width for r in made.renditions] == [480, 480, 960, 960, 1600, 1600]

    @pytest.mark.parametrize("size", [(20_000, 3), (3, 20_000), (1, 1), (8000, 1)])
    def test_odd_shapes_are_made_too(self, size):
        made, image = remade(picture(size, kind="PNG"), "odd.png")
        assert min(image.size) >= 1
        assert max(image.size) <= pictures.LONGEST_SIDE
        assert all(Image.open(io.BytesIO(r.data)).width == r.width for r in made.renditions)

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_it_is_turned_upright(self, orientation):
        upright = Image.new("RGB", (600, 400), RED)
        upright.paste(BLUE, (0, 0, 60, 40))
        undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
        lying = upright.transpose(pictures.TURNS[undo]) if undo in pictures.TURNS else upright
        exif = Image.Exif()
        exif[pictures.ORIENTATION] = orientation
        made, image = remade(written(lying, exif=exif, quality=95))
        assert (made.width, made.height) == image.size == (600, 400)
        corners = [image.getpixel(at) for at in ((5, 5), (594, 5), (5, 394), (594, 394))]
        assert [blue > red for red, _green, blue in corners] == [True, False, False, False]
        assert dict(image.getexif()) == {}

    def test_no_metadata_is_left(self):
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        exif.get_ifd(0x8825)[2] = (44.0, 49.0, 0.0)
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        jpeg = picture(
            exif=exif, comment=b"secret comment", icc_profile=profile, xmp=b"<x>secret xmp</x>"
        )
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "secret author")
        png = picture(kind="PNG", exif=exif, pnginfo=notes, icc_profile=profile)
        for data, name in [(jpeg, "a.jpg"), (png, "a.png")]:
            assert b"secret" in data
            for options in ({}, {"keep_alpha": True}):
                made, image = remade(data, name, **options)
                for kept in [made.data, *(r.data for r in made.renditions)]:
                    assert b"secret" not in kept
                    assert b"ICC" not in kept
                    assert b"Exif" not in kept
                assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                           "progressive", "progression"}  # fmt: skip

    def test_a_script_behind_a_picture_does_not_survive(self):
        tail = b"<script>alert(1)</script><?php system($_GET[0]); ?>"
        made, _image = remade(picture(kind="PNG") + tail, "a.png")
        assert b"script" not in made.data
        assert b"php" not in made.data

    def test_transparency_becomes_white(self):
        half = Image.new("RGBA", (500, 500), (*RED, 0))
        half.paste((*BLUE, 255), (0, 0, 250, 500))
        made, image = remade(written(half, "PNG"), "logo.png")
        assert image.mode == "RGB"
        assert image.getpixel((400, 250)) == (255, 255, 255)
        assert image.getpixel((100, 250))[2] > 180
        assert made.extension == "jpg"

    def test_a_logo_stays_transparent(self):
        half = Image.new("RGBA", (500, 500), (*RED, 0))
        half.paste((*BLUE, 255), (0, 0, 250, 500))
        made, image = remade(written(half, "PNG"), "logo.png", keep_alpha=True)
        assert (image.format, image.mode, made.extension) == ("PNG", "RGBA", "png")
        assert image.getpixel((400, 250))[3] == 0
        assert image.getpixel((100, 250)) == (*BLUE, 255)
        assert [(r.width, r.extension) for r in made.renditions] == [(480, "png"), (480, "webp")]
        webp = Image.open(io.BytesIO(made.renditions[1].data))
        assert webp.convert("RGBA").getpixel((400, 200))[3] == 0

    def test_a_palette_with_a_transparent_colour_is_read(self):
        image = Image.new("P", (500, 400), 0)
        image.putpalette([*RED, *BLUE])
        image.paste(1, (0, 0, 250, 400))
        for kind in ("GIF", "PNG"):
            _made, read = remade(written(image, kind, transparency=0), f"a.{kind.lower()}")
            assert read.getpixel((400, 200)) == (255, 255, 255)
            assert read.getpixel((100, 200))[2] > 180

    @pytest.mark.parametrize(
        ("mode", "colour", "kind", "expected"),
        [
            ("CMYK", (0, 255, 255, 0), "JPEG", (255, 0, 0)),
            ("L", 128, "JPEG", (128, 128, 128)),
            ("LA", (128, 0), "PNG", (255, 255, 255)),
            ("1", 1, "PNG", (255, 255, 255)),
            ("I;16", 0x8000, "PNG", (128, 128, 128)),
        ],
    )
    def test_unusual_colours_are_read(self, mode, colour, kind, expected):
        _made, image = remade(picture((600, 500), mode, colour, kind), f"a.{kind.lower()}")
        assert image.mode == "RGB"
        pixel = image.getpixel((300, 250))
        assert all(abs(a - b) < 8 for a, b in zip(pixel, expected, strict=True)), pixel

    def test_a_broken_colour_profile_is_passed_over(self):
        _made, image = remade(picture(icc_profile=b"no profile at all" * 10))
        assert image.size == (1000, 800)

    def test_a_colour_profile_of_any_number_of_steps_is_passed_over(self, monkeypatch):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        read = []
        monkeypatch.setattr(
            ImageCms, "profileToProfile", lambda image, *_, **__: read.append(image) or image
        )
        remade(picture(icc_profile=profile))
        assert len(read) == 1
        _made, image = remade(picture(icc_profile=profile + b"mpet" + bytes(8)))
        assert (image.size, len(read)) == ((1000, 800), 1)

    def test_only_the_first_picture_of_many_is_read(self):
        frames = [Image.new("P", (64, 64), n % 8) for n in range(500)]
        data = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
        _made, image = remade(data, "a.gif")
        assert image.size == (64, 64)

    def test_a_phone_picture_with_a_second_one_inside_is_a_jpeg(self):
        second = Image.new("RGB", (900, 700), BLUE)
        data = written(Image.new("RGB", (900, 700), RED), "MPO", save_all=True,
                       append_images=[second])  # fmt: skip
        assert Image.open(io.BytesIO(data)).format == "MPO"
        _made, image = remade(data)
        assert image.getpixel((5, 5))[0] > 180

    def test_the_file_is_left_open_at_its_beginning(self):
        file = upload(picture())
        pictures.remake(file, file.name)
        assert file.tell() == 0
        assert not file.closed


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "size", [(6325, 6325), (9000, 9000), (13_000, 13_000), (60_000, 60_000)]
    )
    def test_more_than_forty_megapixels_are_refused_before_they_are_decoded(
        self, monkeypatch, size
    ):
        monkeypatch.setattr(ImageFile.ImageFile, "load", None)
        with pytest.raises(ValidationError) as caught:
            pictures.remake(upload(png_head(*size), "a.png"), "a.png")
        assert caught.value.code == "too_many_pixels"
        assert "4000 pixels wide" in caught.value.messages[0]

    def test_forty_megapixels_pass_the_gate(self):
        code, _sentence = refusal(png_head(8000, 5000), "a.png")
        assert code == "damaged"

    @pytest.mark.parametrize(
        ("name", "data", "code", "says"),
        [
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", "as a PNG"),
            ("a.png", b"<?xml version='1.0'?>\n<SVG/>", "svg", "as a PNG"),
            ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "heic", "as a JPEG"),
            ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "heic", "as a JPEG"),
            ("a.jpg", b"", "empty", "upload it again"),
            ("a.jpg", b"hello", "not_a_picture", "save it as a JPEG or PNG"),
            ("a.png", b"GIF89a", "not_a_picture", "save it as a JPEG or PNG"),
            ("a.jpg", b"%PDF-1.7 ", "not_a_picture", "save it as a JPEG or PNG"),
            ("a.gif", b"MZ\x90\0", "not_a_picture", "save it as a JPEG or PNG"),
        ],
    )
    def test_what_is_no_picture_is_refused_with_advice(self, name, data, code, says):
        refused, sentence = refusal(data, name)
        assert refused == code
        assert says in sentence

    @pytest.mark.parametrize(
        "name", ["a.php", "a.html", "a.png.html", "png", "a", ".png", "a.tiff", "a.bmp", "a.jpg "]
    )
    def test_a_picture_under_a_wrong_name_is_refused(self, name):
        code, sentence = refusal(picture(kind="PNG"), name)
        assert code == "name"
        assert ".jpg, .png, .webp or .gif" in sentence

    @pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "AVIF"])
    def test_another_kind_under_a_right_name_is_refused(self, kind):
        assert refusal(picture((64, 64), kind=kind), "a.png")[0] == "not_a_picture"

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_a_picture_cut_short_is_refused(self, kind):
        whole = written(Image.effect_noise((700, 500), 90).convert("RGB"), kind)
        for part in (0.5, 0.9):
            code, sentence = refusal(whole[: int(len(whole) * part)], f"a.{kind.lower()}")
            assert code in ("damaged", "not_a_picture")
            assert "upload" in sentence

    def test_a_picture_that_takes_too_much_memory_is_refused(self):
        file = io.BytesIO(picture((4200, 3200), kind="WEBP", quality=1, method=0))
        code, sentence = refusal(file.getvalue(), "a.webp")
        assert code == "memory"
        assert "4200 × 3200" in sentence

    def test_a_file_beyond_measure_is_refused_unread(self):
        file = upload(picture())
        file.size = pictures.MOST_BYTES + 1
        with pytest.raises(ValidationError) as caught:
            pictures.remake(file, file.name)
        assert caught.value.messages == [
            "The file is larger than 50 MB. Save the picture as a JPEG, which is smaller, and "
            "upload that."
        ]

    def test_noise_never_raises_anything_else(self):
        whole = bytearray(picture((64, 64), kind="PNG"))
        for at in range(8, len(whole)):
            broken = whole.copy()
            broken[at] ^= 0xFF
            with contextlib.suppress(ValidationError):
                pictures.remake(upload(bytes(broken), "a.png"), "a.png")


class TestMemory:
    SCRIPT = """
import resource, sys
from django.conf import settings
settings.configure()
from django.core.files import File
from portal import pictures
resource.setrlimit(resource.RLIMIT_DATA, (250 * 1024 * 1024, 250 * 1024 * 1024))
with open(sys.argv[1], "rb") as file:
    made = pictures.remake(File(file), sys.argv[1])
print(made.width, made.height)
"""

    @pytest.mark.parametrize("kind", ["jpg", "png"])
    def test_forty_megapixels_are_made_in_a_quarter_of_a_gigabyte(self, tmp_path, kind):
        path = tmp_path / f"large.{kind}"
        mode, colour = ("RGBA", (*RED, 128)) if kind == "png" else ("RGB", RED)
        Image.new(mode, (7300, 5470), colour).save(path)
        done = subprocess.run(
            [sys.executable, "-c", self.SCRIPT, path], capture_output=True, text=True, check=True
        )
        assert done.stdout == "3200 2397\n"
