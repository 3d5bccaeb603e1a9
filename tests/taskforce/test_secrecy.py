"""What may not be written here: marks of secrecy and numbers of identity cards, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.secrecy import Forbidden, forbidden, has_identity_number, secret_mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Theo công văn MẬT số 5", "MẬT"),
        ("(TUYỆT MẬT)", "TUYỆT MẬT"),
        ("TỐI\n MẬT", "TỐI MẬT"),
        ("M\u1eact", None),
        ("MA\u0323\u0302T", "MẬT"),
        ("TOI MAT", "TỐI MẬT"),
        ("Bảo mật thông tin", None),
        ("TĂNG CƯỜNG BẢO MẬT THÔNG TIN", None),
        ("MẬT ĐỘ DÂN SỐ, MẬT KHẨU, MẬT ONG", None),
        ("bí mật đời tư", None),
    ],
)
def test_marks_of_secrecy(text: str, mark: str | None) -> None:
    """Only whole words in capitals are marks, however their letters are composed."""
    assert secret_mark(text) == mark


@pytest.mark.parametrize("text", ["006095001234", "CCCD: 006 0 95 001234", "số 096301000001.", "006.095.001.234"])
def test_numbers_of_identity_cards(text: str) -> None:
    """Twelve digits that begin with a province are the number of a card, however they are grouped."""
    assert has_identity_number(text) == (text != "006.095.001.234")


@pytest.mark.parametrize(
    "text", ["0912345678", "+84912345678", "1.234.567.890.123", "123456789012", "0,060950012", "BC-006095001234"]
)
def test_other_numbers_are_no_identity_cards(text: str) -> None:
    """Telephones, sums of money and numbers of letters are taken."""
    assert not has_identity_number(text)


def test_a_file_is_told_by_its_name_too() -> None:
    """The words of a file's name are set apart by more than spaces."""
    assert forbidden((), "Bao_cao_MẬT.pdf") == Forbidden("mark", "MẬT")
    assert forbidden((), "TUYET-MAT ke hoach.docx") == Forbidden("mark", "TUYỆT MẬT")
    assert forbidden(("xin gửi", "006095001234")) == Forbidden("identity")
    assert forbidden(("xin gửi",), "bao-cao-thang-3.docx") is None


@given(st.text())
def test_any_text_is_judged_and_a_marked_one_stays_marked(text: str) -> None:
    """Nothing that surrounds a mark hides it, and no text makes the judge fail."""
    forbidden((text,), text)
    assert secret_mark(f"{text} (TỐI MẬT) {text}") is not None
