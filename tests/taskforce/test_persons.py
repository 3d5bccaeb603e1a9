"""A person on one line: name, title, number in any order that people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.persons import NamedPerson, is_written_out, read_person
from taskforce.vietnamese import PhoneError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trần Văn Mẫu, Phó Giám đốc, 0912 345 678", NamedPerson("Trần Văn Mẫu", "Phó Giám đốc", "+84912345678")),
        ("đ/c Trần Văn Mẫu; Phó Giám đốc; 0912.345.678", NamedPerson("Trần Văn Mẫu", "Phó Giám đốc", "+84912345678")),
        ("Đồng chí Lê Thị Thử\nTrưởng phòng\n+84912345678", NamedPerson("Lê Thị Thử", "Trưởng phòng", "+84912345678")),
        ("Trần Văn Mẫu 0912345678", NamedPerson("Trần Văn Mẫu", "", "+84912345678")),
        ("Trần Văn Mẫu - Phó Trưởng phòng PC06 - SĐT: 0912345678",
         NamedPerson("Trần Văn Mẫu", "Phó Trưởng phòng PC06", "+84912345678")),
        ("0912345678, Trần Văn Mẫu", NamedPerson("Trần Văn Mẫu", "", "+84912345678")),
        ("Trần Văn Mẫu, Phó Giám đốc, Sở Y tế", NamedPerson("Trần Văn Mẫu", "Phó Giám đốc, Sở Y tế")),
        ("Trần Văn Mẫu,", NamedPerson("Trần Văn Mẫu")),
    ],
)  # fmt: skip
def test_a_person_is_read_as_written(typed: str, meant: NamedPerson) -> None:
    """Separators, courtesy, the place of the number: nothing of it matters."""
    assert read_person(typed) == meant
    assert is_written_out(typed)


@pytest.mark.parametrize("typed", ["0912 345 678", "X, 0912345678", ", ;", ""])
def test_without_a_name_there_is_nobody(typed: str) -> None:
    """A number alone, or a single letter, names nobody."""
    assert read_person(typed) is None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Trần Văn Mẫu, 09123", "invalid"),
        ("Trần Văn Mẫu, 01688123456", "old-number"),
        ("Trần Văn Mẫu, 0912345678, 12345", "invalid"),
        ("Trần Văn Mẫu, 12", "not-a-phone"),
    ],
)
def test_what_looks_like_a_number_is_never_dropped(typed: str, reason: str) -> None:
    """A number that is none, or a second one, is asked about."""
    with pytest.raises(PhoneError) as told:
        read_person(typed)
    assert told.value.reason == reason


@pytest.mark.parametrize("typed", ["mẫu", "Trần Văn Mẫu", "tran van mau", "PC06"])
def test_letters_to_search_by_are_no_person_written_out(typed: str) -> None:
    """A name alone is looked for in the list first."""
    assert not is_written_out(typed)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """Whatever is typed gives a person with a name, nobody, or a reason."""
    try:
        person = read_person(typed)
    except PhoneError:
        return
    assert person is None or person.name
