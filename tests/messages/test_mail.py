"""A message as a letter."""

from hypothesis import given
from hypothesis import strategies as st

from messages.contexts.mail import LetterRefused, MailFooter
from messages.mail import mail_of
from messages.model import Label


def test_the_words_are_the_same_in_both_forms() -> None:
    """Telegram's line ends are written down in HTML; plain text has no tags and says where links lead."""
    mail = mail_of(
        LetterRefused("a@b.example", "Giấy mời", "550 <no>"),
        "Không gửi được",
        "vi",
        MailFooter("Tổ công tác", "https://t.me/bot"),
    )
    assert "<b>a@b.example</b>" in mail.html
    assert "<br>" in mail.html
    assert "550 &lt;no&gt;" in mail.html
    assert "550 <no>" in mail.text
    assert "<b>" not in mail.text
    assert mail.text.endswith("https://t.me/bot")


def test_a_subject_is_one_short_line() -> None:
    """Line ends are no way into the headers."""
    mail = mail_of(MailFooter("x", "https://t.me/b"), "a\r\nBcc: y@z.example " + "d" * 300, "vi")
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert len(mail.subject) == 150


def test_a_subject_can_be_a_label() -> None:
    """The words of the reader's language."""
    assert (
        "x.pdf" in mail_of(MailFooter("x", "https://t.me/b"), Label("mail.left_out", {"name": "x.pdf"}), "en").subject
    )


@given(st.text())
def test_whatever_a_person_wrote_stays_text(said: str) -> None:
    """No text becomes a tag of the letter."""
    mail = mail_of(LetterRefused("a@b.example", said, ""), "x", "vi")
    assert "<script" not in mail.html.lower()
