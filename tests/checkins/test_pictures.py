"""What comes in as a picture and what goes out: pixels alone, upright, bounded; bad ones refused."""

import struct
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from checkins.picture_header import MAX_SCANS, BadPicture, Fault
from checkins.pictures import LONG_SIDE, MAX_PIXELS, THUMBNAIL_SIDE, make_anew
from tests.checkins.photos import BLUE, RED, encoded, jpeg, opened, two_halves

SECRETS = [b"30.6", b"Exif", b"xmpmeta", b"GPS", b"lao-jie-camera", b"ICCP", b"EXIF", b"XMP "]
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><GPS>lao-jie-camera</GPS></x:xmpmeta>"


def png_of(width: int, height: int, rows: int) -> bytes:
    """A PNG whose header says so much, with a few rows of zeros: kilobytes for gigabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes((1 + 4 * width) * rows), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def exif(**tags: Any) -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = "lao-jie-camera"  # the maker of the camera
    made[0x0112] = tags.get("orientation", 1)
    made.get_ifd(0x8825).update({1: "N", 2: (30.0, 18.0, 54.0), 3: "E", 4: (103.0, 51.0, 36.0)})
    return made


def told_everything(kind: str) -> bytes:
    """A picture full of what must not be kept."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, Any] = {"exif": exif(), "icc_profile": profile}
    if kind == "JPEG":
        options |= {"comment": b"lao-jie-camera", "xmp": XMP}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "lao-jie-camera", zip=False)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = notes
    if kind == "WEBP":
        options["xmp"] = XMP
    return encoded(two_halves(), kind, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_survives(kind: str) -> None:
    sent = told_everything(kind)
    assert b"lao-jie-camera" in sent, "the test proves something"
    assert opened(sent).getexif().get_ifd(0x8825)[2] == (30.0, 18.0, 54.0)
    picture = make_anew(sent)
    for made in (picture.image, picture.thumbnail):
        read = opened(made)
        assert (read.format, read.mode) == ("WEBP", "RGB")
        assert dict(read.getexif()) == {}
        assert set(read.info) <= {"loop", "background", "timestamp", "duration"}
        assert [secret for secret in SECRETS if secret in made] == []
        assert made[12:16] == b"VP8 ", "one chunk of pixels, no container for others"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int) -> None:
    sent = encoded(two_halves((64, 48)), exif=exif(orientation=orientation), quality=95)
    made = opened(make_anew(sent).image)
    wanted = ImageOps.exif_transpose(opened(sent)).convert("RGB")
    assert made.size == wanted.size
    for spot in [(4, 4), (made.width - 5, 4), (4, made.height - 5)]:
        assert near(made.getpixel(spot), wanted.getpixel(spot))


def near(one: Any, other: Any, allowed: int = 24) -> bool:
    return all(abs(a - b) <= allowed for a, b in zip(one, other, strict=True))


def test_a_large_photo_is_made_smaller_with_a_thumbnail() -> None:
    picture = make_anew(jpeg((5_000, 4_000)))
    assert (picture.width, picture.height) == (LONG_SIDE, 1_638)
    assert opened(picture.image).size == (LONG_SIDE, 1_638)
    assert opened(picture.thumbnail).size == (THUMBNAIL_SIDE, 384)


def test_a_small_photo_stays_as_it_is() -> None:
    picture = make_anew(jpeg((2, 1)))
    assert opened(picture.image).size == opened(picture.thumbnail).size == (2, 1)


def test_a_long_strip_keeps_at_least_a_pixel() -> None:
    assert opened(make_anew(encoded(Image.new("L", (20_000, 3)), "PNG")).thumbnail).size == (480, 1)


