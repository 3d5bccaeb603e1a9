"""What operators read: one line a record, as text or JSON, never with the token in it."""

import json
import logging
import sys
from datetime import UTC, datetime

from bot.settings import Settings
from bot.telegram_http import WithoutToken


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info or record.exc_text:
            line["trace"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]  # is set where text is not
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(settings: Settings) -> None:
    """Write logs to standard error, once, with every bot token taken out."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(_Json() if settings.log_format == "json" else text)
    handler.addFilter(WithoutToken())
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram.ext.Application").setLevel(logging.WARNING)
