"""The HTTP backend: PTB's calls over aiohttp, and no token in anything that is written."""

import logging

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot.clock import SystemClock
from bot.logs import set_up_logging
from bot.sandbox import LocalTelegram
from bot.settings import Settings
from bot.telegram_http import AiohttpRequest, hide_token, input_file

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp"


def _bot(telegram: LocalTelegram, token: str, **options: float) -> Bot:
    return Bot(token, base_url=telegram.base_url, request=AiohttpRequest(**options))


async def test_ptb_speaks_through_it() -> None:
    """getMe and sendMessage go through and come back as PTB's objects."""
    async with LocalTelegram(SystemClock(), token=TOKEN) as telegram:
        phone = telegram.person(1001, "Hoàng", phone="+84912345678")
        phone.start()
        async with _bot(telegram, TOKEN) as bot:
            assert bot.username == "bac_kan_bot"
            message = await bot.send_message(1001, "xin <chào> & tạm biệt")
        assert phone.last.text == message.text == "xin <chào> & tạm biệt"


async def test_a_file_keeps_its_name() -> None:
    """Vietnamese letters and spaces arrive as they are; what would break the upload's heading is left out."""
    async with LocalTelegram(SystemClock(), token=TOKEN) as telegram:
        phone = telegram.person(1001, "Hoàng", phone="+84912345678")
        phone.start()
        async with _bot(telegram, TOKEN) as bot:
            for name in ("Danh sách dự họp.xlsx", 'Giấy\r\nmời "số 1".docx'):
                await bot.send_document(1001, input_file(name, b"content"))
        names = [message.json["document"]["file_name"] for message in phone.messages if message.outgoing]
        assert names == ["Danh sách dự họp.xlsx", "Giấy mời  số 1 .docx"]


async def test_a_wrong_token_is_told_apart() -> None:
    """401 becomes PTB's InvalidToken."""
    async with LocalTelegram(SystemClock(), token=TOKEN) as telegram:
        bot = _bot(telegram, "123456789:zzzzzzzzzzzzzzzzzzzzzzzzzz")
        with pytest.raises(InvalidToken):
            await bot.initialize()
        await bot.shutdown()


async def test_an_unreachable_server_does_not_name_the_url() -> None:
    """The error that ends up in logs holds neither the address nor the token."""
    request = AiohttpRequest()
    with pytest.raises(NetworkError) as caught:
        await request.do_request(f"http://127.0.0.1:9/bot{TOKEN}/getMe", "POST")
    await request.shutdown()
    assert "AAbb" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_slow_server_times_out() -> None:
    """No answer within the timeout is PTB's TimedOut."""
    async with LocalTelegram(SystemClock(), token=TOKEN) as telegram:
        telegram.answer_after(2)
        request = AiohttpRequest(timeout=0.05)
        with pytest.raises(TimedOut):
            await request.do_request(f"{telegram.base_url}{TOKEN}/getMe", "POST")
        await request.shutdown()


def test_the_token_never_reaches_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a message, nor its arguments, nor a traceback shows it."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    try:
        set_up_logging(Settings(_env_file=None))
        log = logging.getLogger("elsewhere")
        log.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        try:
            raise ValueError(f"bot{TOKEN}")
        except ValueError:
            log.exception("it failed")
    finally:
        root.handlers[:], root.level = kept
    written = capsys.readouterr().err
    assert "it failed" in written
    assert "<token>" in written
    assert "AAbb" not in written


def test_the_token_is_hidden_in_a_url() -> None:
    """Also where it follows the word bot directly."""
    assert hide_token(f"https://api.telegram.org/bot{TOKEN}/getMe") == "https://api.telegram.org/bot<token>/getMe"


def test_settings_do_not_show_it() -> None:
    """A repr of the settings holds no token."""
    assert "AAbb" not in repr(Settings(_env_file=None, token=TOKEN))