GREY_16 = Image.frombytes("I;16", (64, 48), struct.pack("<H", 0x8000) * 64 * 48)
PALETTE = two_halves().quantize(4)
HIDDEN = Image.merge("RGBA", [*two_halves().split(), Image.new("L", (640, 480), 0)])


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (encoded(two_halves().convert("CMYK")), RED),
        (encoded(two_halves(), progressive=True), RED),
        (encoded(two_halves().convert("L")), (78, 78, 78)),
        (encoded(two_halves(), "PNG"), RED),
        (encoded(PALETTE, "PNG"), RED),
        (encoded(PALETTE, "PNG", transparency=PALETTE.getpixel((4, 4))), (255, 255, 255)),
        (encoded(two_halves(), "PNG", transparency=RED), (255, 255, 255)),
        (encoded(HIDDEN, "PNG"), (255, 255, 255)),
        (encoded(HIDDEN, "WEBP", lossless=True, exact=True), (255, 255, 255)),
        (encoded(HIDDEN.convert("LA"), "PNG"), (255, 255, 255)),
        (encoded(GREY_16, "PNG"), (128, 128, 128)),
        (encoded(Image.new("1", (64, 48), 1), "PNG"), (255, 255, 255)),
        (encoded(two_halves(), "WEBP", lossless=True), RED),
        (encoded(two_halves(), "WEBP"), RED),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_every_way_to_keep_colours_is_understood(sent: bytes, left: tuple[int, int, int]) -> None:
    made = opened(make_anew(sent).image)
    assert near(made.getpixel((4, 4)), left)


def test_colours_are_shown_as_their_profile_means_them() -> None:
    """A profile with red and green exchanged: its red is our green."""
    exchanged = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for part in (b"XYZ", b"TRC"):
        exchanged = exchanged.replace(b"r" + part, b"?" + part).replace(b"g" + part, b"r" + part)
        exchanged = exchanged.replace(b"?" + part, b"g" + part)
    for profile, left in ((None, RED), (b"no profile", RED), (exchanged, (30, 200, 30))):
        made = opened(make_anew(jpeg(icc_profile=profile)).image)
        assert near(made.getpixel((4, 4)), left)


def test_the_first_of_several_pictures_in_a_jpeg_is_the_photo() -> None:
    """As phones make them, with a second picture behind the first."""
    sent = encoded(
        two_halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480), BLUE)]
    )
    assert opened(sent).format == "MPO"
    assert near(opened(make_anew(sent).image).getpixel((4, 4)), RED)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_a_broken_note_about_the_camera_does_not_refuse_the_photo() -> None:
    sent = encoded(two_halves(), exif=exif(orientation=6))
    broken = (
        sent[: sent.index(b"Exif")] + b"Exif\0\0MM\0*\xff\xff" + sent[sent.index(b"Exif") + 12 :]
    )
    assert make_anew(broken).width


HTML = b"<html><script>alert(1)</script></html>"
PNG = encoded(two_halves(), "PNG")
WEBP = encoded(two_halves(), "WEBP")
MOVING = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE)]
ZIP_END = b"PK\x05\x06" + bytes(18)
WEBP_BOMB = WEBP[:12] + b"VP8X" + b"\x0a\0\0\0" + bytes(4) + b"\xff\x3f\0" * 2
JPEG_BOMB = jpeg().replace(b"\x01\xe0\x02\x80", b"\xff\xff\xff\xff", 1)

