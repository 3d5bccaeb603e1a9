"""Units that come, are renamed, merge, split or end."""
