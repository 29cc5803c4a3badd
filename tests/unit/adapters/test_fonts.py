"""Every letter a family may write is printed in a font that has it, or said to have none."""

import codecs
import io
import json

import pikepdf
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from adapters import pdf
from adapters.fonts import FOLDER, faces_for, font_style, letters_in_words, letters_without_font

STATIC = settings.BASE_DIR / "static"
FONTS = STATIC / FOLDER

WRITTEN = {
    "English": ("It’s “fine” – £10… naïve café", []),
    "Polish and Romanian": ("Zażółć gęślą jaźń Ștefan Țară", ["arimo-latin-ext"]),
    "Vietnamese": ("Nguyễn Thị Hường ở trường", ["arimo-latin-ext", "arimo-vietnamese"]),
    "Yoruba and Twi": ("ẹ̀kọ́ ṣe sɔ̃ ɛ́ ŋ", ["arimo-latin-ext", "arimo-vietnamese", "dejavu-sans-latin"]),
    "Greek": ("Ο γιος μου", ["arimo-greek"]),
    "Cyrillic": ("Мой сын ї Ґ", ["arimo-cyrillic"]),
    "Hebrew": ("הבן שלי", ["arimo-hebrew"]),
    "Arabic": ("ابني يقرأ، لا", ["vazirmatn-arabic"]),
    "Urdu": ("میرا بیٹا پڑھتا ہے۔", ["vazirmatn-arabic"]),
    "Hindi": ("क्षेत्र में श्रृंखला", ["noto-sans-devanagari-devanagari"]),
    "Bengali": ("আমার ছেলে", ["noto-sans-bengali-bengali"]),
    "Punjabi": ("ਮੇਰਾ ਪੁੱਤਰ", ["noto-sans-gurmukhi-gurmukhi"]),
    "Gujarati": ("મારો દીકરો", ["noto-sans-gujarati-gujarati"]),
    "Tamil": ("என் மகன்", ["noto-sans-tamil-tamil"]),
    "Telugu": ("నా కొడుకు", ["noto-sans-telugu-telugu"]),
    "Simplified Chinese": ("我的儿子学习", ["noto-sans-sc-chinese-simplified"]),
    "Traditional Chinese": ("我的兒子學習", ["noto-sans-tc-chinese-traditional"]),
    "Japanese": ("息子は学校で", ["noto-sans-jp-japanese"]),
    "Korean": ("제 아들은", ["noto-sans-kr-korean"]),
    "Thai": ("ลูกชาย", ["noto-sans-thai-thai"]),
    "Amharic": ("ልጄ ይማራል።", ["noto-sans-ethiopic-ethiopic"]),
    "Georgian": ("ჩემი", ["noto-sans-georgian-georgian"]),
    "Armenian": ("Իմ որդին", ["noto-sans-armenian-armenian"]),
    "Symbols": ("✓ → ⅓ 10⁵ ≤ ₹", ["arimo-latin-ext", "dejavu-sans-latin"]),
    "Emoji": ("😀👨‍👩‍👧❤️", ["dejavu-sans-latin", "noto-emoji-emoji"]),
}


@pytest.mark.parametrize(("text", "faces"), WRITTEN.values(), ids=WRITTEN)
def test_a_text_is_printed_in_the_fonts_that_have_its_letters(text, faces):
    assert letters_without_font(text, STATIC) == []
    assert faces_for(f"Plan {text}", STATIC) == ["arimo-latin", *faces]


def test_letters_that_no_font_has_are_named_once_in_their_order():
    letters = letters_without_font("a\U00013080b\ue000 \U00013080\x07\u200b\u00ad", STATIC)
    assert letters_in_words(letters) == "“\U00013080” (U+13080) and “\ue000” (U+E000)"
    assert letters_in_words(["a"] * 7).endswith("“a” (U+0061) and 2 other letters")


def test_an_english_text_loads_one_font():
    assert font_style("A plan", STATIC).count("@font-face") == 2


def test_where_no_fonts_were_built_none_are_known(tmp_path):
    assert letters_without_font("\U00013080", tmp_path) == []
    assert font_style("a", tmp_path) == "@page { font-family: sans-serif }\nbody { font-family: sans-serif }"


def test_the_letters_of_a_font_are_those_of_its_file():
    index = json.loads((FONTS / "letters.json").read_text())
    for face in ("arimo-latin", "noto-sans-devanagari-devanagari", "noto-sans-jp-japanese", "noto-emoji-emoji"):
        ranges = index[face]
        codes = [code for first, end in zip(ranges[::2], ranges[1::2], strict=True) for code in range(first, end)]
        with TTFont(FONTS / f"{face}-400-normal.woff", lazy=True) as font:
            assert codes == sorted(font.getBestCmap())


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_each_letter_is_drawn_as_its_font_draws_it():
    """Two fonts that share a name would be taken for one, and the letters of one drawn with shapes of the other."""
    texts = [WRITTEN[name][0] for name in ("Greek", "Cyrillic", "Simplified Chinese", "Symbols", "Amharic")]
    body = "".join(f"<p>{text}, 丂丏</p>" for text in texts)
    html = f'<!doctype html><html lang="en-GB"><head><title>A plan</title></head><body>{body}</body></html>'
    drawn = set()
    with pikepdf.open(io.BytesIO(pdf.print_pdf(html, static=STATIC).content)) as made:
        for font in made.pages[0].Resources.Font.values():
            name = str(font.BaseFont).partition("+")[2]
            ours = TTFont(io.BytesIO((FONTS / f"{name}-400-normal.woff").read_bytes()))
            embedded = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
            for glyph, letter in shapes_of(font):
                assert outline(embedded, embedded.getGlyphName(glyph)) == outline(ours, ours.getBestCmap()[ord(letter)])
                drawn.add(letter)
    assert drawn >= {*"".join(texts), "丂", "丏"} - {" "}


def shapes_of(font):
    """The shapes of a font in a PDF and the letter that each is for."""
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if [len(part) for part in parts] == [4, 4] and parts[1] != "ffff":
            yield int(parts[0], 16), chr(int(parts[1], 16))


def outline(font, glyph):
    shapes = font["glyf"]
    return list(shapes[glyph].getCoordinates(shapes)[0])


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_a_line_in_a_joined_writing_carries_its_letters_and_english_does_not():
    page = '<!doctype html><html lang="en-GB"><head><title>A plan</title></head><body><p>%s</p></body></html>'
    for text, told in (("विद्यालय, कर्म", True), ("sɔ̃", True), ("It’s fine", False), ("ابني", False)):
        with pikepdf.open(io.BytesIO(pdf.print_pdf(page % text, static=STATIC).content)) as made:
            written = (codecs.BOM_UTF16_BE + text.encode("utf-16-be")).hex().encode()
            assert (written in made.pages[0].Contents.read_bytes()) is told
            assert (b"ActualText" in made.pages[0].Contents.read_bytes()) is told


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_a_long_word_stays_on_the_page():
    table = f"<table><tr><th>{'a' * 200}</th><td>{'b' * 200}</td></tr></table><p>{'c' * 300}</p>"
    css = (settings.BASE_DIR / "templates" / "_partials" / "pdf.css").read_text()
    page = f"<html><head><title>A</title><style>{css}</style></head><body>{table}</body></html>"
    document = pdf._weasyprint().HTML(string=page).render()
    lines = [box for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "TextBox"]
    assert len(lines) > 8
    assert all(box.position_x + box.width <= document.pages[0].width - 70 for box in lines)
