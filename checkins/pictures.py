"""A photo made anew: bytes in, a clean picture and its thumbnail out, or why not.

What comes out is WebP made from pixels on a new canvas. Nothing else of the upload survives: no
EXIF, no position, no XMP, no comment, no profile, no second file behind the picture.
"""

import struct
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from checkins.picture_header import BadPicture, Fault, Format, Header, read_header

MAX_PIXELS = 25_000_000
LONG_SIDE = 2_048
THUMBNAIL_SIDE = 480
QUALITY = 82

# Its own decoder for each format, and no guessing: a JPEG with further pictures behind it, as
# phones make, is the first of them.
_DECODERS: dict[Format, type[ImageFile.ImageFile]] = {
    Format.JPEG: JpegImageFile,
    Format.PNG: PngImageFile,
    Format.WEBP: WebPImageFile,
}
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Picture(NamedTuple):
    """The photo (its long side at most `LONG_SIDE`) and its thumbnail, both WebP."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int


def make_anew(data: bytes) -> Picture:
    """The picture in `data`, upright, in sRGB, on a new canvas.

    Memory is bounded by `MAX_PIXELS`, which is checked before anything is decoded.

    Raises:
        BadPicture: it is none that is taken, or cannot be read to its end.
    """
    header = read_header(data)
    pixels = header.width * header.height
    if pixels > MAX_PIXELS:
        raise BadPicture(Fault.PIXELS, pixels)
    try:
        with _DECODERS[header.format](BytesIO(data)) as source:
            upright = _decoded(source, header)
    except _BROKEN as error:
        raise BadPicture(Fault.DAMAGED) from error
    return Picture(_webp(upright), _webp(_shrunk(upright, THUMBNAIL_SIDE)), *upright.size)


def _decoded(source: ImageFile.ImageFile, header: Header) -> Image.Image:
    if source.size != (header.width, header.height):
        raise BadPicture(Fault.DAMAGED)
    turn = _TURNS.get(_orientation(source))
    # A JPEG is decoded at a half, a quarter or an eighth already where that is large enough.
    source.draft(None, (LONG_SIDE, LONG_SIDE))
    source.load()
    flat = _shrunk(_plain(source), LONG_SIDE)
    flat = _in_srgb(flat, source.info.get("icc_profile"))
    canvas = Image.new("RGB", flat.size, "white")
    canvas.paste(flat, mask=flat.getchannel("A") if flat.mode == "RGBA" else None)
    return canvas if turn is None else canvas.transpose(turn)


def _orientation(source: ImageFile.ImageFile) -> int:
    try:
        return int(source.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1  # a photo is not refused for a note that it is lying down


def _plain(source: Image.Image) -> Image.Image:
    """In a mode that can be made smaller well: with colours, not with numbers of a palette."""
    if source.mode.startswith("I"):
        # 16 bits of grey: the upper eight. Pillow alone would cut off all that is above 255.
        return source.convert("I").point(lambda value: value / 257).convert("L")
    if source.mode in {"L", "RGB", "CMYK", "RGBA"} and "transparency" not in source.info:
        return source
    return source.convert("RGBA" if source.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones write colours of a wider range; without their profile they would look pale."""
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return turned or picture
        except (ImageCms.PyCMSError, *_BROKEN):
            pass  # a profile that cannot be read says nothing
    return picture if picture.mode in {"RGB", "RGBA"} else picture.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    factor = side / max(picture.size)
    size = tuple(max(1, round(length * factor)) for length in picture.size)
    return picture.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
