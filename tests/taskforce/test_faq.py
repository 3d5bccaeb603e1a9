"""Finding an answer: accents, order, abbreviations, what is rare; over any words."""

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.faq import Alias, Searched, asked_key, find, told_key
from taskforce.vietnamese import fold

QUESTIONS = (
    "Nộp hồ sơ dịch vụ công trực tuyến ở đâu?",
    "Làm thẻ căn cước công dân mất bao lâu?",
    "Hạn nộp báo cáo tháng là ngày nào?",
    "Đăng ký tài khoản định danh điện tử như thế nào?",
    "Quên mật khẩu tài khoản Cổng dịch vụ công thì làm sao?",
)


def entries(questions: Sequence[str] = QUESTIONS, answer: str = "Xin xem hướng dẫn.") -> list[Searched]:
    """One a question, numbered from 1."""
    return [Searched(at, asked_key(words), told_key(answer)) for at, words in enumerate(questions, start=1)]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("nop ho so dvc o dau", 1),
        ("NỘP HỒ SƠ DVCTT", 1),
        ("cccd bao lau", 2),
        ("thẻ căn cước", 2),
        ("han bao cao", 3),
        ("toi quen mat khau roi thi lam the nao", 5),
        ("dichvucongtructuyen", 1),
        ("dinh danh", 4),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, best: int) -> None:
    """Without accents, in capitals, abbreviated, as a sentence, without spaces."""
    assert find(typed, entries())[0] == best


@pytest.mark.parametrize("typed", ["", "   ", "???", "🙂", "xe buýt số 9 chạy mấy giờ"])
def test_what_says_nothing_or_is_unknown_finds_nothing(typed: str) -> None:
    """No guess where no word is shared."""
    assert find(typed, entries()) == []


def test_an_abbreviation_that_was_added_finds_both_ways() -> None:
    """The short form finds the words, the words find the short form."""
    kept = entries(["Giờ làm việc của bộ phận một cửa?", "BPMC xã nghỉ ngày nào?", "Lịch họp tháng?"])
    alias = [Alias("BPMC", "bộ phận một cửa")]
    assert set(find("bpmc", kept, alias)) == {1, 2}
    assert set(find("bo phan mot cua", kept, alias)) == {1, 2}
    assert find("bpmc", kept) == [2]


def test_words_of_the_question_count_more_than_those_of_the_answer() -> None:
    """A word that only the answer has still finds it, behind."""
    asked = Searched(1, asked_key("Lệ phí là bao nhiêu?"), told_key("Miễn phí."))
    told = Searched(2, asked_key("Cấp lại thẻ ở đâu?"), told_key("Tại Công an huyện, có thu lệ phí."))
    assert find("lệ phí", [told, asked]) == [1, 2]


def test_another_wording_finds_it_and_use_decides_between_equals() -> None:
    """An entry is known by all its wordings; of two that fit alike the one that helped more comes first."""
    one = Searched(1, asked_key("Cấp lại mật khẩu", "quên mật mã"), "")
    assert find("quen mat ma", [one]) == [1]
    twins = [Searched(1, "lich hop", "", 0), Searched(2, "lich hop", "", 3)]
    assert find("lịch họp", twins) == [2, 1]


_WORD = st.text(alphabet="abcdđeêghiklmnoôơpqrstuưvxyáàảãạ", min_size=1, max_size=7)
_TEXT = st.lists(_WORD, min_size=1, max_size=8).map(" ".join)
_KEPT = st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=12).map(
    lambda rows: [Searched(at, asked_key(asked), told_key(told)) for at, (asked, told) in enumerate(rows, start=1)]
)


@given(_KEPT, st.data())
def test_a_question_typed_as_it_is_kept_comes_first(kept: list[Searched], data: st.DataObject) -> None:
    """With or without accents; if several are worded so, one of them."""
    entry = data.draw(st.sampled_from(kept))
    assert next(each for each in kept if each.id == find(entry.asked, kept)[0]).asked == entry.asked


@given(_KEPT, _TEXT)
def test_accents_capitals_and_the_order_of_entries_change_nothing(kept: list[Searched], typed: str) -> None:
    """The same is found however it is typed and stored."""
    found = find(typed, kept)
    assert found == find(fold(typed), kept) == find(typed.upper(), kept) == find(typed, kept[::-1])


@given(_KEPT, st.text(max_size=300))
def test_any_text_finds_some_entries_once_each(kept: list[Searched], typed: str) -> None:
    """Whatever is typed: known ids, none twice; what is found shares the beginning of a word, or was run together."""
    found = find(typed, kept)
    assert len(found) == len(set(found))
    assert set(found) <= {each.id for each in kept}
    assert bool(found) <= bool(fold(typed))


@given(_KEPT, _TEXT, _TEXT)
def test_an_abbreviation_finds_what_its_words_find(kept: list[Searched], words: str, query: str) -> None:
    """Adding an abbreviation never hides what is worded exactly as it was typed."""
    exact = [each.id for each in kept if each.asked == fold(query)]
    found = find(query, kept, [Alias("zzq", words)])
    assert set(exact) <= set(found)


def test_two_thousand_entries_are_searched_while_nobody_waits() -> None:
    """Well under the time that a turn may take, for a long question too."""
    answer = "Xin đăng nhập Cổng dịch vụ công, chọn thủ tục, điền tờ khai, đính kèm giấy tờ rồi ký số và nộp lệ phí"
    kept = entries([f"Làm sao nộp hồ sơ số {number} trên cổng dịch vụ công?" for number in range(1, 2001)], answer)
    spent = []
    for _ in range(3):
        before = process_time()
        found = find("tôi muốn nộp hồ sơ số 77 DVC trực tuyến mà không thấy giấy tờ thì phải làm như thế nào", kept)
        spent.append(process_time() - before)
        assert found[0] == 77
    assert min(spent) < 0.15  # a loaded machine; a few hundredths otherwise
