"""Which pictures are kept, and that what is shown of them tells nothing but the picture."""

import io
import struct
import zlib

import pytest
from PIL import Image

from adapters.file_kinds import HEIC, JPEG, PNG
from adapters.pictures import SHOWN_SIDE, shown
from tests.factories.files import A_HEIC, a_photograph_with_its_place, a_picture
from tests.unit.adapters.refusing import check, refusal


def of_size(width, height):
    """A PNG that says it has this size, without its pixels."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = a_picture()
    return whole[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[33:]


@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels(size):
    message = refusal(of_size(*size), "a.png")
    assert message == "“a.png” has more than 64 million pixels. Save it smaller and choose that file."


def test_a_photograph_of_a_telephone_that_says_it_is_enormous():
    size = struct.pack(">II", 64, 48)
    assert "million pixels" in refusal(A_HEIC.replace(size, struct.pack(">II", 20_000, 20_000)), "a.heic")


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"\x00"])
def test_a_drawing_with_something_behind_it(behind):
    message = refusal(a_picture() + behind, "a.png")
    assert message == "“a.png” has something else behind its picture. Open it, save it again, and choose that."


def test_a_photograph_with_something_behind_it_is_kept_as_a_photograph():
    assert check(a_picture("JPEG") + b"<html><script>alert(1)</script>", "a.jpg").content_type == JPEG


@pytest.mark.parametrize(
    ("data", "name"), [(a_picture()[:30], "a.png"), (A_HEIC[:300], "a.heic"), (b"\xff\xd8\xff", "a.jpg")]
)
def test_broken_pictures(data, name):
    assert refusal(data, name).startswith(f"“{name}” is damaged and cannot be opened.")


@pytest.mark.parametrize(("data", "kind"), [(A_HEIC, HEIC), (a_photograph_with_its_place(), JPEG), (a_picture(), PNG)])
def test_what_is_shown_has_no_place_and_no_camera(data, kind):
    picture = Image.open(io.BytesIO(shown(data, kind)))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photograph_is_shown_as_it_was_taken():
    picture = Image.open(io.BytesIO(shown(A_HEIC, HEIC)))
    red, _, blue = picture.getpixel((60, 40))
    assert picture.size == (64, 48)
    assert blue > red


def test_a_large_picture_is_shown_smaller_and_the_right_way_up():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    picture = Image.open(io.BytesIO(shown(a_picture("JPEG", (2_400, 40), exif=exif), JPEG)))
    assert picture.size[0] < picture.size[1] <= SHOWN_SIDE


def test_what_is_clear_is_shown_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (3, 3), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(shown(out.getvalue(), PNG))).getpixel((1, 1)) == (255, 255, 255)
