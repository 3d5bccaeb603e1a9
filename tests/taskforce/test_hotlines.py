"""Telephone numbers in a charter: taken as they are written, or refused with the reason."""

import pytest

from taskforce.charter import CharterError, load_file, load_preset

BODY = '[body]\nname = "Tổ công tác"\nregulation = "Quy chế"\nstanding_unit = "Công an huyện"\n'


def phone(number: str) -> str:
    """The number as the charter gives it back."""
    return load_file(f'{BODY}[[hotlines]]\nname = "Tổng đài"\nphone = "{number}"\n', "q.toml").hotlines[0].phone


@pytest.mark.parametrize("number", ["113", "1800.1096", "19000368", "+84 912 345 678", "0234-3812345"])
def test_a_number_stays_as_it_is_written(number: str) -> None:
    """Points, spaces and hyphens are the writer's."""
    assert phone(number) == number


@pytest.mark.parametrize("number", ["", "12", "1800..1096", "gọi 113", "1234567890123456", "1800.1096 ", "<b>113</b>"])
def test_what_is_no_number_is_refused_with_an_example(number: str) -> None:
    """The error names the key and what was expected."""
    with pytest.raises(CharterError) as refused:
        phone(number)
    expected = f'hotlines[0].phone: expected a telephone number such as "1800.1096", got "{number}"'
    assert expected in str(refused.value)


def test_the_numbers_of_nam_dong_ship_with_their_article() -> None:
    """Nam Đông Đ4.1(1) names both."""
    lines = load_preset("nam-dong").hotlines
    assert [(line.phone, line.cite) for line in lines] == [
        ("1800.1096", "Điều 4 khoản 1 (1)"),
        ("19000368", "Điều 4 khoản 1 (1)"),
    ]
