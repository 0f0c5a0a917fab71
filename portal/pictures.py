"""Pictures as they come in, and what the portal makes of them.

A picture is never kept as it came: it is decoded, turned upright, brought to plain sRGB and
written anew, so that no metadata, no hidden second picture and no script survives.
"""

import contextlib
import io
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, UnidentifiedImageError

from portal import names, pieces

WIDTHS = (480, 960, 1600)
EXTENSIONS = {"jpg", "jpeg", "png", "webp", "gif"}
MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 40_000_000
# What a decoder may take. An ordinary JPEG or PNG needs four bytes a pixel; Pillow's WebP
# decoder holds four whole pictures, a progressive JPEG is all in memory before its first line.
MOST_MEMORY = 185_000_000
# The longer side of the picture that is kept: twice what the widest page shows.
LONGEST_SIDE = 3200
# Above this a picture is halved while it is read, so that no second copy of it is needed.
MOST_PIXELS_AT_ONCE = 12_500_000

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112
# How a colour profile begins a row of steps, of which it may name a hundred thousand (ICC.1,
# multiProcessElementsType). Programs write none: what has one is passed over.
STEPS = b"mpet"


class Rendition(NamedTuple):
    width: int
    extension: str
    data: bytes


class Picture(NamedTuple):
    """The picture that is kept, and the smaller ones that pages show."""

    width: int
    height: int
    extension: str
    data: bytes
    renditions: list[Rendition]


def served_widths(width: int) -> list[int]:
    """Return the widths made for a picture that wide: never wider than itself, at least one."""
    return [served for served in WIDTHS if served <= width] or [width]


def remake(file, name: str, keep_alpha: bool = False) -> Picture:
    """Return the picture in a file, made anew; ValidationError says why it cannot be.

    With `keep_alpha` it is a PNG and stays transparent; otherwise a JPEG on white.
    """
    _check_size(file)
    _check_name(file, name)
    _check_pieces(file)
    try:
        image = _decoded(_opened(file))
    except ValidationError:
        raise
    except Exception as error:
        # Pillow's decoders raise whatever they stumble upon.
        raise ValidationError(
            _(
                "The picture is damaged or incomplete. Copy it once more from where it came "
                "from, see that it opens on your computer, and upload it again."
            ),
            code="damaged",
        ) from error
    finally:
        file.seek(0)
    if image.mode == "RGBA" and not keep_alpha:
        image = _on_white(image)
    extension = "png" if keep_alpha else "jpg"
    renditions = []
    for width in served_widths(image.width):
        height = max(1, round(image.height * width / image.width))
        shown = image.resize((width, height), Image.Resampling.LANCZOS)
        renditions.append(Rendition(width, extension, _written(shown, extension)))
        renditions.append(Rendition(width, "webp", _written(shown, "webp")))
    return Picture(*image.size, extension, _written(image, extension, quality=88), renditions)


