"""What Vietnamese people type, and how they expect it back."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.vietnamese import (
    NameIndex,
    NumberError,
    PhoneError,
    compact,
    fold,
    format_change,
    format_number,
    mask_phone,
    nfc,
    parse_number,
    parse_phone,
    search,
    show_phone,
    sort_key,
    unit_sort_key,
)

UNITS = [
    ("Văn phòng UBND tỉnh", "VP UBND"),
    ("Công an tỉnh", "CA tỉnh"),
    ("Sở Thông tin và Truyền thông", "Sở TTTT"),
    ("Sở Tài chính", "Sở TC"),
    ("Sở Kế hoạch và Đầu tư", "Sở KHĐT"),
    ("Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH"),
    ("Ngân hàng Nhà nước chi nhánh tỉnh", "NHNN"),
    ("UBND huyện Ba Bể", "Ba Bể"),
    ("UBND huyện Bà Bê", "Bà Bê"),
]


def find(query: str) -> list[str]:
    return [short for _, short in search(query, UNITS, key=lambda unit: unit)]


def test_text_with_loose_accents_is_the_same_text() -> None:
    """A name sent decomposed by a phone equals the same name composed."""
    assert nfc(unicodedata.normalize("NFD", " Tổ trưởng ")) == "Tổ trưởng"
    assert fold(unicodedata.normalize("NFD", "Đường ƯỚC")) == "duong uoc"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Công  an – tỉnh", "cong an tinh"),
        ("Đ/c Ưng", "d c ung"),
        ("Các sở, ban, ngành", "cac so ban nganh"),
        ("  ", ""),
    ],
)
def test_the_folded_key_drops_accents_case_and_punctuation(text: str, folded: str) -> None:
    """Two ways to write a name share one key, đ included."""
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A key is its own key, so keys can be stored and compared."""
    assert fold(fold(text)) == fold(text)
    assert " " not in compact(text)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("cong an", "CA tỉnh"),
        ("CA", "CA tỉnh"),
        ("so tttt", "Sở TTTT"),
        ("tttt", "Sở TTTT"),
        ("stttt", "Sở TTTT"),
        ("thong tin truyen thong", "Sở TTTT"),
        ("truyen thong", "Sở TTTT"),
        ("so kh&dt", "Sở KHĐT"),
        ("SỞ TÀI CHÍNH", "Sở TC"),
        ("chinh tai", "Sở TC"),
        ("so ld tbxh", "Sở LĐTBXH"),
        ("vp", "VP UBND"),
        ("nhnn", "NHNN"),
    ],
)
def test_a_unit_is_found_by_the_way_people_shorten_it(query: str, first: str) -> None:
    """The meant unit is the first choice."""
    assert find(query)[0] == first


def test_names_that_fold_alike_are_both_offered_the_typed_accents_first() -> None:
    """ "Ba Bể" and "Bà Bê" are told apart by a tap, never by the program."""
    assert find("ba be") == ["Ba Bể", "Bà Bê"]
    assert find("Bà Bê") == ["Bà Bê", "Ba Bể"]


def test_a_mistyped_name_still_offers_the_nearest() -> None:
    """Two swapped letters do not end the search."""
    assert find("cogn an tinh")[0] == "CA tỉnh"


def test_nothing_alike_offers_nothing_and_no_query_offers_everything() -> None:
    """The list is a choice: empty when nothing fits, whole when nothing is asked."""
    assert find("xyzxyz") == []
    assert len(find("  ")) == len(UNITS)


@given(st.text(max_size=30))
def test_search_never_invents_or_repeats_an_item(query: str) -> None:
    """Whatever is typed, the answer is some of the units, each once."""
    found = find(query)
    assert len(set(found)) == len(found)
    assert set(found) <= {short for _, short in UNITS}


def test_people_are_sorted_by_given_name_then_surname_then_middle() -> None:
    """The order of a Vietnamese staff list."""
    wanted = [
        "Lê Thị An",
        "Trần Bảo An",
        "Trần Văn An",
        "Đỗ Văn Ăn",
        "Lê Ân",
        "Hà Dung",
        "Bùi Đức",
        "Vũ Em",
        "An Ê",
    ]
    assert sorted(set(wanted), key=sort_key) == wanted


def test_tones_are_sorted_ngang_huyen_hoi_nga_sac_nang() -> None:
    """Tones decide only between equal letters."""
    wanted = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mâ", "mậ", "mo", "mô", "mơ", "mu", "mư"]
    assert sorted(set(wanted), key=sort_key) == wanted


def test_units_are_sorted_from_the_left_and_numbers_by_size() -> None:
    """ "Tổ 10" stands after "Tổ 2", and Đ after D."""
    wanted = ["Ban Dân vận", "Ban Đảng", "Sở Y tế", "Tổ 2", "Tổ 10", "Tổ công tác"]
    assert sorted(set(wanted), key=unit_sort_key) == wanted


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_text_can_be_sorted(names: list[str]) -> None:
    """Letters foreign to Vietnamese, digits and empty names have a place in the order too."""
    sorted(names, key=sort_key)
    sorted(names, key=unit_sort_key)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("98.5", "98.5"),
        ("98,5", "98.5"),
        ("98,5 %", "98.5"),
        ("98,5 phần trăm", "98.5"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1.234 hồ sơ", "1234"),
        ("12 (hồ sơ)", "12"),
        ("+50", "50"),
        ("−12,5", "-12.5"),
        ("-0", "0"),
        ("25.", "25"),
    ],
)
def test_numbers_with_one_reading_are_read(text: str, number: str) -> None:
    """Dots group, commas divide, and a lone dot before other than three digits divides too."""
    assert parse_number(text) == Decimal(number)
    assert parse_number(text).as_tuple() == Decimal(number).as_tuple()


