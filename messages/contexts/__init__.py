"""What each message needs to know: one frozen dataclass a template, grouped by feature."""