def _check_size(file):
    if not file.size:
        raise ValidationError(
            _("The file is empty. Copy the picture once more and upload it again."), code="empty"
        )
    if file.size > MOST_BYTES:
        raise ValidationError(
            _(
                "The file is larger than %(most)s MB. Save the picture as a JPEG, which is "
                "smaller, and upload that."
            ),
            code="too_large",
            params={"most": MOST_BYTES // 1024 // 1024},
        )


def _check_name(file, name):
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    file.seek(0)
    start = file.read(512)
    file.seek(0)
    if extension in ("svg", "svgz") or b"<svg" in start.lower():
        raise ValidationError(
            _("SVG drawings cannot be used here. Export the drawing as a PNG and upload that."),
            code="svg",
        )
    if extension in ("heic", "heif") or start[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise ValidationError(
            _(
                "This is a HEIC picture, as phones make them. Export or send it as a JPEG "
                "and upload that."
            ),
            code="heic",
        )
    if extension not in EXTENSIONS:
        raise ValidationError(
            _(
                "“%(name)s” is not the name of a picture. Upload a file whose name ends in "
                ".jpg, .png, .webp or .gif."
            ),
            code="name",
            params={"name": names.tidy(name)[-60:]},
        )


def _check_pieces(file):
    data = file.read()
    file.seek(0)
    if pieces.are_too_many(data):
        raise ValidationError(
            _(
                "The file is put together in a way that takes minutes to read. Open it in a "
                "program for pictures, save it anew as an ordinary JPEG or PNG, and upload that."
            ),
            code="pieces",
        )


def _opened(file):
    """Return the picture with its head read and nothing decoded."""
    try:
        image = Image.open(file, formats=["JPEG", "PNG", "WEBP", "GIF"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(_("more than 80")) from error
    except UnidentifiedImageError as error:
        raise _not_a_picture() from error
    except Exception as error:
        # A broken head makes Pillow raise whatever it stumbles upon.
        raise _not_a_picture() from error
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise _too_many_pixels(-(-pixels // 1_000_000))
    if _memory(image) > MOST_MEMORY:
        raise ValidationError(
            _(
                "A picture of this kind takes too much memory at %(width)s × %(height)s "
                "pixels. Save it as an ordinary JPEG, not a progressive one, or make it "
                "4000 pixels wide, and upload that."
            ),
            code="memory",
            params={"width": image.width, "height": image.height},
        )
    return image


def _too_many_pixels(megapixels):
    return ValidationError(
        _(
            "The picture has %(megapixels)s megapixels; the most that can be used is "
            "%(most)s. Make it smaller, 4000 pixels wide for example, and upload it again."
        ),
        code="too_many_pixels",
        params={"megapixels": megapixels, "most": MOST_PIXELS // 1_000_000},
    )


def _not_a_picture():
    return ValidationError(
        _(
            "This file is not a picture that can be used, whatever its name says. Open it on "
            "your computer, save it as a JPEG or PNG, and upload that."
        ),
        code="not_a_picture",
    )


def _memory(image):
    """Return how many bytes the decoder is going to take."""
    pixels = image.width * image.height
    if image.format == "WEBP":
        return 15 * pixels
    if image.info.get("progressive"):
        samples = [(across, down) for _id, across, down, _table in image.layer]
        whole = max(across for across, _down in samples) * max(down for _across, down in samples)
        return 2 * pixels * sum(across * down for across, down in samples) // whole
    return 4 * pixels


def _decoded(source):
    """Return the picture in RGB or RGBA, upright and not longer than LONGEST_SIDE."""
    factor = _factor(source.size)
    # Reads a JPEG at an eighth, a quarter or half of its size; nothing for other kinds.
    source.draft(None, (source.width // factor, source.height // factor))
    source.load()
    orientation = source.getexif().get(ORIENTATION)
    profile = source.info.get("icc_profile")
    image = _shrunk(source, _factor(source.size))
    # The decoded picture is the largest thing here: it goes before the next copy is made.
    del source
    longest = max(image.size)
    if longest > LONGEST_SIDE:
        size = [max(1, side * LONGEST_SIDE // longest) for side in image.size]
        image = image.resize(size, Image.Resampling.LANCZOS)
    image = _in_srgb(image, profile)
    if orientation in TURNS:
        image = image.transpose(TURNS[orientation])
    # What is left here would be written into the file.
    image.info = {}
    return image


def _factor(size):
    if size[0] * size[1] <= MOST_PIXELS_AT_ONCE:
        return 1
    return max(2, max(size) // LONGEST_SIDE)


def _shrunk(source, factor):
    """Return the picture in eight-bit colours at one over `factor`, made strip by strip."""
    if factor == 1:
        return _eight_bit(source)
    whole, strip = None, 32 * factor
    for top in range(0, source.height, strip):
        bottom = min(top + strip, source.height)
        part = _eight_bit(source.crop((0, top, source.width, bottom))).reduce(factor)
        if whole is None:
            whole = Image.new(part.mode, (part.width, -(-source.height // factor)))
        whole.paste(part, (0, top // factor))
    return whole


def _eight_bit(image):
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGB", "RGBA", "CMYK", "L") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image, profile):
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile and STEPS not in profile:
        # A profile of another kind of colours, or a broken one, says nothing.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            colours = ImageCms.profileToProfile(
                colours,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _on_white(image):
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _written(image, extension, quality=80):
    options = {
        "jpg": {"format": "JPEG", "quality": quality, "optimize": True, "progressive": True},
        "png": {"format": "PNG"},
        "webp": {"format": "WEBP", "quality": 76},
    }
    data = io.BytesIO()
    image.save(data, **options[extension])
    return data.getvalue()
