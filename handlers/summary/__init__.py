"""The summary of a period: drafted, approved where the charter asks for it, posted, kept up to date in versions."""
