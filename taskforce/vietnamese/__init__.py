"""How the Vietnamese write: search without accents, order of names, numbers and telephone numbers.

>>> fold("Công an tỉnh"), str(parse_number("1.234,5")), format_number("1234.5")
('cong an tinh', '1234.5', '1.234,5')
"""

from taskforce.vietnamese.names import NameIndex
from taskforce.vietnamese.numbers import NumberError, format_change, format_number, parse_number
from taskforce.vietnamese.order import SortKey, sort_key, unit_sort_key
from taskforce.vietnamese.phones import PhoneError, mask_phone, parse_phone, show_phone
from taskforce.vietnamese.search import search
from taskforce.vietnamese.text import compact, fold, nfc

__all__ = [
    "NameIndex",
    "NumberError",
    "PhoneError",
    "SortKey",
    "compact",
    "fold",
    "format_change",
    "format_number",
    "mask_phone",
    "nfc",
    "parse_number",
    "parse_phone",
    "search",
    "show_phone",
    "sort_key",
    "unit_sort_key",
]
