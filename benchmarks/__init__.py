"""What the bot costs and what it reaches, beside plain python-telegram-bot in the same run: ``make bench``."""