@pytest.mark.parametrize(
    "text", ["1,234.5", "1,234", "12,345", "1,234,567", "2 triệu", "3 tỷ đồng", "5k", "5 phần nghìn"]
)
def test_numbers_with_two_readings_are_refused_as_ambiguous(text: str) -> None:
    """A thousand is never taken for a unit, nor the other way round."""
    with pytest.raises(NumberError) as error:
        parse_number(text)
    assert error.value.reason == "ambiguous"


@pytest.mark.parametrize(
    "text", ["", "không", "12/15", "12 và 3", "1..2", "12.3.2022", "12 34", "1.23,4,5", "٣", "1" * 19, "1e5"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Dates, fractions, sums and words are not taken for a number."""
    with pytest.raises(NumberError) as error:
        parse_number(text)
    assert error.value.reason == "not-a-number"


def test_the_measure_of_the_question_is_no_multiplier() -> None:
    """Asked in "triệu đồng", "12 triệu đồng" is twelve."""
    assert parse_number("12 triệu đồng", measure="Triệu đồng") == 12


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234567", None, "1.234.567"),
        ("98.50", None, "98,5"),
        ("1E+3", None, "1.000"),
        ("-1234.5", None, "−1.234,5"),
        ("2.345", 2, "2,35"),
        ("7", 1, "7,0"),
        ("-0.4", 0, "0"),
        (Decimal(0), None, "0"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value: Decimal | str, decimals: int | None, text: str) -> None:
    """A dot between thousands, a comma before decimals."""
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(("new", "old", "text"), [("150", "100", "+50"), ("87.5", "100", "−12,5"), ("5", "5.0", "0")])
def test_a_change_carries_its_sign(new: str, old: str, text: str) -> None:
    """The reader sees at once whether a figure rose or fell."""
    assert format_change(new, old) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_written_number_is_read_back_as_itself(number: Decimal) -> None:
    """What the bot shows can be typed back."""
    assert parse_number(format_number(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_number_error(text: str) -> None:
    """Nonsense never raises anything else."""
    try:
        parse_number(text)
    except NumberError as error:
        assert error.reason in ("not-a-number", "ambiguous")  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "84912345678",
        "+84912345678",
        "912345678",
        "0912 345 678",
        "+84 (0) 912.345-678",
        "0084912345678",
    ],
)
def test_every_way_to_write_a_mobile_number_gives_one_number(text: str) -> None:
    """The roster and the shared contact meet whatever the spelling."""
    assert parse_phone(text) == "+84912345678"


def test_a_landline_and_a_foreign_number_are_kept() -> None:
    """A unit may give its desk telephone, a guest a foreign one."""
    assert parse_phone("0209 3871 234") == "+842093871234"
    assert parse_phone("+1 415 555 2671") == "+14155552671"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("01688123456", "old-number"),
        ("+841688123456", "old-number"),
        ("1688123456", "old-number"),
        ("0912", "invalid"),
        ("09123456789", "invalid"),
        ("+999123456", "invalid"),
        ("", "not-a-phone"),
        ("không có", "not-a-phone"),
        ("0912345678; 0987654321", "not-a-phone"),
    ],
)
def test_a_wrong_telephone_number_is_refused_with_its_reason(text: str, reason: str) -> None:
    """Each way to be wrong has its own word, so that the reply can help."""
    with pytest.raises(PhoneError) as error:
        parse_phone(text)
    assert error.value.reason == reason


def test_a_number_is_shown_to_dial_and_masked_to_recognise() -> None:
    """The secretary can call; anybody else sees only enough to know their own."""
    assert show_phone("+84912345678") == "0912 345 678"
    assert show_phone("+14155552671") == "+14155552671"
    assert mask_phone("+84912345678") == "0912***678"
    assert mask_phone("+14155552671") == "+141***671"


OFFICES = NameIndex(
    [
        (1, ["Văn phòng UBND tỉnh", "VP UBND"]),
        (2, ["Sở Kế hoạch và Đầu tư", "Sở KHĐT"]),
        (3, ["UBND huyện Ba Bể", ""]),
        (4, ["UBND huyện Bà Bê", ""]),
        (5, ["Thành phố Hòa Bình"]),
        (6, ["Công an tỉnh"]),
    ]
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Văn phòng Ủy ban nhân dân tỉnh", [1]),
        ("vp ubnd", [1]),
        ("Sở Kế hoạch & Đầu tư", [2]),
        ("Sở KH-ĐT", [2]),
        ("UBND HUYỆN BA BỂ", [3]),
        ("ubnd huyen ba be", [3, 4]),
        ("UBND huyện Bá Bế", []),
        ("Thành phố Hoà Bình", [5]),
        ("Công an tỉnh (Thường trực Tổ công tác)", [6]),
        ("Công an", []),
        ("", []),
    ],
)
def test_a_written_name_means_a_known_unit_only_when_it_can_mean_no_other(name: str, meant: list[int]) -> None:
    """Spelling may differ; two real names are never taken for one, and part of a name is none."""
    assert OFFICES.find(name) == meant


def test_an_international_prefix_written_as_zeros_is_read() -> None:
    """ "001 415 …" is "+1 415 …"."""
    assert parse_phone("001 415 555 2671") == "+14155552671"
