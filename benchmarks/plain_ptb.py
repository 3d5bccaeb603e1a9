"""The other side of the comparison: an echo bot as python-telegram-bot's own examples write it, with polling."""

import os

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same again."""
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll for ever."""
    application = ApplicationBuilder().token(os.environ["BENCH_TOKEN"]).base_url(os.environ["BENCH_API_URL"]).build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
