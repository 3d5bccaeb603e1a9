"""Tasks: lists and cards, telling how they stand, giving them, more time for them, reminders."""