BAD = {
    "nothing": (b"", Fault.EMPTY, ""),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.FORMAT, "SVG"),
    "svg with a head": (b"<?xml version='1.0'?>\n<!-- x -->\n<svg/>", Fault.FORMAT, "SVG"),
    "html": (b"  <!DOCTYPE html><p>", Fault.FORMAT, "HTML"),
    "gif": (encoded(two_halves(), "GIF"), Fault.FORMAT, "GIF"),
    "gif and script": (b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)", Fault.FORMAT, "GIF"),
    "tiff": (encoded(two_halves(), "TIFF"), Fault.FORMAT, "TIFF"),
    "bmp": (encoded(two_halves(), "BMP"), Fault.FORMAT, "BMP"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(60), Fault.FORMAT, "HEIC"),
    "avif": (encoded(two_halves((16, 16)), "AVIF"), Fault.FORMAT, "AVIF"),
    "pdf": (b"%PDF-1.7\n", Fault.FORMAT, "PDF"),
    "text": (b"hello", Fault.FORMAT, ""),
    "json": (b'{"photo": 1}', Fault.FORMAT, ""),
    "a space before": (b" " + jpeg(), Fault.FORMAT, ""),
    "html behind jpeg": (jpeg() + HTML, Fault.SECOND_FORMAT, "<html>"),
    "html in a comment": (jpeg(comment=HTML), Fault.SECOND_FORMAT, "<html>"),
    "php in a comment": (jpeg(comment=b"<?php x();"), Fault.SECOND_FORMAT, "<?php"),
    "html behind png": (PNG + HTML, Fault.SECOND_FORMAT, "<html>"),
    "html behind webp": (WEBP + HTML, Fault.SECOND_FORMAT, "<html>"),
    "zip behind jpeg": (jpeg() + ZIP_END, Fault.SECOND_FORMAT, "PK\x05\x06"),
    "pdf in a comment": (jpeg(comment=b"%PDF-1.7"), Fault.SECOND_FORMAT, "%PDF-"),
    "png bomb": (png_of(20_000, 20_000, 90), Fault.PIXELS, 400_000_000),
    "one row too many": (png_of(5_000, 5_001, 1), Fault.PIXELS, 25_005_000),
    "webp of 16,384": (WEBP_BOMB, Fault.PIXELS, 16_384 * 16_384),
    "jpeg bomb": (JPEG_BOMB, Fault.PIXELS, 65_535 * 65_535),
    "no width": (png_of(0, 10, 1), Fault.DAMAGED, ""),
    "half a jpeg": (jpeg()[: len(jpeg()) // 2], Fault.DAMAGED, ""),
    "half a png": (PNG[: len(PNG) // 2], Fault.DAMAGED, ""),
    "half a webp": (WEBP[: len(WEBP) // 2], Fault.DAMAGED, ""),
    "three bytes of jpeg": (b"\xff\xd8\xff", Fault.DAMAGED, ""),
    "eight bytes of png": (PNG[:8], Fault.DAMAGED, ""),
    "twelve bytes of webp": (WEBP[:12], Fault.DAMAGED, ""),
    "a jpeg of no scan": (jpeg()[: jpeg().index(b"\xff\xda")] + b"\xff\xd9", Fault.DAMAGED, ""),
    "moving webp": (
        encoded(MOVING[0], "WEBP", save_all=True, append_images=MOVING[1:]),
        Fault.ANIMATED,
        "",
    ),
    "moving png": (
        encoded(MOVING[0], "PNG", save_all=True, append_images=MOVING[1:]),
        Fault.ANIMATED,
        "",
    ),
    "a jpeg of many scans": (
        b"\xff\xd8"
        + b"\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0"
        + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x11" * (MAX_SCANS + 1)
        + b"\xff\xd9",
        Fault.COMPLEX,
        "",
    ),
    "a jpeg of many comments": (
        b"\xff\xd8" + b"\xff\xfe\0\x02" * 100_000 + jpeg()[2:],
        Fault.COMPLEX,
        "",
    ),
    "a png of many parts": (
        PNG[:33] + (b"\0\0\0\0teXt" + bytes(4)) * 100_000 + PNG[33:],
        Fault.COMPLEX,
        "",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pictures_are_refused_with_the_reason(name: str) -> None:
    sent, fault, found = BAD[name]
    with pytest.raises(BadPicture) as refused:
        make_anew(sent)
    assert (refused.value.fault, refused.value.found) == (fault, found)


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_picture_cut_anywhere_is_refused_or_whole(cut: int) -> None:
    """No other exception comes out, wherever it ends."""
    for whole in (jpeg(), PNG, WEBP):
        with suppress(BadPicture):
            made = make_anew(whole[: len(whole) * cut // 60])
            assert (made.width, made.height) == (640, 480)
            assert cut > 58, "only what ends after the picture may be missing"


def test_a_megapixel_below_the_limit_is_taken() -> None:
    assert MAX_PIXELS == 5_000 * 5_000
    assert make_anew(jpeg((5_000, 5_000))).width == LONG_SIDE


MEASURE = """
import re, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from checkins.picture_header import BadPicture
from checkins.pictures import make_anew

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

data = sys.stdin.buffer.read()
before = most()
try:
    make_anew(data)
except BadPicture:
    pass
print((most() - before) // 1024)
"""


def megabytes_for(data: bytes) -> int:
    """How much more memory a fresh process takes for it."""
    told = subprocess.run(
        [sys.executable, "-c", MEASURE, str(settings.BASE_DIR)],
        input=data,
        capture_output=True,
        check=True,
    )
    return int(told.stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of memory")
def test_a_bomb_costs_no_memory_and_the_largest_photo_a_bounded_amount() -> None:
    bomb = png_of(20_000, 20_000, 90)
    assert len(bomb) < 10_000
    assert megabytes_for(bomb) < 10
    largest = Image.new("RGBA", (5_000, 5_000), (1, 2, 3, 128))
    for kind, limit in (("PNG", 400), ("WEBP", 500)):
        needed = megabytes_for(encoded(largest, kind))
        # That it takes what an undecoded picture could not shows that the measure works.
        assert 90 < needed < limit, kind
