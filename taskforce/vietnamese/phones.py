"""Telephone numbers as people write them, kept as E.164."""

import re
from typing import Literal

from taskforce.vietnamese.text import nfc

_SEPARATORS = re.compile(r"[\s.\-–()/\u00a0\u202f]")
_DIGITS = re.compile(r"\+?[0-9]{3,18}")
# The eleven-digit mobile numbers that the Ministry of Information moved to ten digits in September 2018.
_OLD_MOBILE = re.compile(r"1(?:2[0-9]|6[2-9]|86|88|99)[0-9]{7}")

Reason = Literal["not-a-phone", "old-number", "invalid"]


class PhoneError(ValueError):
    """Why a text is no telephone number.

    "not-a-phone": it holds more than digits; "old-number": an eleven-digit mobile number from before
    2018 (01688…), ask for the new one; "invalid": no such number exists.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def parse_phone(text: str) -> str:
    """Read 0912…, 84912…, +84…, 912345678 (a spreadsheet ate the zero) or a foreign +… as E.164.

    Telegram gives a contact's number with or without "+": put one before it. Raises PhoneError.
    """
    digits = _SEPARATORS.sub("", nfc(text))
    if not _DIGITS.fullmatch(digits):
        raise PhoneError("not-a-phone")
    national = _national(digits)
    if national is not None and _OLD_MOBILE.fullmatch(national):
        raise PhoneError("old-number")
    return _validated("+84" + national if national is not None else digits)


def _national(digits: str) -> str | None:
    """The digits behind Vietnam's country code or trunk zero; None for a foreign number."""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    for prefix in ("+840", "+84", "0"):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix)
    if digits.startswith("+"):
        return None
    if digits.startswith("84") and len(digits) > 9:
        return digits[2:].removeprefix("0")
    return digits


def _validated(international: str) -> str:
    # Imported here: the library costs a tenth of a second that the start of the bot need not pay.
    import phonenumbers

    if international.startswith("00"):
        international = "+" + international[2:]
    try:
        number = phonenumbers.parse(international, None)
    except phonenumbers.NumberParseException:
        raise PhoneError("invalid") from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str) -> str:
    """A number to dial from Vietnam: "+84912345678" is shown as "0912 345 678"."""
    if not e164.startswith("+84"):
        return e164
    national = "0" + e164[3:]
    return f"{national[:4]} {national[4:7]} {national[7:]}"


def mask_phone(e164: str) -> str:
    """A number that its owner recognises and nobody can dial: "+84912345678" is shown as "0912***678"."""
    shown = "0" + e164[3:] if e164.startswith("+84") else e164
    return f"{shown[:4]}***{shown[-3:]}"
