"""Photographs and drawings: whether one may be kept, and the picture of it that pages show."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

from adapters.file_kinds import HEIC, JPEG, PNG, UnsafeFile, damaged

MOST_PIXELS = 64_000_000
"""What the best telephones take by default is 50 million; decoded, this many take 192 MB."""

SHOWN_SIDE = 2_000
SHOWN_QUALITY = 85
"""The picture that is shown: pixels of its longer side, enough for a page of small print, and JPEG's quality."""

STARTS = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1")
"""What follows "ftyp" in a photograph of an iPhone, and of others that write HEIC."""

END_OF_PNG = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def type_of(data: bytes) -> str | None:
    """Which of the pictures that are kept it begins as."""
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return HEIC
    return next((kind for kind, start in STARTS.items() if data.startswith(start)), None)


def check(data: bytes, content_type: str, name: str) -> None:
    """Refuse a picture that does not open, is enormous, or has something behind it. Its pixels are not decoded yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            width, height = _opened(data, content_type).size
    except Image.DecompressionBombError:
        width, height = MOST_PIXELS, 2
    except Exception as error:  # decoders raise what they like of a broken picture
        raise damaged(name) from error
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise UnsafeFile(f"“{name}” has more than {most} million pixels. Save it smaller and choose that file.")
    if content_type == PNG and not data.endswith(END_OF_PNG):
        raise UnsafeFile(f"“{name}” has something else behind its picture. Open it, save it again, and choose that.")


def _opened(data: bytes, content_type: str) -> Any:
    if content_type != HEIC:
        return Image.open(io.BytesIO(data), formats=("PNG",) if content_type == PNG else ("JPEG", "MPO"))
    import pi_heif

    pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
    return pi_heif.open_heif(io.BytesIO(data))


def shown(data: bytes, content_type: str) -> bytes:
    """The picture as a JPEG of moderate size, the right way up. It carries nothing else: no place, no day, no camera.

    Raises whatever the decoders raise of a broken picture.
    """
    opened = _opened(data, content_type)
    picture: Image.Image = opened.to_pillow() if content_type == HEIC else opened
    picture.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))  # a JPEG is decoded no larger than is needed
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    layers = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(layers, mask=layers.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=SHOWN_QUALITY)
    return out.getvalue()
