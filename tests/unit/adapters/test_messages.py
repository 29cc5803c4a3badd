"""E-mails: what is read of them, what came with them, and which are refused."""

import pytest

from adapters.file_kinds import EML, MSG
from adapters.messages import MOST_ATTACHMENTS, MOST_DEPTH, attachments_of, message_of, words_of_html
from tests.factories.files import a_msg, a_pdf, an_email
from tests.unit.adapters.refusing import check, refusal

HEAD = "From: Dr K. Lim <lim@example.org>\nTo: SEND team <send@example.org>\n"


def test_who_wrote_to_whom_and_what():
    text = message_of(bytes(an_email()), EML).text
    assert text.startswith(HEAD)
    assert "Date: Mon, 02 Nov 2026 09:30:00 +0000\nSubject: Rowan’s report\n\nRowan needs an adult each day." in text


def test_what_outlook_saved():
    text = message_of(a_msg(), MSG).text
    assert text.startswith('From: "Dr K. Lim" <lim@example.org>\nTo: SEND team <send@example.org>')
    assert text.endswith("Subject: Rowan’s report\n\nRowan needs an adult each day.")


HTML = (
    "<html><head><title>x</title><style>p {}</style></head><body><p>Two&nbsp;words</p>"
    "<script>alert(1)</script><p>and\nmore<br>below</p><img src='https://example.org/x.png'></body></html>"
)
WORDS = "Two words\n\nand more\nbelow"


def test_a_body_of_html_is_read_as_words():
    assert words_of_html(HTML) == WORDS
    assert message_of(bytes(an_email("", html=HTML)), EML).body == WORDS
    assert message_of(a_msg("", html=HTML), MSG).body == WORDS


def test_the_plain_words_are_read_where_there_are_both():
    assert message_of(bytes(an_email("Plain.", html=HTML)), EML).body == "Plain."


@pytest.mark.parametrize(("make", "kind"), [(lambda **how: bytes(an_email(**how)), EML), (a_msg, MSG)])
def test_what_came_with_it(make, kind):
    files = {"report.pdf": a_pdf(), "../notes é.txt": b"He reads."}
    attachments, not_read = attachments_of(make(attached=files), kind)
    assert [each.name for each in attachments] == ["report.pdf", "notes é.txt"]
    assert [each.content for each in attachments] == list(files.values())
    assert not_read == []


def test_messages_within_are_named_and_not_read():
    within = an_email("Secret words.", subject="Fwd: the other child")
    attachments, not_read = attachments_of(bytes(an_email(within=within, attached={"old.msg": a_msg()})), EML)
    assert sorted(not_read) == ["Fwd: the other child", "old.msg"]
    assert attachments == []
    assert "Secret words" not in message_of(bytes(an_email(within=within)), EML).text
    assert attachments_of(a_msg(within="Fwd: the other child"), MSG) == ([], ["Fwd: the other child"])


def test_a_text_with_the_ending_of_a_message():
    assert "does not end as its content does (.txt)" in refusal(b"Dear team,\n\nhe reads.", "a.eml")


def test_too_much_comes_with_it():
    many = {f"{n}.txt": b"x" for n in range(MOST_ATTACHMENTS + 1)}
    assert refusal(bytes(an_email(attached=many)), "a.eml") == (
        "“a.eml” has more than 50 files with it. Save them, and send them apart."
    )


def test_bombs_of_parts():
    nested = b"hello"
    for level in range(MOST_DEPTH + 2):
        nested = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s\n--b%d--\n" % (level, level, nested, level)
    assert "is made of more parts than messages are" in refusal(b"From: a\nTo: b\n" + nested, "a.eml")
    many = b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhello\n" * 300
    assert "is made of more parts than messages are" in refusal(many, "a.eml")
    boundaries = b"From: a\nTo: b\n\n" + b"Content-Type: multipart/mixed; boundary=x\n" * 300
    assert "unpacks to far more than its size" in refusal(boundaries, "a.eml")
    within = b"From: a\nTo: b\n" + b"Content-Type: message/rfc822\n\n" * 2_000
    assert refusal(within, "a.eml").startswith("“a.eml” ")


def test_parts_of_an_outlook_message_that_lie_upon_each_other():
    data = bytearray(a_msg("x" * 5000))
    size = (10_000).to_bytes(8, "little")
    at = data.index(size)
    data[at : at + 8] = (10**9).to_bytes(8, "little")
    assert "a.msg” " in refusal(bytes(data), "a.msg")


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "no-such-thing", "utf-7"])
def test_a_body_in_an_unknown_alphabet_is_read_all_the_same(charset):
    head = f"From: a\nTo: b\nSubject: =?{charset}?q?x?=\nContent-Type: text/plain; charset={charset}\n\n"
    assert message_of(head.encode() + b"He reads.", EML).body == "He reads."


def test_a_message_is_kept_under_its_own_type():
    assert check(bytes(an_email()), "a.eml").content_type == EML
    assert check(a_msg(), "a.msg").content_type == MSG
